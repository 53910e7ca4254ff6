"""Run the atoms of a job in processes with one merged console."""

import argparse
import sys

from .job import Job
from .slave import run_job


def main():
    parser = argparse.ArgumentParser(prog="runner")
    parser.add_argument("--atoms", type=int, default=4)
    parser.add_argument("--executors", type=int, default=2)
    args = parser.parse_args()
    job = Job("unit-tests", [f"test_{number}" for number in range(args.atoms)])
    lines = run_job(job, args.executors)
    print(job.name, len(lines), "lines")
    return 0 if len(lines) == args.atoms else 1


if __name__ == "__main__":
    sys.exit(main())
