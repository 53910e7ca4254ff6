"""Cache samples of a data set and check the labels that came back."""
import argparse
import logging
import sys

from dataset import CachedDataset, Recipe


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=24)
    parser.add_argument("--workers", type=int, default=3)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    sample_ids = [f"case-{n:03d}" for n in range(args.samples)]
    cached = CachedDataset(Recipe(scale=2), args.workers).create(sample_ids)
    wrong = [sid for sid, sample in cached.items() if sample["n"] != 2 * int(sid[-3:])]
    print(f"{len(cached)} samples cached, {len(wrong)} under a wrong id")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
