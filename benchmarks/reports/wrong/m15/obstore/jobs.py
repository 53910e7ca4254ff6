import functools
import multiprocessing
import zlib


def _checksum(store, path):
    return path, zlib.crc32(store.get(path))


def checksum_all(store, paths, workers):
    with multiprocessing.Pool(workers) as pool:
        return dict(pool.map(functools.partial(_checksum, store), paths))
