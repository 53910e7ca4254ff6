"""Spreads requests over model processes; a new model means new processes."""
from __future__ import annotations

import itertools
import multiprocessing
import time
from queue import Empty

from .worker import StreamWorker


class Streamer:
    def __init__(self, workers: int, patience: float) -> None:
        self.number = workers
        self.patience = patience
        self.requests: multiprocessing.Queue = multiprocessing.Queue()
        self.answers: multiprocessing.Queue = multiprocessing.Queue()
        self.idents = itertools.count()
        self.workers: list[StreamWorker] = []

    def __enter__(self) -> Streamer:
        self._launch("v1")
        return self

    def _launch(self, version: str) -> None:
        self.workers = [StreamWorker(version, self.requests, self.answers) for _ in range(self.number)]
        for worker in self.workers:
            worker.start()

    def _retire(self) -> None:
        for worker in self.workers:
            worker.terminate()
        for worker in self.workers:
            worker.join()

    def reload_model(self, version: str) -> None:
        time.sleep(0.2)
        self._retire()
        self._launch(version)

    def predict(self, texts: list[str]) -> list[int]:
        order = {next(self.idents): n for n, text in enumerate(texts)}
        for ident, n in order.items():
            self.requests.put((ident, texts[n]))
        scores = [0] * len(texts)
        for _ in texts:
            try:
                ident, _version, score = self.answers.get(timeout=self.patience)
            except Empty:
                raise TimeoutError(f"no answer within {self.patience} s") from None
            scores[order[ident]] = score
        return scores

    def __exit__(self, *exc_info: object) -> None:
        self._retire()
