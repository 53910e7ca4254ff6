import sys
import tempfile

from policy import Retry
from report import Reporter
from sections import SECTIONS, Unavailable


def check_policy():
    slept = []
    failures = iter([OSError(1), OSError(2), None])

    def sometimes():
        failure = next(failures)
        if failure is not None:
            raise failure
        return "fine"

    assert Retry(3, 1.0, sleep=slept.append)(sometimes)() == "fine"
    assert slept == [1.0, 2.0]


def main():
    check_policy()
    names = [*SECTIONS, "missing"]
    with tempfile.TemporaryDirectory() as folder:
        with Reporter(folder) as reporter:
            parts, problems = reporter.build(names, [1, 2, 3, 4])
            single, trouble = reporter.build(["spread"], [1])
    assert parts == {"summary": "mean 2.5", "spread": "stdev 1.3", "remote": "remote 10"}
    assert problems == {"missing": "no such section"}
    assert single == {} and trouble == {"spread": "too few numbers"}
    with tempfile.TemporaryDirectory() as folder:
        with Reporter(folder, workers=1, retry=Retry(attempts=2)) as reporter:
            try:
                reporter.build(["remote"], [1])
            except Unavailable:
                print("report ok", len(parts))
                return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
