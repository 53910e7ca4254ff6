import sys

from sched.scheduler import Scheduler


def main():
    outcome = Scheduler(attempts=3).run({"stable": 0, "flaky": 2, "broken": 9})
    for name, (state, tries) in sorted(outcome.items()):
        print(name, state, tries)
    return 0


if __name__ == "__main__":
    sys.exit(main())
