"""Cluster gene families; workers get what they need as arguments."""

import itertools
import multiprocessing
import sys
from functools import partial

from families.options import parse_options
from families.records import load_records
from families.score import distance


def compute(records, cores, weight):
    pairs = list(itertools.combinations(sorted(records), 2))
    jobs = [(records[left], records[right]) for left, right in pairs]
    with multiprocessing.Pool(cores) as pool:
        return dict(zip(pairs, pool.starmap(partial(distance, weight=weight), jobs)))


def report(network):
    """Runs in the parent: the options are there."""
    for pair, value in sorted(network.items()):
        if value <= options.cutoff:
            print(*pair, value)


if __name__ == "__main__":
    options = parse_options()
    records = load_records()
    report(compute(records, options.cores, options.weight))
    sys.exit(0)
