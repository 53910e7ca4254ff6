"""Scratch folder is cleaned by a SIGTERM handler which knows whose folder it is."""
import os
import shutil
import signal
import sys
import tempfile
import time
from multiprocessing import Pool
from pathlib import Path


class Scratch:
    def __init__(self):
        self.root = Path(tempfile.mkdtemp(prefix="render-"))
        self.owner = os.getpid()

    def cleanup(self):
        if os.getpid() == self.owner:
            shutil.rmtree(self.root, ignore_errors=True)


class Service:
    def __init__(self):
        self.scratch = Scratch()
        self.previous = signal.signal(signal.SIGTERM, self.on_sigterm)

    def on_sigterm(self, signum, frame):
        self.scratch.cleanup()
        sys.exit(0)

    def batch(self, names):
        with Pool(2) as pool:
            pages = pool.map(render, names)
        for name, text in zip(names, pages):
            (self.scratch.root / name).write_text(text)

    def close(self):
        signal.signal(signal.SIGTERM, self.previous)
        self.scratch.cleanup()


def render(name):
    time.sleep(0.01)
    return "<h1>%s</h1>" % name


def main():
    service = Service()
    try:
        service.batch(["a", "b"])
        service.batch(["c"])
        files = sorted(p.name for p in service.scratch.root.iterdir())
        assert files == ["a", "b", "c"], files
    finally:
        service.close()
    assert not service.scratch.root.exists()
    print(files)


if __name__ == "__main__":
    main()
