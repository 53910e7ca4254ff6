"""Graph runner: nodes are compiled by worker processes from a joinable queue."""
import logging
import sys

from graph.model import Node
from graph.runner import GraphRunner


def main() -> int:
    logging.basicConfig(level=logging.INFO, stream=sys.stdout)
    nodes = [Node(f"model_{i}", f"select {i}") for i in range(6)]
    nodes.append(Node("broken", ""))
    with GraphRunner(workers=2) as runner:
        runner.submit(nodes)
        runner.wait()
        print("compiled", len(runner.results()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
