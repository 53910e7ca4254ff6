"""Glacier runs over a region: entity tasks in parallel, data cache shared by a manager."""
import sys

from glacier.cfg import Settings
from glacier.workflow import run_region


def main() -> int:
    settings = Settings(region="RGI11", jobs=2)
    cache, used = run_region(settings, [f"RGI11-{i:05d}" for i in range(12)])
    print("downloads by source", cache, "entities", used)
    return 0 if sum(len(v) for v in cache.values()) == used else 1


if __name__ == "__main__":
    sys.exit(main())
