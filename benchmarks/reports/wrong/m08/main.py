import argparse
import sys

from queueing.cli import start


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--messages", type=int, default=5)
    lines = start(parser.parse_args())
    print("watched", len(lines), "lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
