"""SIGTERM asks a worker to finish its item; SIGINT is left to the parent.

The handlers only set a flag. Nobody terminates a worker that has not said "ready".
"""
import multiprocessing as mp
import signal
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class Flag:
    raised: bool = False

    def __call__(self, signum, frame):
        self.raised = True


@contextmanager
def stop_flag(signum=signal.SIGTERM):
    flag = Flag()
    before = signal.signal(signum, flag)
    try:
        yield flag
    finally:
        signal.signal(signum, before)


def count(conn):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with stop_flag() as stop, conn:
        conn.send("ready")
        n = 0
        while not stop.raised:
            n += 1
        conn.send(n)


class Counter:
    def __init__(self):
        self._ours, theirs = mp.Pipe(duplex=False)
        self._process = mp.Process(target=count, args=(theirs,))
        self._process.start()
        theirs.close()
        if self._ours.recv() != "ready":
            raise RuntimeError("bad start")

    def stop(self):
        self._process.terminate()  # a request, see count()
        with self._ours:
            n = self._ours.recv()
        self._process.join()
        return n, self._process.exitcode


def main():
    counters = [Counter(), Counter()]
    for c in counters:
        n, code = c.stop()
        assert n >= 0 and code == 0
    print("stopped in good order")


if __name__ == "__main__":
    main()
