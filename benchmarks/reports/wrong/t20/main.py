import sys

from prefork import PreforkPool
from tasks import registry


def main() -> int:
    with PreforkPool(2, limits={"soft": 2.0}) as pool:
        jobs = [pool.submit(name, n) for n in (3, 4) for name in sorted(registry)]
        for job in jobs:
            print(job, pool.result(job))
    return 0


if __name__ == "__main__":
    sys.exit(main())
