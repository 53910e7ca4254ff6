import argparse
import sys

from phi import conf
from phi.compute import concepts


def main():
    parser = argparse.ArgumentParser(description="Evaluate all mechanisms of a network")
    parser.add_argument("--precision", type=int, default=2)
    parser.add_argument("--measure", choices=("EMD", "L1"), default="L1")
    args = parser.parse_args()
    conf.config.precision = args.precision
    conf.config.measure = args.measure

    values = concepts([0.123456, 0.6543219, 0.777777])
    print(values)
    expected = [round(v, args.precision) for v in (0.123456, 0.6543219, 0.777777)]
    return 0 if values == expected else 1


if __name__ == "__main__":
    sys.exit(main())
