import logging
import sys

from roaster.controller import Roaster
from roaster.recipe import RECIPES


def main() -> int:
    logging.basicConfig(level=logging.INFO, format="%(name)s: %(message)s", stream=sys.stdout)
    roaster = Roaster(kp=0.06, ki=0.0075)
    if not roaster.auto_connect(timeout=3):
        print("no hardware found", file=sys.stderr)
        return 2
    for section in RECIPES["light"]:
        roaster.roast(section.seconds, section.target)
    roaster.disconnect()
    print(f"ended at {roaster.temperature} F after {roaster.total_time:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
