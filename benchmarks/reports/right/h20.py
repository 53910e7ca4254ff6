"""Workers get the verbosity and configure their own logging."""

import argparse
import logging
import multiprocessing as mp
import sys

logger = logging.getLogger("workflow")


def configure(verbosity):
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    logger.handlers = [handler]
    logger.setLevel(logging.INFO if verbosity else logging.ERROR)


def execute(step):
    logger.info("step %s is done", step)
    return len(step)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-v", dest="verbosity", type=int, default=2)
    options = parser.parse_args()
    configure(options.verbosity)
    with mp.Pool(2, initializer=configure, initargs=(options.verbosity,)) as pool:
        print(sum(pool.map(execute, ["align", "sort"])))


if __name__ == "__main__":
    main()
