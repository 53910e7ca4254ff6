"""Inference workers that must not inherit the parent's state: everything from one context."""
from __future__ import annotations

import argparse
import multiprocessing as mp
from dataclasses import dataclass
from multiprocessing.context import BaseContext


@dataclass(frozen=True)
class Batch:
    number: int
    tokens: tuple[int, ...]


def infer(inbox, outbox, ready) -> None:
    weights = [1, 2, 3]
    ready.release()
    for batch in iter(inbox.get, None):
        score = sum(w * t for w, t in zip(weights, batch.tokens))
        outbox.put((batch.number, score))
    outbox.put(None)


class InferenceServer:
    def __init__(self, ctx: BaseContext, workers: int) -> None:
        self.inbox = ctx.Queue()
        self.outbox = ctx.Queue()
        self.ready = ctx.Semaphore(0)
        self.workers = [
            ctx.Process(target=infer, args=(self.inbox, self.outbox, self.ready))
            for _ in range(workers)
        ]

    def start(self) -> None:
        for worker in self.workers:
            worker.start()
        for _ in self.workers:
            self.ready.acquire()

    def run(self, batches: list[Batch]) -> dict[int, int]:
        for batch in batches:
            self.inbox.put(batch)
        for _ in self.workers:
            self.inbox.put(None)
        scores: dict[int, int] = {}
        open_workers = len(self.workers)
        while open_workers:
            item = self.outbox.get()
            if item is None:
                open_workers -= 1
                continue
            scores[item[0]] = item[1]
        for worker in self.workers:
            worker.join()
        return scores


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--method", default="spawn")
    args = parser.parse_args()
    server = InferenceServer(mp.get_context(args.method), workers=2)
    server.start()
    scores = server.run([Batch(i, (i, i + 1, i + 2)) for i in range(10)])
    print(sum(scores.values()))


if __name__ == "__main__":
    main()
