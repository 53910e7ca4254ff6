"""Install archives with forked workers; SIGTERM asks for an orderly stop."""

import argparse
import logging
import multiprocessing
import queue
import signal
import sys
import time
from dataclasses import dataclass, field

logger = logging.getLogger("installer")


class Shutdown:
    """Remembers that somebody asked us to stop."""

    def __init__(self):
        self.requested = False

    def install(self):
        signal.signal(signal.SIGTERM, self._handle)

    def _handle(self, signum, frame):
        logger.info("got signal %d", signum)
        self.requested = True


@dataclass
class Archive:
    name: str
    size: int = 10
    parts: list = field(default_factory=list)


def download(archive):
    archive.parts.append(archive.size)
    time.sleep(0.01)
    return archive.name


def serve(inbox, outbox):
    """A worker: downloads what comes until it is terminated."""
    while True:
        outbox.put(download(inbox.get()))


class Installer:
    def __init__(self, concurrency, shutdown):
        context = multiprocessing.get_context("fork")
        self.shutdown = shutdown
        self.inbox = context.SimpleQueue()
        self.outbox = context.Queue()
        self.workers = [
            context.Process(target=serve, args=(self.inbox, self.outbox), daemon=True)
            for _ in range(concurrency)
        ]

    def __enter__(self):
        for worker in self.workers:
            worker.start()
        return self

    def __exit__(self, *exc_info):
        for worker in self.workers:
            worker.terminate()
        for worker in self.workers:
            worker.join()

    def install(self, archives):
        for archive in archives:
            self.inbox.put(archive)
        done = []
        while len(done) < len(archives) and not self.shutdown.requested:
            try:
                done.append(self.outbox.get(timeout=0.5))
            except queue.Empty:
                continue
        return done


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archives", nargs="*", default=["qtbase", "qttools", "qtsvg"])
    parser.add_argument("--concurrency", type=int, default=2)
    args = parser.parse_args(argv)
    shutdown = Shutdown()
    shutdown.install()
    with Installer(args.concurrency, shutdown) as installer:
        done = installer.install([Archive(name) for name in args.archives])
        print(len(done), "installed", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
