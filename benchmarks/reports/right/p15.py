"""Graceful stop: the parent turns SIGTERM into an event, the workers leave SIGINT alone."""
import multiprocessing as mp
import os
import queue
import signal

import time


def ignore_interrupts():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def tick(stop, ready, out):
    ignore_interrupts()
    ready.release()
    count = 0
    while not stop.wait(0.01):
        count += 1
    out.put((os.getpid(), count))


class Daemon:
    def __init__(self, size):
        self.stop = mp.Event()
        self.ready = mp.Semaphore(0)
        self.out = mp.Queue()
        self.procs = [mp.Process(target=tick, args=(self.stop, self.ready, self.out)) for _ in range(size)]
        self.asked = False

    def on_signal(self, signum, frame):
        # only a flag: Event.set takes locks and does not belong in a handler
        self.asked = True

    def run(self):
        for p in self.procs:
            p.start()
        for _ in self.procs:
            self.ready.acquire()
        previous = signal.signal(signal.SIGTERM, self.on_signal)
        try:
            os.kill(os.getpid(), signal.SIGTERM)  # what the service manager would do
            while not self.asked:
                time.sleep(0.01)
        finally:
            signal.signal(signal.SIGTERM, previous)
            self.stop.set()
        reports = dict(self.collect())
        for p in self.procs:
            p.join()
        return reports

    def collect(self):
        for _ in self.procs:
            try:
                yield self.out.get(timeout=10)
            except queue.Empty:
                return


def main():
    daemon = Daemon(2)
    reports = daemon.run()
    assert set(reports) == {p.pid for p in daemon.procs}
    assert all(p.exitcode == 0 for p in daemon.procs)
    print("stopped", len(reports))


if __name__ == "__main__":
    main()
