"""Command line of the tile renderer."""

import argparse
import os
import sys
import tempfile

from logsetup import configure
from render import render_pyramid


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--zoom", type=int, default=2)
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="tiles-") as folder:
        log_file = os.path.join(folder, "render.log")
        configure(log_file)
        rendered = render_pyramid(options.zoom, log_file)
        with open(log_file, encoding="utf-8") as handle:
            logged = sum("rendered tile" in line for line in handle)
    print(f"{rendered} tiles, {logged} tile lines in the log")
    return 0 if logged == rendered else 1


if __name__ == "__main__":
    sys.exit(main())
