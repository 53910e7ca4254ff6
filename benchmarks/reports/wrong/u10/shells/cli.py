"""Command line."""

import argparse
import tempfile
from pathlib import Path

from .separate import separate_all

CASES = {"case1": [0, 1000, 2000], "case2": [0, 1000], "case3": [0, 2000]}


def write_inputs(folder):
    paths = []
    for name, bvals in CASES.items():
        path = folder / f"{name}.bval"
        path.write_text(" ".join(map(str, bvals)), encoding="utf-8")
        paths.append(path)
    return paths


def main(argv=None):
    parser = argparse.ArgumentParser(prog="shells")
    parser.add_argument("--ref", type=int, nargs="*", default=[1000, 2000])
    parser.add_argument("--ncpu", type=int, default=2)
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="shells-") as name:
        folder = Path(name)
        images = write_inputs(folder)
        separate_all(images, args.ref, args.ncpu)
        outputs = sorted(path.name for path in folder.glob("*.sep"))
    print(f"{len(images)} images separated, {len(outputs)} outputs: {outputs}")
    return 0
