"""Build the targets of a distribution in worker processes."""
import argparse
import logging
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed

_LOGGER = logging.getLogger(__name__)
LOG_FORMAT = "%(levelname)s %(processName)s %(name)s - %(message)s"

TARGETS = {
    "llvm": {"deps": [], "steps": 4},
    "haskell": {"deps": ["llvm"], "steps": 2},
    "prelude": {"deps": [], "steps": 3},
}


def log_level(args) -> int:
    if args.debug:
        return logging.DEBUG
    return logging.INFO if args.verbose else logging.WARNING


def build_target(name: str) -> int:
    _LOGGER.info("Building target: %s", name)
    steps = TARGETS[name]["steps"]
    for step in range(steps):
        time.sleep(0.01)
        _LOGGER.debug("step %d of %s", step, name)
    _LOGGER.info("Target %s was built", name)
    return steps


def build(targets, jobs: int) -> int:
    done, total = set(), 0
    with ProcessPoolExecutor(max_workers=jobs) as pool:
        left = dict(targets)
        while left:
            ready = [name for name, spec in left.items() if done.issuperset(spec["deps"])]
            pending = {pool.submit(build_target, name): name for name in ready}
            for future in as_completed(pending):
                total += future.result()
                done.add(pending[future])
                del left[pending[future]]
    return total


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("-v", "--verbose", action="store_true", default=True)
    parser.add_argument("--debug", action="store_true")
    parser.add_argument("-j", "--jobs", type=int, default=2)
    args = parser.parse_args()
    logging.basicConfig(level=log_level(args), format=LOG_FORMAT, stream=sys.stdout)
    _LOGGER.info("starting %d jobs", args.jobs)
    total = build(TARGETS, args.jobs)
    _LOGGER.info("%d steps", total)


if __name__ == "__main__":
    main()
