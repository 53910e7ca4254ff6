"""Synchronous data-parallel training: shared weights, one gradient slot a worker."""
import multiprocessing as mp
import random

FEATURES = 3
TRUE = (2.0, -1.0, 0.5)


def make_data(seed, rows):
    rng = random.Random(seed)
    data = []
    for _ in range(rows):
        x = [rng.uniform(-1, 1) for _ in range(FEATURES)]
        data.append((x, sum(a * b for a, b in zip(TRUE, x))))
    return data


def gradient(weights, data):
    grad = [0.0] * FEATURES
    for x, y in data:
        error = sum(w * v for w, v in zip(weights, x)) - y
        for j, v in enumerate(x):
            grad[j] += 2 * error * v / len(data)
    return grad


class Trainer:
    def __init__(self, workers, epochs, rate=0.3):
        self.workers, self.epochs, self.rate = workers, epochs, rate
        self.weights = mp.Array("d", FEATURES)
        self.slots = mp.Array("d", FEATURES * workers)
        self.computed = mp.Barrier(workers)
        self.stepped = mp.Barrier(workers, timeout=15)

    def worker(self, rank):
        data = make_data(rank, 40)  # made where it is used: nothing to pickle
        base = rank * FEATURES
        for _ in range(self.epochs):
            self.slots[base : base + FEATURES] = gradient(self.weights[:], data)
            self.computed.wait(15)
            if rank == 0:
                self.step()
            self.stepped.wait()

    def step(self):
        with self.weights.get_lock():
            for j in range(FEATURES):
                mean = sum(self.slots[j::FEATURES]) / self.workers
                self.weights[j] -= self.rate * mean

    def fit(self):
        procs = [mp.Process(target=self.worker, args=(rank,), name=f"rank{rank}") for rank in range(self.workers)]
        for p in procs:
            p.start()
        for p in procs:
            p.join()
        if failed := [p.name for p in procs if p.exitcode]:
            raise RuntimeError(f"failed: {failed}")
        return self.weights[:]


def main():
    weights = Trainer(workers=3, epochs=60).fit()
    assert all(abs(w - t) < 0.05 for w, t in zip(weights, TRUE)), weights
    print([round(w, 3) for w in weights])


if __name__ == "__main__":
    main()
