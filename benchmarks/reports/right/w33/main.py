import sys

from optim.sampler import Sampler


def main() -> int:
    with Sampler(walkers=6, workers=2) as sampler:
        for _ in range(3):
            best = sampler.step()
    print(round(best, 4))
    return 0


if __name__ == "__main__":
    sys.exit(main())
