"""Report renderer with a scratch area which is removed when the service is stopped."""
import logging
import os
import shutil
import signal
import sys
import tempfile
import time
from multiprocessing import Pool
from pathlib import Path

log = logging.getLogger("render")


class Scratch:
    def __init__(self):
        self.root = Path(tempfile.mkdtemp(prefix="render-"))

    def path(self, name):
        return self.root / name

    def cleanup(self):
        shutil.rmtree(self.root, ignore_errors=True)


class RenderService:
    def __init__(self):
        self.scratch = Scratch()
        signal.signal(signal.SIGTERM, self.on_sigterm)

    def on_sigterm(self, signum, frame):
        log.info("stopping")
        self.scratch.cleanup()
        sys.exit(0)

    def render_batch(self, names):
        with Pool(2) as pool:
            pages = pool.map(render_page, names)
        for name, text in zip(names, pages):
            self.scratch.path(name).write_text(text)
        return len(pages)

    def publish(self, names, target: Path):
        merged = "\n".join(self.scratch.path(n).read_text() for n in names)
        target.write_text(merged)
        return len(merged)


def render_page(name):
    time.sleep(0.05)
    return f"<h1>{name}</h1>" + "<p>lorem</p>" * 10


def main():
    logging.basicConfig(level=logging.INFO, format="%(processName)s: %(message)s")
    service = RenderService()
    target = Path(tempfile.gettempdir()) / f"report-{os.getpid()}.html"
    first, second = ["intro", "costs"], ["outlook"]
    service.render_batch(first)
    service.render_batch(second)
    try:
        print("bytes published:", service.publish(first + second, target))
    finally:
        target.unlink(missing_ok=True)
        service.scratch.cleanup()


if __name__ == "__main__":
    main()
