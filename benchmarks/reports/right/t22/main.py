import argparse
import sys

from vfs.errors import FSError
from vfs.memory import MemoryFS
from vfs.sync import mirror


def main(argv=None) -> int:
    parser = argparse.ArgumentParser(description="Compare the folders of two file systems.")
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args(argv)
    source = MemoryFS({"/a": ["one", "two"], "/b": ["three"], "/c": []})
    target = MemoryFS({"/a": ["one"], "/c": ["old"]})
    try:
        for folder, missing, extra in mirror(source, target, args.workers):
            print(folder, "missing", missing, "extra", extra)
    except FSError as error:
        print("file system error:", error)
    return 0


if __name__ == "__main__":
    sys.exit(main())
