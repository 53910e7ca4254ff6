import logging
import sys

from ifc import settings
from ifc.tasks import TestReport


def main():
    logging.basicConfig(level=settings.LOG_LEVEL, stream=sys.stdout, format="%(levelname)s:%(message)s")
    for elements in (20, 4000):
        report = TestReport(elements).run()
        print("report for", elements, "elements:", len(report["rows"]), "rows", flush=True)


if __name__ == "__main__":
    main()
