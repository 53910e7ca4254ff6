"""A counter file under fcntl locks: every process opens its own descriptor."""
import fcntl
import multiprocessing as mp
import os
import tempfile
from contextlib import contextmanager


@contextmanager
def locked(path, mode="r+"):
    """Open *path* here and now; flock belongs to the open file, so never inherit one."""
    with open(path, mode) as f:
        fcntl.flock(f, fcntl.LOCK_EX)
        try:
            yield f
            f.flush()
        finally:
            fcntl.flock(f, fcntl.LOCK_UN)


def increment(path, times):
    for _ in range(times):
        with locked(path) as f:
            value = int(f.read())
            f.seek(0)
            f.truncate()
            f.write(str(value + 1))


class Turnstile:
    """The same, as an object that can be sent: the descriptor is opened on entering."""

    def __init__(self, path):
        self.path = path
        self._file = None

    def __enter__(self):
        self._file = open(self.path, "a+")
        fcntl.flock(self._file, fcntl.LOCK_EX)
        return self._file

    def __exit__(self, *exc):
        file, self._file = self._file, None
        file.close()  # with the last descriptor the lock goes too


def sign(turnstile, name, times):
    for n in range(times):
        with turnstile as f:
            f.write(f"{name}{n} ")


def everyone(target, *argument_lists):
    procs = [mp.Process(target=target, args=args) for args in argument_lists]
    for p in procs:
        p.start()
    for p in procs:
        p.join()


def main():
    fd, path = tempfile.mkstemp()
    try:
        with os.fdopen(fd, "w") as f:
            f.write("0")
        everyone(increment, *[(path, 50)] * 3)
        with locked(path) as f:
            value = int(f.read())
        turnstile = Turnstile(path)
        with turnstile as f:
            f.truncate(0)
        everyone(sign, *((turnstile, name, 10) for name in "abc"))
        with turnstile as f:
            f.seek(0)
            signatures = f.read().split()
    finally:
        os.unlink(path)
    assert value == 150
    assert sorted(signatures) == sorted(f"{c}{n}" for c in "abc" for n in range(10))
    print("value", value)


if __name__ == "__main__":
    main()
