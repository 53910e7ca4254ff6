"""Loads the application once and forks the workers (`--preload`)."""
from __future__ import annotations

import os
import time

from .application import Application


class Arbiter:
    def __init__(self, app: Application, workers: int) -> None:
        self.app = app
        self.workers = workers

    def _worker(self, paths: list[str], pipe: int) -> None:
        self.app.start()
        for path in paths:
            self.app.handle(path)
        time.sleep(0.3)
        os.write(pipe, b"%d\n" % self.app.reporter.sent)

    def _spawn(self, paths: list[str]) -> tuple[int, int]:
        reader, writer = os.pipe()
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                os.close(reader)
                self._worker(paths, writer)
                code = 0
            finally:
                os._exit(code)
        os.close(writer)
        return pid, reader

    def run(self, traffic: list[list[str]]) -> list[int]:
        children = [self._spawn(paths) for paths in traffic[:self.workers]]
        delivered = []
        for pid, reader in children:
            with os.fdopen(reader) as file:
                delivered.append(int(file.read() or 0))
            os.waitpid(pid, 0)
        return delivered
