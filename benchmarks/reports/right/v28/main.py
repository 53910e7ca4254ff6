"""Monte Carlo with a stream of its own for every chunk."""
import sys

from mc.simulate import simulate


def main() -> int:
    first = simulate(seed=11, chunks=8, draws=2000)
    again = simulate(seed=11, chunks=8, draws=2000)
    print(round(first.mean, 3), len(set(first.parts)))
    return 0 if first == again and len(set(first.parts)) > 4 else 1


if __name__ == "__main__":
    sys.exit(main())
