"""Encode a file into frames with a checksum code, chunk by chunk in a pool."""
import argparse
import os
import zlib
from multiprocessing import Pool, cpu_count


class BlockCodec:
    def __init__(self, block: int, parity: int) -> None:
        self.block = block
        self.parity = parity

    def encode(self, data: bytes) -> bytes:
        out = bytearray()
        for start in range(0, len(data), self.block):
            piece = data[start:start + self.block]
            out += piece + zlib.crc32(piece).to_bytes(4, "big") * self.parity
        return bytes(out)


codec = None
grid_size = 0


def process_chunk(item):
    number, chunk = item
    coded = codec.encode(chunk)
    rows = -(-len(coded) // grid_size)
    return number, rows, zlib.adler32(coded)


def chunks(data, size):
    for number, start in enumerate(range(0, len(data), size)):
        yield number, data[start:start + size]


def main():
    global codec, grid_size
    parser = argparse.ArgumentParser()
    parser.add_argument("--block", type=int, default=64)
    parser.add_argument("--parity", type=int, default=2)
    parser.add_argument("--grid", type=int, default=48)
    args = parser.parse_args()

    codec = BlockCodec(args.block, args.parity)
    grid_size = args.grid
    data = bytes(range(256)) * 400
    with Pool(min(2, cpu_count() or 1)) as pool:
        frames = list(pool.imap(process_chunk, chunks(data, 8192)))
    rows = sum(frame[1] for frame in frames)
    print(f"{len(frames)} frames, {rows} rows, pid {os.getpid() > 0}")


if __name__ == "__main__":
    main()
