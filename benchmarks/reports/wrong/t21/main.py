import sys

from buildsys.examine import examine_package
from buildsys.settings import Settings


def main() -> int:
    settings = Settings.load(jobs=2)
    problems = examine_package("nano", settings)
    for line in problems:
        print(line)
    print(f"{len(problems)} remarks")
    return 0


if __name__ == "__main__":
    sys.exit(main())
