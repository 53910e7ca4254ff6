from multiprocessing import Pool

from lists import rules

TREE = [f"{top}/file{number}.cc" for top in ("base", ".pc", "out", "ui") for number in range(50)]


def check(path):
    return path if rules.is_wanted(path) else None


def compute_list(processes):
    with Pool(processes, initializer=rules.install, initargs=(list(rules.EXCLUDE_PREFIXES),)) as pool:
        return [path for path in pool.map(check, TREE, chunksize=25) if path is not None]
