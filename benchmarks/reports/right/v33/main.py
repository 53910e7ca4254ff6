"""Streams results out of a pool by a generator that keeps the pool open."""
import contextlib
import sys

from stream.source import records
from stream.pool import stream_map, shout


def main() -> int:
    with contextlib.closing(stream_map(shout, records(40), workers=2)) as results:
        taken = [next(results) for _ in range(5)]
    print(taken)
    print(sum(len(text) for text in stream_map(shout, records(10), workers=2)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
