"""A console that all processes write to."""

from multiprocessing import Manager


class Console:
    def __init__(self, lines):
        self._lines = lines

    def write(self, source, text):
        self._lines.put(f"[{source}] {text}")

    def read_all(self):
        found = []
        while not self._lines.empty():
            found.append(self._lines.get())
        return found


def open_console():
    """A console whose lines are kept by a manager."""
    with Manager() as manager:
        return Console(manager.Queue())
