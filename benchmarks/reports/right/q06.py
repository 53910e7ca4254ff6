"""A client with a lock and an open log file that travels to workers without them."""
import io
import threading
from multiprocessing import Pool


class Portable:
    """Leaves the members named in _local behind when pickled; _wake() makes them anew."""

    _local = ()

    def __getstate__(self):
        return {k: v for k, v in vars(self).items() if k not in self._local}

    def __setstate__(self, state):
        vars(self).update(state)
        self._wake()

    def _wake(self):
        raise NotImplementedError


class Client(Portable):
    _local = ("_lock", "_journal", "_decode")

    def __init__(self, host):
        self.host = host
        self._wake()

    def _wake(self):
        self._lock = threading.Lock()
        self._journal = io.StringIO()
        self._decode = lambda raw: raw.upper()

    def fetch(self, path):
        with self._lock:
            self._journal.write(path + "\n")
            return self._decode(f"{self.host}/{path}")


def main():
    client = Client("example.org")
    with Pool(2) as pool:
        pages = pool.map(client.fetch, [f"p{i}" for i in range(6)])
    assert pages == [f"EXAMPLE.ORG/P{i}" for i in range(6)]
    print(*pages, sep="\n")


if __name__ == "__main__":
    main()
