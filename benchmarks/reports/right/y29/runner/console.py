"""A console that all processes write to; its owner keeps the manager."""

from multiprocessing import Manager


class Writer:
    def __init__(self, lines):
        self._lines = lines

    def write(self, source, text):
        self._lines.append(f"[{source}] {text}")


class Console:
    def __enter__(self):
        self._manager = Manager()
        self._lines = self._manager.list()
        return self

    def __exit__(self, *exc_info):
        self._manager.shutdown()

    def writer(self):
        return Writer(self._lines)

    def read_all(self):
        return sorted(self._lines)
