"""Serve background jobs next to the application."""

import argparse
import os
import sys
import tempfile

from saq.logconf import LoggingConfig
from saq.server import JobServer


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=4)
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "app.log")
        config = LoggingConfig(path)
        config.configure()
        server = JobServer(processes=args.processes)
        server.serve([f"job{number}" for number in range(args.jobs)])
        config.stop()
        with open(path, encoding="utf-8") as handle:
            lines = handle.read().splitlines()
    finished = sum("finished" in line for line in lines)
    print(f"{args.jobs} jobs, {finished} of them in the log")
    return 0 if finished == args.jobs else 1


if __name__ == "__main__":
    sys.exit(main())
