"""Estimate pi with independent Monte Carlo workers."""
import argparse
import multiprocessing as mp
import random
import statistics

rng = random.Random()


class Estimate:
    __slots__ = ("hits", "draws", "fingerprint")

    def __init__(self, hits, draws, fingerprint):
        self.hits = hits
        self.draws = draws
        self.fingerprint = fingerprint

    @property
    def value(self):
        return 4.0 * self.hits / self.draws


def simulate(draws):
    first = rng.random()
    hits = 0
    for _ in range(draws):
        x, y = rng.random(), rng.random()
        hits += x * x + y * y <= 1.0
    return Estimate(hits, draws, round(first, 12))


def _child(conn, draws):
    conn.send(simulate(draws))
    conn.close()


def run(workers, draws):
    pending = []
    for _ in range(workers):
        here, there = mp.Pipe(duplex=False)
        p = mp.Process(target=_child, args=(there, draws))
        p.start()
        there.close()
        pending.append((p, here))
    estimates = []
    for p, conn in pending:
        estimates.append(conn.recv())
        p.join()
    return estimates


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("-w", "--workers", type=int, default=4)
    ap.add_argument("-n", "--draws", type=int, default=20000)
    ns = ap.parse_args()
    estimates = run(ns.workers, ns.draws)
    values = [e.value for e in estimates]
    print("pi ~", statistics.mean(values), "spread", statistics.pstdev(values))
    print("independent streams:", len({e.fingerprint for e in estimates}), "of", ns.workers)


if __name__ == "__main__":
    main()
