import argparse

from . import measure

PARSER = argparse.ArgumentParser()
PARSER.add_argument("--workers", type=int, default=1)


def run(argv=None):
    ns = PARSER.parse_args(argv)
    report = measure.measure(["a" * 3, "b" * 5, ""], ns.workers)
    assert report == {"aaa": 3, "bbbbb": 5, "": 0}
    print(report)
    return 0
