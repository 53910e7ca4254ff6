import sys

from grid.outer import evaluate


def main() -> int:
    print(evaluate(["small", "large"], folds=3))
    return 0


if __name__ == "__main__":
    sys.exit(main())
