"""Stages connected by queues; the last worker of a stage passes the end on."""
from __future__ import annotations

import multiprocessing
import threading
from typing import Callable, Iterable

END = None


def _stage(function: Callable, inbox, outbox, alive) -> None:
    while True:
        item = inbox.get()
        if item is END:
            break
        result = function(item)
        if result is not None:
            outbox.put(result)
    with alive.get_lock():
        alive.value -= 1
        last = alive.value == 0
    if not last:
        inbox.put(END)
    outbox.close()
    outbox.join_thread()


class Pipeline:
    def __init__(self, stages: list[tuple[Callable, int]]) -> None:
        self.stages = stages

    def _feed(self, items: Iterable[str], queue) -> None:
        for item in items:
            queue.put(item)
        queue.put(END)

    def run(self, items: Iterable[str]) -> list[int]:
        queues = [multiprocessing.Queue(maxsize=20) for _ in range(len(self.stages) + 1)]
        crews, counts = [], []
        for number, (function, size) in enumerate(self.stages):
            alive = multiprocessing.Value("i", size)
            counts.append(alive)  # must live until the children have unpickled it
            args = (function, queues[number], queues[number + 1], alive)
            crews.append([multiprocessing.Process(target=_stage, args=args) for _ in range(size)])
        for crew in crews:
            for worker in crew:
                worker.start()
        feeder = threading.Thread(target=self._feed, args=(items, queues[0]))
        feeder.start()
        closer = threading.Thread(target=self._close, args=(crews, queues))
        closer.start()
        results = list(iter(queues[-1].get, END))
        feeder.join()
        closer.join()
        return results

    @staticmethod
    def _close(crews: list, queues: list) -> None:
        """Everybody of a stage has ended and flushed: tell the next one."""
        for crew, following in zip(crews, queues[1:]):
            for worker in crew:
                worker.join()
            following.put(END)
