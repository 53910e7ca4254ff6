"""Report service: every report is rendered in a process of its own."""
import argparse
import logging
import sys

from service import ReportService


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", nargs="*", default=["sales", "stock"])
    parser.add_argument("--timeout", type=float, default=5)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    service = ReportService(pool_size=2, timeout=args.timeout)
    try:
        print(service.handle(args.reports))
    finally:
        service.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
