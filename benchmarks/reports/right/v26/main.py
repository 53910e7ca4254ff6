"""Every worker opens its own database connection; the parent keeps its own apart."""
import sys
import tempfile
from pathlib import Path

from ledger.store import Store
from ledger.totals import totals_by_account


def main() -> int:
    with tempfile.TemporaryDirectory() as tmp:
        path = Path(tmp) / "ledger.db"
        with Store(path) as store:
            store.fill(accounts=4, entries=25)
        totals = totals_by_account(path, [0, 1, 2, 3])
    print(totals)
    return 0


if __name__ == "__main__":
    sys.exit(main())
