"""Log splitter, every worker opens the files it appends to and keeps them by pid."""
import atexit
import os
import shutil
import tempfile
from multiprocessing import Pool

_handles = {}


def _close_all():
    for (pid, _), fh in list(_handles.items()):
        if pid == os.getpid():
            fh.close()
    _handles.clear()


def handle(path):
    key = (os.getpid(), path)
    if key not in _handles:
        if not _handles:
            atexit.register(_close_all)
        _handles[key] = open(path, "a", buffering=1)
    return _handles[key]


def split(job):
    folder, line = job
    status = line.rsplit(" ", 1)[1]
    handle(os.path.join(folder, status + ".log")).write(line + "\n")
    return status


def main():
    folder = tempfile.mkdtemp()
    lines = ["GET /%d %d" % (n, (200, 404, 500)[n % 3]) for n in range(30)]
    try:
        handle(os.path.join(folder, "200.log")).write("GET /warm-up 200\n")
        with Pool(2) as pool:
            statuses = pool.map(split, [(folder, line) for line in lines], chunksize=5)
        _close_all()
        sizes = {}
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name)) as fh:
                sizes[name] = len(fh.readlines())
    finally:
        shutil.rmtree(folder)
    assert sizes == {"200.log": 11, "404.log": 10, "500.log": 10}, sizes
    assert statuses.count("200") == 10
    print(sizes)


if __name__ == "__main__":
    main()
