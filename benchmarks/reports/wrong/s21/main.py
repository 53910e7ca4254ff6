"""End-to-end check of the login flow against a test realm."""
import sys

from suite.checks import run_checks


def main() -> int:
    results = run_checks()
    for name, good in results.items():
        print(name, "ok" if good else "FAILED")
    return 0 if all(results.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
