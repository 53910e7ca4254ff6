"""Attach to the grid published by main.py and print a digest."""
import sys
from multiprocessing.shared_memory import SharedMemory


def digest(name, size):
    shm = SharedMemory(name=name)
    try:
        return sum(shm.buf[:size]) % 9973
    finally:
        shm.close()


if __name__ == "__main__":
    print(digest(sys.argv[1], int(sys.argv[2])))
