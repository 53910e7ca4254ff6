"""Exit status through small messages: a SimpleQueue writes them at once."""
import multiprocessing as mp
import sys


class Check(mp.Process):
    def __init__(self, name: str, limit: int, verdicts) -> None:
        super().__init__(name=name)
        self.limit = limit
        self.verdicts = verdicts

    def run(self) -> None:
        primes = [n for n in range(2, self.limit) if all(n % d for d in range(2, n))]
        self.verdicts.put((self.name, len(primes)))


def main() -> int:
    verdicts = mp.SimpleQueue()
    checks = [Check(f"check-{limit}", limit, verdicts) for limit in (50, 100)]
    for check in checks:
        check.start()
    for check in checks:
        check.join()
    if any(check.exitcode for check in checks):
        return 1
    print(sorted(verdicts.get() for _ in checks))
    verdicts.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
