"""Separate images by b-value; report which could not be."""

from .separate import separate_all

CASES = {"case1": [0, 1000, 2000], "case2": [0, 1000], "case3": [0, 2000]}


def main():
    outputs, failures = separate_all(CASES, [1000, 2000], ncpu=2)
    for name, shells in sorted(outputs.items()):
        print(name, shells)
    for name, reason in sorted(failures.items()):
        print(name, "failed:", reason)
    return 0
