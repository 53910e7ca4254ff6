"""Rebuild schema attributes for a batch of tables."""
import argparse
import logging

from schema.build import rebuild


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", nargs="*", default=["users", "orders", "lines"])
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    attributes = rebuild(args.tables, args.processes)
    print(", ".join(str(attribute) for attribute in attributes))


if __name__ == "__main__":
    main()
