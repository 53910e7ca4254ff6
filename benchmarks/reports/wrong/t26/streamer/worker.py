from __future__ import annotations

import multiprocessing

from .model import Model


class StreamWorker(multiprocessing.Process):
    def __init__(self, version: str, requests: multiprocessing.Queue, answers: multiprocessing.Queue) -> None:
        super().__init__(daemon=True)
        self.version = version
        self.requests = requests
        self.answers = answers

    def run(self) -> None:
        model = Model(self.version)
        while True:
            ident, text = self.requests.get()
            self.answers.put((ident, self.version, model.score(text)))
