from __future__ import annotations

import multiprocessing as mp
from typing import Any, Iterable, Sequence

from pipe.stages import Stage

STOP = None


def _stage_loop(stage: Stage, inbox: mp.Queue, outbox: mp.Queue) -> None:
    while True:
        item = inbox.get()
        if item is STOP:
            outbox.put(STOP)
            return
        outbox.put(stage.fn(item))


class Pipeline:
    def __init__(self, stages: Sequence[Stage]) -> None:
        self.stages = stages
        self.queues = [mp.Queue() for _ in range(len(stages) + 1)]

    def _start(self) -> list[mp.Process]:
        procs = []
        for i, stage in enumerate(self.stages):
            for n in range(stage.workers):
                proc = mp.Process(
                    target=_stage_loop,
                    args=(stage, self.queues[i], self.queues[i + 1]),
                    name=f"{stage.name}-{n}",
                )
                proc.start()
                procs.append(proc)
        return procs

    def run(self, items: Iterable[Any]) -> list[Any]:
        procs = self._start()
        for item in items:
            self.queues[0].put(item)
        self.queues[0].put(STOP)
        results = list(iter(self.queues[-1].get, STOP))
        for proc in procs:
            proc.join()
        return results
