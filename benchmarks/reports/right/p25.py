"""A shared table whose segment goes with its owner: weakref.finalize, pid checked."""
import multiprocessing as mp
import os
import weakref
from multiprocessing.shared_memory import SharedMemory


def _release(segment, owner_pid):
    segment.close()
    if os.getpid() == owner_pid:
        segment.unlink()


class Table:
    """Bytes by index; pickles to a non-owning view."""

    def __init__(self, length, *, _name=None):
        self.length = length
        if _name is None:
            self._segment = SharedMemory(create=True, size=length)
            owner = os.getpid()
        else:
            self._segment = SharedMemory(name=_name)
            owner = -1
        self._finalizer = weakref.finalize(self, _release, self._segment, owner)

    def __reduce__(self):
        return _attach, (self.length, self._segment.name)

    def __len__(self):
        return self.length

    def __getitem__(self, i):
        return self._segment.buf[i]

    def __setitem__(self, i, value):
        self._segment.buf[i] = value

    def close(self):
        self._finalizer()

    @property
    def closed(self):
        return not self._finalizer.alive


def _attach(length, name):
    return Table(length, _name=name)


def mark(table, start, step):
    try:
        for i in range(start, len(table), step):
            table[i] = start + 1
    finally:
        table.close()


def compute(length, workers):
    ctx = mp.get_context("spawn")
    table = Table(length)
    try:
        procs = [ctx.Process(target=mark, args=(table, k, workers)) for k in range(workers)]
        for p in procs:
            p.start()
        for p in procs:
            p.join()
        return [table[i] for i in range(len(table))], table
    finally:
        table.close()


def main():
    values, table = compute(20, 3)
    assert table.closed
    assert values == [i % 3 + 1 for i in range(20)]
    forgotten = Table(16)
    forgotten[0] = 9
    name = forgotten._segment.name
    del forgotten  # the finalizer runs here
    try:
        SharedMemory(name=name)
    except FileNotFoundError:
        print("table", sum(values))
    else:
        raise AssertionError("segment is still there")


if __name__ == "__main__":
    main()
