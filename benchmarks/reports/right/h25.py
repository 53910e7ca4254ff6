"""Frames with a broken header end the worker; the executor notices and the rest is decoded in a new one."""

import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool


def decode(frame):
    if frame.startswith(b"\xff"):
        os._exit(2)
    return frame.decode()


def decode_all(frames):
    decoded, lost = [], []
    for frame in frames:
        with ProcessPoolExecutor(max_workers=1) as executor:
            try:
                decoded.append(executor.submit(decode, frame).result())
            except BrokenProcessPool:
                lost.append(frame)
    return decoded, lost


def main():
    decoded, lost = decode_all([b"boot", b"\xffnoise", b"ready"])
    print(decoded, len(lost), "lost")
    assert decoded == ["boot", "ready"]


if __name__ == "__main__":
    main()
