"""Validate invoices in parallel and stop on the first malformed one."""
import json
import logging
import sys
from dataclasses import dataclass
from multiprocessing import Pool

logger = logging.getLogger(__name__)


class InvoiceError(Exception):
    """Raised for an invoice which can not be booked."""

    def __init__(self, invoice_id, field):
        self.invoice_id = invoice_id
        self.field = field
        super().__init__(f"invoice {invoice_id}: bad {field}")


@dataclass(frozen=True)
class Invoice:
    id: int
    amount: float
    currency: str


def parse(raw: str) -> Invoice:
    doc = json.loads(raw)
    inv = Invoice(doc["id"], float(doc["amount"]), doc.get("currency", ""))
    if inv.amount < 0:
        raise InvoiceError(inv.id, "amount")
    if len(inv.currency) != 3:
        raise InvoiceError(inv.id, "currency")
    return inv


def load_documents():
    docs = [{"id": n, "amount": 10 * n, "currency": "EUR"} for n in range(12)]
    docs[7]["currency"] = ""
    return [json.dumps(d) for d in docs]


def book_all(documents, jobs=2):
    with Pool(jobs) as pool:
        try:
            invoices = pool.map(parse, documents, chunksize=3)
        except InvoiceError as exc:
            logger.error("batch rejected: %s", exc)
            return None
    return sum(i.amount for i in invoices)


def main():
    logging.basicConfig(level=logging.INFO)
    total = book_all(load_documents())
    if total is None:
        return 2
    print("booked", total)
    return 0


if __name__ == "__main__":
    sys.exit(main())
