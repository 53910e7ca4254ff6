import sys

from reducer.config import ReduceConfig
from reducer.manager import ReductionManager


def main() -> int:
    text = "\n".join(f"line {n}" + (" crash" if n in (17, 40) else "") for n in range(64))
    with ReductionManager(ReduceConfig(workers=2, needle="crash")) as manager:
        reduced = manager.reduce(text)
    print(reduced)
    return 0


if __name__ == "__main__":
    sys.exit(main())
