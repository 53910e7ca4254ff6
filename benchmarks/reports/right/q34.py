"""--threads or --processes: the closure is only ever given to threads."""
import argparse
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial

BACKENDS = {"threads": ThreadPoolExecutor, "processes": ProcessPoolExecutor}


def weigh(unit, item):
    return unit * len(item)


def tasks_for(kind, unit, seen):
    if kind == "threads":
        def observed(item):
            seen.append(item)
            return weigh(unit, item)
        return observed
    return partial(weigh, unit)


def run(kind, items):
    seen = []
    pool: Executor
    with BACKENDS[kind](max_workers=2) as pool:
        weights = list(pool.map(tasks_for(kind, 10, seen), items))
    if kind != "threads":
        seen.extend(items)
    return weights, sorted(seen)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--backend", choices=sorted(BACKENDS), action="append")
    ns = ap.parse_args()
    items = ["a", "bb", "ccc"]
    out = [run(kind, items) for kind in ns.backend or BACKENDS]
    assert all(o == ([10, 20, 30], items) for o in out)
    print(out[0])


if __name__ == "__main__":
    main()
