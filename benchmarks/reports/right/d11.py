"""Invoice validation with a structured exception which survives the trip to the parent."""
import logging
import sys
from multiprocessing import Pool

logger = logging.getLogger(__name__)


class InvoiceError(Exception):
    def __init__(self, invoice_id, field, *, severity="error"):
        super().__init__(f"invoice {invoice_id}: bad {field}")
        self.invoice_id = invoice_id
        self.field = field
        self.severity = severity

    def __reduce__(self):
        return _rebuild, (type(self), self.invoice_id, self.field, self.severity)


def _rebuild(cls, invoice_id, field, severity):
    return cls(invoice_id, field, severity=severity)


class FatalInvoiceError(InvoiceError):
    def __init__(self, invoice_id, field, *, severity="fatal"):
        super().__init__(invoice_id, field, severity=severity)


def validate(doc):
    if doc["amount"] < 0:
        raise FatalInvoiceError(doc["id"], "amount")
    return doc["amount"]


def book(docs):
    with Pool(2) as pool:
        try:
            return sum(pool.map(validate, docs, chunksize=2))
        except InvoiceError as exc:
            logger.warning("rejected: %s (%s)", exc, exc.severity)
            return exc


def main():
    logging.basicConfig(level=logging.ERROR)
    good = [{"id": n, "amount": n} for n in range(6)]
    assert book(good) == 15
    outcome = book(good + [{"id": 9, "amount": -1}])
    assert isinstance(outcome, FatalInvoiceError)
    assert (outcome.invoice_id, outcome.field, outcome.severity) == (9, "amount", "fatal")
    print(outcome)
    return 0


if __name__ == "__main__":
    sys.exit(main())
