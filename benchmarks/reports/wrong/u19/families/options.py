import argparse


def parse_options(argv=None):
    parser = argparse.ArgumentParser()
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--cutoff", type=float, default=0.5)
    parser.add_argument("--weight", type=float, default=0.7)
    return parser.parse_args(argv)
