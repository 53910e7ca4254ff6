"""Per-key histories in a managed dict; values are written back whole."""
import multiprocessing as mp
from contextlib import contextmanager


class History:
    """Every change is made on a copy and stored again, under one lock."""

    def __init__(self, manager):
        self._rows = manager.dict()
        self._lock = manager.Lock()

    @contextmanager
    def editing(self, key):
        with self._lock:
            row = self._rows.get(key, [])
            yield row
            self._rows[key] = row

    def snapshot(self):
        with self._lock:
            return dict(self._rows)


def record(history, who, n):
    for i in range(n):
        with history.editing(i % 3) as row:
            row.append(who)
            row.sort()


def main():
    with mp.Manager() as manager:
        history = History(manager)
        procs = [mp.Process(target=record, args=(history, w, 12)) for w in "abc"]
        for p in procs:
            p.start()
        for p in procs:
            p.join()
            assert p.exitcode == 0
        rows = history.snapshot()
    assert rows == {k: sorted("abc" * 4) for k in range(3)}, rows
    print({k: "".join(v) for k, v in sorted(rows.items())})


if __name__ == "__main__":
    main()
