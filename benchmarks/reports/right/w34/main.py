import sys

from convert.pipeline import convert_all


def main() -> int:
    print(convert_all([("upper", "abc"), ("reverse", "abc"), ("count", "abca")]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
