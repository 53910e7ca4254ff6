"""python -m etl"""
import argparse
import sys
import tempfile
from pathlib import Path

from . import flow, source, store


def options(argv):
    parser = argparse.ArgumentParser(prog="etl")
    parser.add_argument("--rows", type=int, default=100)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--batch", type=int, default=16)
    return parser.parse_args(argv)


def main(argv=None):
    opts = options(argv)
    with tempfile.TemporaryDirectory(prefix="etl-") as folder:
        folder = Path(folder)
        source.write(folder / "in.csv", opts.rows)
        store.create(folder / "out.db")
        moved = flow.run(folder / "in.csv", folder / "out.db", opts.workers, opts.batch)
        summary = store.summary(folder / "out.db")
    good = sum(1 for i in range(opts.rows) if i % 10 != 9)
    assert moved == (good, opts.rows - good), moved
    assert sum(n for n, _ in summary.values()) == good
    for region, (n, amount) in summary.items():
        print(f"{region:6} {n:4} {amount:8}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
