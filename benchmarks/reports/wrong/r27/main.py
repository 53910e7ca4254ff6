"""Collect resource figures of a set of services."""
import argparse
import logging

from monitor.collect import collect


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pids", nargs="*", type=int, default=[101, 102, 105, 108])
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    report = collect(args.pids, args.processes)
    print(f"{len(report)} services, {sum(filter(None, report.values()))} kB")


if __name__ == "__main__":
    main()
