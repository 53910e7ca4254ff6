"""Start the menu process with an open vault."""

import argparse
import sys
from multiprocessing import Event

from .menu import MenuRunner
from .vault import Vault

SAMPLE = {"mail": ("ann", "s3cret"), "bank": ("ann.b", "hunter2"), "wiki": ("root", "toor")}


def main():
    parser = argparse.ArgumentParser(prog="vaultmenu")
    parser.add_argument("--query", default="bank")
    options = parser.parse_args()
    vault = Vault.from_mapping("home", SAMPLE)
    stop = Event()
    runner = MenuRunner(vault, stop, query=options.query)
    runner.start()
    runner.join(timeout=10)
    if not stop.is_set():
        print("the menu did not come up", file=sys.stderr)
        return 1
    print("menu closed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
