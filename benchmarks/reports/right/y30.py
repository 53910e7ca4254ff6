"""Install archives with forked workers, which start before the handler of SIGTERM is installed."""

import multiprocessing
import signal
import sys


class Shutdown:
    requested = False

    def install(self):
        signal.signal(signal.SIGTERM, self._handle)
        signal.signal(signal.SIGINT, self._handle)

    def _handle(self, signum, frame):
        self.requested = True


def serve(inbox, outbox):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        outbox.put(inbox.get().upper())


class Installer:
    def __init__(self, concurrency):
        context = multiprocessing.get_context("fork")
        self.inbox, self.outbox = context.SimpleQueue(), context.SimpleQueue()
        self.workers = [
            context.Process(target=serve, args=(self.inbox, self.outbox), daemon=True) for _ in range(concurrency)
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

    def install(self, archives, shutdown):
        for archive in archives:
            self.inbox.put(archive)
        return sorted(self.outbox.get() for _ in archives if not shutdown.requested)


def main():
    shutdown = Shutdown()
    with Installer(2) as installer:
        shutdown.install()
        print(installer.install(["qtbase", "qttools", "qtsvg"], shutdown))
    return 0


if __name__ == "__main__":
    sys.exit(main())
