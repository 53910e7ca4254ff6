"""Distortion matrix from a random subset of pixel pairs."""
import argparse
import logging

from forest import make_forests
from xcf import compute_dmat


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nproc", type=int, default=3)
    parser.add_argument("--rej", type=float, default=0.9)
    parser.add_argument("--healpix", type=int, default=3)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    parts = compute_dmat(make_forests(args.healpix), args.rej, args.nproc)
    kept = [tuple(part.kept) for part in parts]
    print(f"{sum(map(len, kept))} pairs kept, {len(set(kept))} distinct selections of {len(kept)}")
    return 0 if len(set(kept)) == len(kept) else 1


if __name__ == "__main__":
    raise SystemExit(main())
