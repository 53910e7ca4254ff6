"""A pool that is rebuilt after a worker was killed; the lost job is retried once."""
import sys

from jobs.resilient import ResilientPool
from jobs.work import Job, run_job


def main() -> int:
    with ResilientPool(workers=1) as pool:
        results = [pool.run(run_job, Job(n, poison=n == 2)) for n in range(5)]
    print(results)
    return 0 if results == [0, 10, None, 30, 40] else 1


if __name__ == "__main__":
    sys.exit(main())
