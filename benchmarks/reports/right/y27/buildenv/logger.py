"""The log of one build; each side closes the other's end."""

import os


class BuildLogger:
    def __init__(self):
        self._read_fd, self.stdin = os.pipe()

    def in_child(self):
        os.close(self._read_fd)
        return self.stdin

    def in_parent(self):
        os.close(self.stdin)
        with open(self._read_fd, encoding="utf-8") as stream:
            return stream.read().splitlines()
