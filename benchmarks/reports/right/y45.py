"""Sort blocks in shared memory that a manager owns."""

import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.managers import SharedMemoryManager


def sort_block(shared, low, high):
    values = sorted(shared[n] for n in range(low, high))
    for n, value in enumerate(values, low):
        shared[n] = value
    return high - low


def count_bytes(segment, size, needle):
    return bytes(segment.buf[:size]).count(needle)


def main():
    numbers = [(n * 37) % 101 for n in range(40)]
    with SharedMemoryManager() as manager:
        shared = manager.ShareableList(numbers)
        segment = manager.SharedMemory(size=128)
        segment.buf[:6] = b"banana"
        with ProcessPoolExecutor(2) as executor:
            jobs = [executor.submit(sort_block, shared, low, low + 10) for low in range(0, 40, 10)]
            letters = executor.submit(count_bytes, segment, 6, b"a")
            sizes = [job.result() for job in jobs]
        merged = sorted(shared)
        print(sizes, merged == sorted(numbers), letters.result())
        segment.close()
        shared.shm.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
