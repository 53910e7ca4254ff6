"""Write checkpoints through a writer process; only the owner unlinks the buffer."""

import multiprocessing
import os
import sys
import tempfile
from contextlib import contextmanager
from multiprocessing import shared_memory


@contextmanager
def attached(name):
    segment = shared_memory.SharedMemory(name)
    try:
        yield segment
    finally:
        segment.close()


@contextmanager
def owned(size):
    segment = shared_memory.SharedMemory(create=True, size=size)
    try:
        yield segment
    finally:
        segment.close()
        segment.unlink()


def write_chunks(name, sizes, path, done):
    with attached(name) as segment, open(path, "wb") as handle:
        for size in iter(sizes.get, None):
            handle.write(segment.buf[:size])
            done.put(size)


def save(chunks, path, chunk_size):
    sizes, done = multiprocessing.Queue(), multiprocessing.Queue()
    written = 0
    with owned(chunk_size) as segment:
        writer = multiprocessing.Process(target=write_chunks, args=(segment.name, sizes, path, done))
        writer.start()
        for chunk in chunks:
            segment.buf[: len(chunk)] = chunk
            sizes.put(len(chunk))
            written += done.get(timeout=10)
        sizes.put(None)
        writer.join()
    return written


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "rank0.ckpt")
        print(save((bytes([n]) * 4096 for n in range(5)), path, 4096), os.path.getsize(path))
    return 0


if __name__ == "__main__":
    sys.exit(main())
