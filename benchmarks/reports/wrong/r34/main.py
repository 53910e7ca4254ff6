"""Run the nodes of a project graph on a set of executors."""
import argparse
import logging
import sys

from project.graph import load_graph
from project.runnable import RunnableTask


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--executors", type=int, default=2)
    parser.add_argument("--nodes", type=int, default=8)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    task = RunnableTask(load_graph(args.nodes), args.executors)
    results = task.execute()
    failed = [name for name, status in results if status != "pass"]
    print(f"{len(results)} nodes, failed: {failed}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
