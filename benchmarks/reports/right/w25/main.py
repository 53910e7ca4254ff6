import sys

from watch.fleet import Fleet
from watch.tasks import Task


def main() -> int:
    tasks = [Task(number, crashes=number == 2) for number in range(6)]
    fleet = Fleet(size=2, retries=1)
    for number, outcome in sorted(fleet.run(tasks).items()):
        print(number, outcome)
    return 0


if __name__ == "__main__":
    sys.exit(main())
