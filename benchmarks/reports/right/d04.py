#!/usr/bin/env python
# media checker, options reach the workers through the pool initializer
import argparse
import hashlib
import multiprocessing

CONFIG = None
_seen = 0


def setup(options):
    global CONFIG
    CONFIG = options


def check(item):
    global _seen
    _seen += 1
    name, blob = item
    if len(blob) < CONFIG.min_size:
        return name, None, _seen
    return name, hashlib.new(CONFIG.algorithm, blob).hexdigest(), _seen


def parse_args(argv=None):
    p = argparse.ArgumentParser()
    p.add_argument("--algorithm", default="md5")
    p.add_argument("--min-size", type=int, default=3)
    return p.parse_args(argv)


def main():
    options = parse_args()
    setup(options)
    items = [("f%d" % n, b"z" * n) for n in range(8)]
    with multiprocessing.Pool(2, initializer=setup, initargs=(options,)) as pool:
        verdicts = pool.map(check, items, chunksize=2)
    small = [name for name, digest, _ in verdicts if digest is None]
    assert small == ["f0", "f1", "f2"], small
    assert CONFIG.algorithm == "md5" and _seen == 0
    assert all(1 <= seen <= len(items) for _, _, seen in verdicts)
    print("too small:", small)


if __name__ == "__main__":
    main()
