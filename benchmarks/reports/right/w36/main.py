import sys

from etl.pipeline import Pipeline
from etl.stages import clean, parse, weigh


def main() -> int:
    pipeline = Pipeline([(parse, 1), (clean, 2), (weigh, 2)])
    rows = pipeline.run(f"{n},{n % 4},{'x' * (n % 7)}" for n in range(300))
    print(len(rows), sum(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
