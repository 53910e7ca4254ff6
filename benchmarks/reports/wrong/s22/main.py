"""Rescoring pipeline: several runs at a time, each with its retention time model."""
import logging
import sys

from rescore.pipeline import Pipeline


def main() -> int:
    logging.basicConfig(level=logging.INFO)
    pipeline = Pipeline(runs=["A1", "A2", "B1"], jobs=2)
    for name, error in pipeline.execute().items():
        print(name, round(error, 3))
    return 0


if __name__ == "__main__":
    sys.exit(main())
