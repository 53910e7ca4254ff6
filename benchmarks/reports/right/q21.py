"""Per-process scratch files, opened at first use and removed by the process that made them."""
import functools
import multiprocessing as mp
import os
import tempfile
from multiprocessing import util

_directory = None


def use(directory):
    global _directory
    _directory = directory


@functools.lru_cache(maxsize=1)
def _scratch(pid):
    fd, path = tempfile.mkstemp(prefix=f"scratch-{pid}-", dir=_directory)
    handle = os.fdopen(fd, "w+")
    util.Finalize(None, _drop, args=(handle, path, pid), exitpriority=10)
    return handle


def scratch():
    return _scratch(os.getpid())


def _drop(handle, path, pid):
    if pid == os.getpid():
        handle.close()
        os.unlink(path)


def roundtrip(text):
    f = scratch()
    f.seek(0)
    f.truncate()
    f.write(text)
    f.seek(0)
    return f.read()[::-1], f.fileno() > 2


def leftovers(directory):
    return [n for n in os.listdir(directory) if n.startswith("scratch-")]


def main():
    with tempfile.TemporaryDirectory() as d:
        with mp.Pool(2, use, (d,)) as pool:
            out = pool.map(roundtrip, ["one", "two", "three", "four"])
            pool.close()
            pool.join()
        assert leftovers(d) == []
    assert out == [("eno", True), ("owt", True), ("eerht", True), ("ruof", True)]
    print([w for w, _ in out])


if __name__ == "__main__":
    main()
