"""Change data capture: receive, transform and apply run as processes joined by pipes."""
import logging
import sys

from cdc.follow import Follow


def main() -> int:
    logging.basicConfig(level=logging.INFO)
    applied = Follow(changes=200).run()
    print("applied", applied)
    return 0


if __name__ == "__main__":
    sys.exit(main())
