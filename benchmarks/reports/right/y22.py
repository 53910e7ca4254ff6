"""Validate invoices; after the first bad one the waiting ones are cancelled."""

import sys
import time
from concurrent import futures
from decimal import Decimal


class InvoiceError(Exception):
    pass


def validate(number, lines, total):
    time.sleep(0.02)
    if sum(lines, Decimal()) != total:
        raise InvoiceError(f"invoice {number} does not add up")
    return number


class Validator:
    def __init__(self, workers):
        self.workers = workers
        self.errors = []
        self.skipped = 0

    def run(self, invoices):
        with futures.ProcessPoolExecutor(self.workers) as executor:
            pending = {executor.submit(validate, *invoice) for invoice in invoices}
            done, waiting = futures.wait(pending, return_when=futures.FIRST_EXCEPTION)
            if waiting:
                executor.shutdown(wait=True, cancel_futures=True)
            for future in pending:
                if future.cancelled():
                    self.skipped += 1
                elif future.exception() is not None:
                    self.errors.append(str(future.exception()))
        return self


def main():
    invoices = [(n, (Decimal(n), Decimal(2)), Decimal(n + 2 + (n == 2))) for n in range(40)]
    outcome = Validator(2).run(invoices)
    print(outcome.errors, outcome.skipped > 0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
