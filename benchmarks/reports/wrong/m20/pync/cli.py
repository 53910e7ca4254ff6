import argparse

from .netcat import Netcat


def build_netcat(argv):
    parser = argparse.ArgumentParser()
    parser.add_argument("-v", "--verbose", action="store_true")
    parser.add_argument("dest")
    args = parser.parse_args(argv)
    return Netcat(args.dest, verbose=args.verbose)
