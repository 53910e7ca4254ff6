"""Evolution of candidate programs: each is evaluated with a time limit."""
import logging
import sys
import time

from evolve.controller import Controller, EvolveConfig


def main() -> int:
    logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(message)s")
    controller = Controller(EvolveConfig(iterations=4, timeout=0.5, workers=2))
    begin = time.monotonic()
    best = controller.run()
    spent = time.monotonic() - begin
    print(f"best {best}, took {'over 5' if spent > 5 else 'under 5'} seconds")
    return 1 if spent > 5 else 0


if __name__ == "__main__":
    sys.exit(main())
