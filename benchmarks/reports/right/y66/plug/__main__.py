import sys
from concurrent.futures import ProcessPoolExecutor

from .registry import REGISTRY, dispatch


def main():
    jobs = [("double", "21"), ("shout", "hey"), ("double", "4"), ("missing", "?")]
    with ProcessPoolExecutor(2) as executor:
        print(sorted(REGISTRY), list(executor.map(dispatch, *zip(*jobs))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
