"""Cache block whose memory goes when the last reference in the owner goes."""
from __future__ import annotations

import gc
import multiprocessing as mp
import struct
import weakref
from multiprocessing.shared_memory import SharedMemory

HEADER = struct.Struct("<II")


def _release(shm: SharedMemory) -> None:
    shm.close()
    shm.unlink()


class CacheBlock:
    """Owner side; pickling it gives the attached side."""

    def __init__(self, payload: bytes) -> None:
        self._shm = SharedMemory(create=True, size=HEADER.size + len(payload))
        HEADER.pack_into(self._shm.buf, 0, 1, len(payload))
        self._shm.buf[HEADER.size : HEADER.size + len(payload)] = payload
        self._finalizer = weakref.finalize(self, _release, self._shm)

    def __reduce__(self) -> tuple[type, tuple[str]]:
        return CacheView, (self._shm.name,)

    def drop(self) -> None:
        self._finalizer()


class CacheView:
    def __init__(self, name: str) -> None:
        self._shm = SharedMemory(name=name)

    def read(self) -> bytes:
        version, size = HEADER.unpack_from(self._shm.buf)
        return bytes(self._shm.buf[HEADER.size : HEADER.size + size])

    def close(self) -> None:
        self._shm.close()


def checksum(view: CacheView) -> int:
    try:
        return sum(view.read()) % 1000
    finally:
        view.close()


def main() -> None:
    block = CacheBlock(b"abc" * 100)
    ctx = mp.get_context("spawn")
    with ctx.Pool(1) as pool:
        print(pool.apply(checksum, (block,)))
    del block
    gc.collect()
    second = CacheBlock(b"xyz")
    second.drop()


if __name__ == "__main__":
    main()
