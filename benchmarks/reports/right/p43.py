"""Parallel merge sort: a tree of non-daemonic processes, each with a pipe to its parent."""
import multiprocessing as mp
import random
from heapq import merge


class Sorter(mp.Process):
    def __init__(self, items, depth, conn, far_end):
        super().__init__(daemon=False)
        self.items, self.depth = items, depth
        self.conn, self.far_end = conn, far_end

    def run(self):
        self.far_end.close()
        with self.conn:
            self.conn.send(parallel_sort(self.items, self.depth))


def delegate(items, depth):
    receiver, sender = mp.Pipe(duplex=False)
    child = Sorter(items, depth, sender, receiver)
    child.start()
    sender.close()
    return child, receiver


def parallel_sort(items, depth):
    if depth == 0 or len(items) < 50:
        return sorted(items)
    middle = len(items) // 2
    child, receiver = delegate(items[:middle], depth - 1)
    try:
        with receiver:
            right = parallel_sort(items[middle:], depth - 1)
            left = receiver.recv()  # before the join, or a big list would never fit the pipe
    finally:
        child.join()
    return list(merge(left, right))


def main():
    rng = random.Random(1)
    items = [rng.randrange(10**6) for _ in range(20000)]
    assert parallel_sort(items, 2) == sorted(items)
    assert parallel_sort([3, 1, 2], 2) == [1, 2, 3]
    print("sorted", len(items))


if __name__ == "__main__":
    main()
