"""One inference: a program of its own, started by the server."""

import sys

from frames import FrameRing


def infer(data):
    return data.decode().upper()


def main():
    name, slot = sys.argv[1], int(sys.argv[2])
    ring = FrameRing.attach(name)
    try:
        print(f"slot {slot}: {infer(ring.read(slot))}")
    finally:
        ring.close()


if __name__ == "__main__":
    main()
