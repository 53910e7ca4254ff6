"""Command line of the tile renderer."""

import argparse
import os
import sys
import tempfile

from logsetup import configure
from render import TilePyramid


def count_lines(path, word):
    with open(path, encoding="utf-8") as handle:
        return sum(word in line for line in handle)


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--zoom", type=int, default=2)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--log-file")
    options = parser.parse_args(argv)
    folder = tempfile.mkdtemp(prefix="tiles-")
    log_file = options.log_file or os.path.join(folder, "render.log")
    configure(log_file)
    pyramid = TilePyramid(options.zoom, options.workers)
    rendered = pyramid.render()
    logged = count_lines(log_file, "rendered tile")
    print(f"{rendered} tiles, {logged} tile lines in the log")
    return 0 if logged == rendered else 1


if __name__ == "__main__":
    sys.exit(main())
