# cluster.py - tiny task cluster: a sentinel process keeps N workers busy
import os
import traceback
from multiprocessing import Pool, Process, SimpleQueue


def slow_square(n):
    return n * n


def task_sum(limit):
    return sum(range(limit))


def task_squares(limit):
    with Pool(2) as pool:
        return pool.map(slow_square, range(limit))


TASKS = {"sum": task_sum, "squares": task_squares}


def worker(tasks, results):
    while True:
        item = tasks.get()
        if item is None:
            break
        ident, name, arg = item
        try:
            outcome = ("success", TASKS[name](arg))
        except Exception:
            outcome = ("failed", traceback.format_exc(limit=1).splitlines()[-1])
        results.put((ident, name) + outcome)


class Cluster:
    def __init__(self, size=2):
        self.size = size
        self.tasks = SimpleQueue()
        self.results = SimpleQueue()
        self.pool = []

    def spawn(self):
        for n in range(self.size):
            p = Process(target=worker, args=(self.tasks, self.results), name="worker-%d" % n)
            p.daemon = True
            p.start()
            self.pool.append(p)

    def run(self, jobs):
        for ident, (name, arg) in enumerate(jobs):
            self.tasks.put((ident, name, arg))
        out = [self.results.get() for _ in jobs]
        for _ in self.pool:
            self.tasks.put(None)
        for p in self.pool:
            p.join()
        return sorted(out)


if __name__ == "__main__":
    cluster = Cluster()
    cluster.spawn()
    failed = 0
    for ident, name, state, value in cluster.run([("sum", 10), ("squares", 4), ("sum", 100)]):
        print(ident, name, state, value)
        failed += state == "failed"
    print("pid", os.getpid() > 0, "failed", failed)
