"""Build packages; each build's output is logged through a pipe."""

import argparse
import sys

from buildenv.builder import Builder
from buildenv.recipes import RECIPES


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("packages", nargs="*", default=["zlib", "curl"])
    args = parser.parse_args()
    for name in args.packages:
        builder = Builder(RECIPES[name])
        status, lines = builder.build()
        print(f"{name}: status {status}, {lines} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
