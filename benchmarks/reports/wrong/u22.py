"""Validate a batch of invoices; stop the rest at the first bad one."""

import argparse
import logging
import sys
import time
from concurrent import futures
from dataclasses import dataclass, field
from decimal import Decimal

logger = logging.getLogger("invoices")


@dataclass(frozen=True)
class Invoice:
    number: int
    lines: tuple
    total: Decimal


class InvoiceError(Exception):
    pass


def validate(invoice):
    """Check that the lines add up; slow, as the real one asks the tax office."""
    time.sleep(0.05)
    if sum(invoice.lines, Decimal()) != invoice.total:
        raise InvoiceError(f"invoice {invoice.number} does not add up")
    return invoice.number


@dataclass
class Report:
    valid: list = field(default_factory=list)
    errors: list = field(default_factory=list)
    skipped: int = 0

    def __str__(self):
        return f"{len(self.valid)} valid, {len(self.errors)} errors, {self.skipped} skipped"


class Validator:
    def __init__(self, workers):
        self.workers = workers

    def run(self, invoices):
        report = Report()
        with futures.ProcessPoolExecutor(max_workers=self.workers) as executor:
            pending = [executor.submit(validate, invoice) for invoice in invoices]
            for future in futures.as_completed(pending):
                try:
                    report.valid.append(future.result())
                except futures.CancelledError:
                    report.skipped += 1
                except InvoiceError as exc:
                    logger.error("%s", exc)
                    report.errors.append(str(exc))
                    executor.shutdown(wait=False, cancel_futures=True)
        return report


def sample(count, bad):
    for number in range(count):
        lines = tuple(Decimal(n + number) for n in range(3))
        yield Invoice(number, lines, sum(lines, Decimal()) + (number in bad))


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=16)
    parser.add_argument("--bad", type=int, nargs="*", default=[2])
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args(argv)
    logging.basicConfig(format="%(levelname)s %(message)s")
    print(Validator(args.workers).run(sample(args.count, set(args.bad))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
