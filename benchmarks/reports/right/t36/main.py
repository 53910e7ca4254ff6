import argparse
import sys

from cleanup.models import Store
from cleanup.runner import run_cleanup


def main() -> int:
    parser = argparse.ArgumentParser(description="Delete what is older than --days.")
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--concurrency", type=int, default=2)
    args = parser.parse_args()
    store = Store.example(rows=200)
    report = run_cleanup(store, args.days, args.concurrency)
    print(f"cleanup finished: {report.chunks} chunks handled")
    left = store.older_than(args.days)
    print(f"{len(left)} old rows left")
    for error in report.errors:
        print("could not delete the chunk with", error)
    return 0


if __name__ == "__main__":
    sys.exit(main())
