"""Select spectroscopic targets from sweep files, in parallel over the files."""
import argparse
import logging

from sweeps import read_sweep
from targets import select_targets


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--numproc", type=int, default=2)
    parser.add_argument("--sweeps", type=int, default=6)
    parser.add_argument("--rmax", type=float, default=19.5)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    sweeps = [read_sweep(number) for number in range(args.sweeps)]
    selected = select_targets(sweeps, rmax=args.rmax, numproc=args.numproc)
    print(len(selected), "targets, first", selected[0])


if __name__ == "__main__":
    main()
