#!/usr/bin/env python
# media checker: walks a tree and verifies files in parallel
import argparse
import hashlib
import os
import tempfile
from multiprocessing import Pool

CONFIG = None


def check_file(path):
    try:
        with open(path, "rb") as fh:
            blob = fh.read()
    except OSError as exc:
        return path, "io-error: %s" % exc
    if CONFIG.min_size and len(blob) < CONFIG.min_size:
        return path, "too small"
    digest = hashlib.new(CONFIG.algorithm, blob).hexdigest()
    return path, digest


def iter_files(root):
    for base, _dirs, files in os.walk(root):
        for name in sorted(files):
            yield os.path.join(base, name)


def parse_args(argv=None):
    p = argparse.ArgumentParser()
    p.add_argument("root", nargs="?")
    p.add_argument("--algorithm", default="sha256")
    p.add_argument("--min-size", type=int, default=4)
    p.add_argument("-j", "--jobs", type=int, default=2)
    return p.parse_args(argv)


def make_demo_tree():
    root = tempfile.mkdtemp(prefix="media")
    for n in range(6):
        with open(os.path.join(root, "clip%d.bin" % n), "wb") as fh:
            fh.write(b"\x00\x01" * n)
    return root


def main():
    global CONFIG
    CONFIG = parse_args()
    root = CONFIG.root or make_demo_tree()
    bad = 0
    with Pool(CONFIG.jobs) as pool:
        for path, verdict in pool.imap_unordered(check_file, iter_files(root)):
            print("%-12s %s" % (os.path.basename(path), verdict[:24]))
            bad += verdict == "too small"
    print("too small:", bad)


if __name__ == "__main__":
    main()
