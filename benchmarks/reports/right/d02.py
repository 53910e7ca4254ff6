"""Batch checksum tool, old-style dispatch at the bottom of the file."""
import multiprocessing
import zlib


def crc(block):
    return zlib.crc32(block) & 0xFFFFFFFF


def blocks(count, size=256):
    return [bytes([n % 256]) * size for n in range(count)]


def run():
    data = blocks(10)
    with multiprocessing.Pool(2) as pool:
        sums = pool.map(crc, data)
    assert sums == [zlib.crc32(b) for b in data]
    print("%d blocks, xor %08x" % (len(sums), xor(sums)))


def xor(values):
    acc = 0
    for v in values:
        acc ^= v
    return acc


def as_library():
    return None


ENTRY = {"__main__": run}

if multiprocessing.parent_process() is None:
    ENTRY.get(__name__, as_library)()
