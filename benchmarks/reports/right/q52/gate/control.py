import multiprocessing as mp

from .worker import serve


class Controller:
    """One start semaphore per worker: nobody can take another's turn."""

    def __init__(self, n):
        self._ready = mp.Semaphore(0)
        self._stop = mp.Event()
        self._out = mp.SimpleQueue()
        self._go = [mp.Semaphore(0) for _ in range(n)]
        self._procs = [
            mp.Process(target=serve, args=(i, self._ready, go, self._stop, self._out))
            for i, go in enumerate(self._go)
        ]

    def __enter__(self):
        for p in self._procs:
            p.start()
        for _ in self._procs:
            self._ready.acquire()
        return self

    def go(self):
        for g in self._go:
            g.release()

    def results(self):
        return sorted(self._out.get() for _ in self._procs)

    def __exit__(self, *exc):
        self._stop.set()
        self.go()
        for p in self._procs:
            p.join()
        if exc[0] is None and any(p.exitcode for p in self._procs):
            raise RuntimeError("a worker failed")
