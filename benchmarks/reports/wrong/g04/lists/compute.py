"""Go through the source tree on all processors."""

from multiprocessing import Pool

from lists import rules

TREE = [f"{top}/module{number}/file{number}{suffix}" for top in ("base", ".pc", "vendor", "out", "ui") for number in range(40) for suffix in (".cc", ".md")]


def check(path):
    return path if rules.is_wanted(path) else None


def compute_list(processes):
    with Pool(processes) as pool:
        found = pool.map(check, TREE, chunksize=20)
    return [path for path in found if path is not None]
