"""Command runner: parsed options are handed to pool workers as they are."""
import logging
import sys

from cli.parser import parse
from cli.runner import BatchRunner


def main() -> int:
    logging.basicConfig(level=logging.INFO)
    requests = [parse(["--depth", "2", "a.txt"]), parse(["b.txt"]), parse(["--depth", "5", "c.txt"])]
    for line in BatchRunner(jobs=2).run(requests):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
