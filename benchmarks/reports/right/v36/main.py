"""Each query runs in a process of its own with a limit; what overruns it is killed."""
import sys

from limits.runner import TimedOut, run_with_limit
from limits.work import query


def main() -> int:
    outcome = []
    for seconds in (0.0, 20.0, 0.05):
        try:
            outcome.append(run_with_limit(query, seconds, limit=2.0))
        except TimedOut:
            outcome.append("timed out")
    print(outcome)
    return 0 if outcome == ["rows: 0", "timed out", "rows: 50"] else 1


if __name__ == "__main__":
    sys.exit(main())
