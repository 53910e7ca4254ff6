"""Cleaner daemon: a pid file marks the running service; slow deletions are done by forked helpers."""

import atexit
import os
import pathlib
import sys
import tempfile
import time

BASE = pathlib.Path(tempfile.mkdtemp(prefix="cleaner-"))


class PidFile:
    def __init__(self, path):
        self.path = path

    def write(self):
        self.path.write_text(str(os.getpid()))
        atexit.register(self.remove)

    def remove(self):
        self.path.unlink(missing_ok=True)

    def is_present(self):
        return self.path.exists()


def shred(path):
    size = path.stat().st_size
    path.write_bytes(b"\0" * size)
    path.unlink()


class Cleaner:
    def __init__(self):
        self.helpers = []

    def clean(self, path):
        pid = os.fork()
        if not pid:
            shred(path)
            sys.exit()
        self.helpers.append(pid)

    def wait(self):
        while self.helpers:
            os.waitpid(self.helpers.pop(), 0)


def main():
    pid_file = PidFile(BASE / "cleaner.pid")
    pid_file.write()
    cleaner = Cleaner()
    for number in range(3):
        path = BASE / f"cache-{number}"
        path.write_bytes(b"x" * 1000)
        cleaner.clean(path)
    cleaner.wait()
    time.sleep(0.05)
    print("pid file is there:", pid_file.is_present())
    assert pid_file.is_present(), "the running service lost its pid file"


if __name__ == "__main__":
    main()
