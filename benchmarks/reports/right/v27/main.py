"""Scoring with settings from a module global that every process sets for itself."""
import argparse
import sys

from scoring import settings
from scoring.engine import score_all


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--threshold", type=float, default=0.25)
    args = parser.parse_args()
    settings.configure(threshold=args.threshold, labels=("low", "high"))
    print(score_all([0.1, 0.3, 0.2, 0.9]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
