import sys

from frames import FrameRing


def main():
    ring = FrameRing.attach(sys.argv[1])
    try:
        print(ring.read(int(sys.argv[2])).decode().upper())
    finally:
        ring.destroy()


if __name__ == "__main__":
    main()
