"""Cluster points hierarchically, computing the distance matrix with worker processes."""
import argparse
import logging
import random
from multiprocessing import JoinableQueue, Process, Queue, current_process

log = logging.getLogger("cluster.matrix")


def euclid(a, b):
    return sum((x - y) ** 2 for x, y in zip(a, b)) ** 0.5


class Matrix:
    """Distance matrix with symmetric fill."""

    def __init__(self, data, combine=euclid, symmetric=True):
        self.data = data
        self.combine = combine
        self.symmetric = symmetric
        self.matrix = []

    def _row(self, index, item):
        row = []
        for other_index, other in enumerate(self.data):
            if self.symmetric and other_index < index:
                row.append(None)
            else:
                row.append(0.0 if other is item else self.combine(item, other))
        return row

    def worker(self, task_queue, done_queue):
        for index, item in iter(task_queue.get, "STOP"):
            done_queue.put((index, self._row(index, item)))
            task_queue.task_done()
        log.debug("%s leaves", current_process().name)

    def genmatrix(self, num_processes=1):
        self.matrix = [[0.0] * len(self.data) for _ in self.data]
        task_queue = JoinableQueue()
        done_queue = Queue()
        processes = []
        for _ in range(num_processes):
            process = Process(target=self.worker, args=(task_queue, done_queue))
            process.start()
            processes.append(process)
        for index, item in enumerate(self.data):
            task_queue.put((index, item))
        for _ in processes:
            task_queue.put("STOP")
        for _ in self.data:
            index, row = done_queue.get()
            for column, value in enumerate(row):
                if value is not None:
                    self.matrix[index][column] = self.matrix[column][index] = value
        for process in processes:
            process.join()


def closest_pair(matrix):
    best = None
    for i, row in enumerate(matrix):
        for j in range(i):
            if best is None or row[j] < best[0]:
                best = (row[j], j, i)
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=40)
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    rng = random.Random(7)
    points = [(rng.random(), rng.random()) for _ in range(args.points)]
    matrix = Matrix(points)
    matrix.genmatrix(args.processes)
    distance, left, right = closest_pair(matrix.matrix)
    print(f"closest: {left} {right} {distance:.4f}")


if __name__ == "__main__":
    main()
