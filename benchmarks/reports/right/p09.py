"""Id generator that stays unique across os.fork through register_at_fork."""
import itertools
import os
import random
import sys
import threading


class Ids:
    """Thread-safe ids: pid, a per-process salt and a counter."""

    def __init__(self):
        self._lock = threading.Lock()
        self._renew()
        os.register_at_fork(
            before=self._lock.acquire,
            after_in_parent=self._lock.release,
            after_in_child=self._after_fork_in_child,
        )

    def _renew(self):
        self._salt = random.SystemRandom().getrandbits(32)
        self._count = itertools.count()

    def _after_fork_in_child(self):
        self._lock = threading.Lock()
        self._renew()

    def next(self):
        with self._lock:
            return f"{os.getpid():x}-{self._salt:08x}-{next(self._count)}"


IDS = Ids()


def child_body(write_fd):
    with os.fdopen(write_fd, "w") as out:
        for _ in range(5):
            print(IDS.next(), file=out)


def run_child():
    """One raw fork; the child never returns from here."""
    read_fd, write_fd = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            os.close(read_fd)
            child_body(write_fd)
            status = 0
        finally:
            os._exit(status)
    os.close(write_fd)
    with os.fdopen(read_fd) as source:
        lines = source.read().split()
    _, status = os.waitpid(pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise ChildProcessError(pid)
    return lines


def main():
    assert threading.active_count() == 1
    mine = [IDS.next() for _ in range(5)]
    seen = set(mine)
    for _ in range(3):
        lines = run_child()
        assert len(lines) == 5
        seen.update(lines)
    seen.update(IDS.next() for _ in range(5))
    assert len(seen) == 25, seen
    print("unique", len(seen))


if __name__ == "__main__":
    main()
