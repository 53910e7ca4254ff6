"""Write checkpoints through a writer process and a shared buffer."""

import argparse
import hashlib
import itertools
import multiprocessing
import os
import sys
import tempfile
from multiprocessing import shared_memory

_numbers = itertools.count()


def write_chunks(shm_name, sizes, path, done):
    """The writer: copies chunks from the segment to the file."""
    segment = shared_memory.SharedMemory(shm_name)
    try:
        with open(path, "wb") as handle:
            for size in iter(sizes.get, None):
                handle.write(segment.buf[:size])
                done.put(size)
    finally:
        segment.close()
        segment.unlink()


class CheckpointWriter:
    """Streams an iterable of chunks to a file."""

    def __init__(self, chunk_size=4096, context=None):
        self.chunk_size = chunk_size
        self.context = context or multiprocessing.get_context()

    def _segment_name(self):
        return f"ckpt_{os.getpid()}_{next(_numbers)}"

    def save(self, chunks, path):
        segment = shared_memory.SharedMemory(self._segment_name(), create=True, size=self.chunk_size)
        sizes, done = self.context.Queue(), self.context.Queue()
        writer = self.context.Process(target=write_chunks, args=(segment.name, sizes, path, done))
        writer.start()
        written = 0
        try:
            for chunk in chunks:
                segment.buf[: len(chunk)] = chunk
                sizes.put(len(chunk))
                written += done.get(timeout=10)
            sizes.put(None)
            writer.join()
        finally:
            segment.close()
            segment.unlink()
        return written


def pseudo_weights(seed, count, size):
    block = hashlib.sha256(seed.encode()).digest()
    for number in range(count):
        yield (bytes([number % 256]) + block * (size // 32))[:size]


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chunks", type=int, default=5)
    parser.add_argument("--chunk-size", type=int, default=4096)
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "rank0.ckpt")
        writer = CheckpointWriter(args.chunk_size)
        written = writer.save(pseudo_weights("rank0", args.chunks, args.chunk_size), path)
        print("written", written, "on disk", os.path.getsize(path))
    return 0


if __name__ == "__main__":
    sys.exit(main())
