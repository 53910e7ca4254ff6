"""The log of one build."""

import os


class BuildLogger:
    """Owns the pipe: the builder's end is ``stdin``, ours is read."""

    def __init__(self, name):
        self.name = name
        self._read_fd, self.stdin = os.pipe()
        self.lines = []

    def drain(self):
        """Read until the builder is done."""
        pending = b""
        while True:
            block = os.read(self._read_fd, 4096)
            if not block:
                break
            *complete, pending = (pending + block).split(b"\n")
            self.lines.extend(line.decode() for line in complete)
        os.close(self._read_fd)
        return self.lines
