"""Import with callbacks: results and errors of all tasks are counted, none is lost."""
import sys

from imp.importer import Importer


def main() -> int:
    importer = Importer(workers=2)
    report = importer.run([str(n) if n % 6 else "bad" for n in range(1, 25)])
    print(report)
    return 0 if (report.loaded, report.failed) == (20, 4) else 1


if __name__ == "__main__":
    sys.exit(main())
