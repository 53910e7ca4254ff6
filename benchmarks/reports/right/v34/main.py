"""An executor wrapper that counts, used as a drop-in replacement."""
import sys

from exec.counting import CountingExecutor
from exec.tasks import primes_below


def main() -> int:
    with CountingExecutor(max_workers=2) as executor:
        found = list(executor.map(primes_below, [10, 100, 1000]))
        extra = executor.submit(primes_below, 50)
        print(found, extra.result(), executor.submitted)
    return 0


if __name__ == "__main__":
    sys.exit(main())
