"""A client object with a lock, a cache and an open file, made fit for pickling."""
import multiprocessing as mp
import os
import tempfile
import threading


class Journal:
    """Appends whole lines; what is pickled is the path only."""

    def __init__(self, path):
        self.path = path
        self._lock = threading.Lock()
        self._file = None
        self._cache = {}
        self.normalise = str.strip

    def __getstate__(self):
        state = self.__dict__.copy()
        for transient in ("_lock", "_file", "_cache"):
            state.pop(transient)
        return state

    def __setstate__(self, state):
        self.__dict__.update(state)
        self._lock = threading.Lock()
        self._file = None
        self._cache = {}

    def write(self, line):
        with self._lock:
            if self._file is None:
                self._file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            text = self._cache.setdefault(line, self.normalise(line) + "\n")
            os.write(self._file, text.encode())

    def close(self):
        with self._lock:
            if self._file is not None:
                os.close(self._file)
                self._file = None


class Recorder(mp.Process):
    def __init__(self, journal, numbers):
        super().__init__()
        self.journal = journal
        self.numbers = numbers

    def run(self):
        try:
            for n in self.numbers:
                self.journal.write(f"  {self.name} {n} ")
        finally:
            self.journal.close()


def main():
    fd, path = tempfile.mkstemp(suffix=".log")
    os.close(fd)
    try:
        journal = Journal(path)
        crew = [Recorder(journal, range(k, 30, 3)) for k in range(3)]
        for r in crew:
            r.start()
        for r in crew:
            r.join()
        assert all(r.exitcode == 0 for r in crew)
        with open(path) as f:
            lines = f.read().splitlines()
    finally:
        os.unlink(path)
    assert sorted(int(line.split()[1]) for line in lines) == list(range(30))
    print("lines", len(lines))


if __name__ == "__main__":
    main()
