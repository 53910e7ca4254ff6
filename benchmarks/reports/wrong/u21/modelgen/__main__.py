"""Generate derivative code of a small model."""

import argparse

from .exporter import ModelExporter
from .model import sample_model


def main():
    parser = argparse.ArgumentParser(prog="modelgen")
    parser.add_argument("--procs", type=int, default=2)
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    exporter = ModelExporter(sample_model(), procs=args.procs, verbose=args.verbose)
    for line in exporter.generate():
        print(line)


if __name__ == "__main__":
    main()
