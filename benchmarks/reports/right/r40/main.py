"""I/O benchmark: read a generated data set with loader processes."""
import argparse
import logging
import sys

from dlbench.arguments import ConfigArguments
from dlbench.benchmark import Benchmark


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("overrides", nargs="*", default=["batch_size=16", "record_length=512"])
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    config = ConfigArguments.get_instance()
    config.load(dict(item.split("=", 1) for item in args.overrides))
    expected = config.num_files * config.batch_size * config.record_length
    read = Benchmark().run()
    print(f"{read} of {expected} bytes read")
    return 0 if read == expected else 1


if __name__ == "__main__":
    sys.exit(main())
