import argparse
import sys
import time

from sampler.likelihood import Model
from sampler.run import Sampler


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--points", type=int, default=100_000)
    parser.add_argument("--proposals", type=int, default=40)
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    model = Model(args.points)
    start = time.perf_counter()
    best = Sampler(model, args.workers).run(args.proposals)
    elapsed = time.perf_counter() - start
    serial = time.perf_counter()
    for n in range(args.proposals):
        model.loglike(n / args.proposals)
    serial = time.perf_counter() - serial
    print(f"best {best:.3f} pool {elapsed:.2f}s serial {serial:.2f}s")
    return 1 if elapsed > 3 * serial + 1 else 0


if __name__ == "__main__":
    sys.exit(main())
