"""Print tariffs for a list of customers."""
import argparse
import logging
import sys


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("customers", nargs="*", type=int, default=[3, 11])
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    from billing import tariff_for

    for customer in args.customers:
        print(customer, tariff_for(customer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
