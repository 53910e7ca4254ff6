"""Nightly stock check: compares counts of the warehouse service with the ledger."""
import logging
import sys

from stock.audit import Audit
from stock.server import FakeWarehouse


def main() -> int:
    logging.basicConfig(level=logging.INFO)
    with FakeWarehouse() as address:
        audit = Audit(address, workers=4)
        report = audit.run([f"SKU{i:04d}" for i in range(400)])
    print(f"{len(report.wrong)} of {report.checked} items wrong")
    return 1 if report.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
