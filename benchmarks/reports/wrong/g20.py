"""Execute the steps of a workflow in workers; -v tells how much they say."""

import argparse
import logging
import multiprocessing as mp
import sys

logger = logging.getLogger("workflow")


def configure(verbosity):
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel({0: logging.ERROR, 1: logging.WARNING}.get(verbosity, logging.INFO))


def execute(step):
    logger.info("step %s started", step)
    value = sum(number * number for number in range(len(step) * 1000))
    logger.info("step %s is done", step)
    return value


class Workflow:
    def __init__(self, steps, jobs):
        self.steps = steps
        self.jobs = jobs

    def run(self):
        logger.info("running %d steps", len(self.steps))
        with mp.Pool(self.jobs) as pool:
            return dict(zip(self.steps, pool.map(execute, self.steps)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-v", dest="verbosity", type=int, default=2)
    parser.add_argument("-j", dest="jobs", type=int, default=2)
    options = parser.parse_args()
    configure(options.verbosity)
    results = Workflow(["align", "sort", "call"], options.jobs).run()
    print(len(results), "results")


if __name__ == "__main__":
    main()
