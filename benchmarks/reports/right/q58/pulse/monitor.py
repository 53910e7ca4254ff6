import multiprocessing as mp

from .beat import beat


class Heart:
    """The child is a daemon in case we crash; in good order it is stopped and joined."""

    def __init__(self, interval):
        self._count = mp.RawValue("L", 0)
        self._changed = mp.Condition()
        self._stop = mp.Event()
        self._child = mp.Process(
            target=beat, args=(self._count, self._changed, self._stop, interval), daemon=True)

    def __enter__(self):
        self._child.start()
        return self

    def wait_beyond(self, n):
        with self._changed:
            if not self._changed.wait_for(lambda: self._count.value > n, timeout=15):
                raise TimeoutError(n)
            return self._count.value

    @property
    def beating(self):
        return self._child.is_alive()

    def __exit__(self, *exc):
        self._stop.set()
        self._child.join()
        assert self._child.exitcode == 0
