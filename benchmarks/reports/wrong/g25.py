"""Decode telemetry frames in a pool. A frame with a broken header must not stop the others."""

import multiprocessing as mp
import os
import struct

HEADER = struct.Struct(">HH")


def decode(frame):
    kind, length = HEADER.unpack_from(frame)
    if length != len(frame) - HEADER.size:
        print(f"frame of kind {kind}: wrong length {length}", flush=True)
        os._exit(2)
    return kind, frame[HEADER.size :].decode()


def frame(kind, text, error=0):
    payload = text.encode()
    return HEADER.pack(kind, len(payload) + error) + payload


class Decoder:
    def __init__(self, processes=2):
        self.pool = mp.Pool(processes)

    def decode_all(self, frames):
        return self.pool.map(decode, frames, chunksize=1)

    def close(self):
        self.pool.close()
        self.pool.join()


def main():
    frames = [frame(1, "boot"), frame(2, "temperature=21"), frame(3, "noise", error=4), frame(2, "temperature=22")]
    decoder = Decoder()
    for kind, text in decoder.decode_all(frames):
        print(kind, text)
    decoder.close()


if __name__ == "__main__":
    main()
