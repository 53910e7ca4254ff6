"""Compile modules on a resizable set of local workers."""
import argparse
import logging
import sys

from manager import LocalWorkerManager


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--modules", type=int, default=6)
    parser.add_argument("--workers", type=int, default=3)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    manager = LocalWorkerManager(args.workers)
    first = manager.compile([f"module{n}" for n in range(args.modules)])
    manager.resize(2)
    second = manager.compile([f"late{n}" for n in range(args.modules)])
    manager.shutdown()
    print(len(first), "and", len(second), "modules compiled")
    return 0


if __name__ == "__main__":
    sys.exit(main())
