"""Cluster gene families: distances in a pool, clusters in the parent."""

import itertools
import multiprocessing
import sys

from families.options import parse_options
from families.records import load_records
from families.score import adjacency, jaccard


def pair_distance(pair):
    """Distance of two records; runs in a worker."""
    left, right = (records[name] for name in pair)
    score = options.weight * jaccard(left, right) + (1 - options.weight) * adjacency(left, right)
    return pair, round(1 - score, 4)


def compute(pairs, cores):
    with multiprocessing.Pool(cores) as pool:
        return dict(pool.map(pair_distance, pairs, chunksize=2))


def clusters(names, distances, cutoff):
    owner = {name: name for name in names}
    for (left, right), distance in sorted(distances.items(), key=lambda item: item[1]):
        if distance <= cutoff:
            old, new = owner[right], owner[left]
            owner = {name: new if root == old else root for name, root in owner.items()}
    groups = {}
    for name, root in owner.items():
        groups.setdefault(root, []).append(name)
    return sorted(map(sorted, groups.values()))


if __name__ == "__main__":
    options = parse_options()
    records = load_records()
    network = compute(list(itertools.combinations(sorted(records), 2)), options.cores)
    for group in clusters(records, network, options.cutoff):
        print(" ".join(group))
    sys.exit(0)
