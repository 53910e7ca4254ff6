"""Currency converter with a cache; instances are shipped to worker processes."""
from __future__ import annotations

import logging
import threading
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

log = logging.getLogger("fx")


@dataclass(frozen=True)
class Amount:
    value: Decimal
    currency: str


class RateTable:
    def __init__(self, base: str, rates: dict[str, str]) -> None:
        self.base = base
        self._rates = {k: Decimal(v) for k, v in rates.items()}
        self._cache: dict[str, Decimal] = {}
        self._lock = threading.Lock()

    def __getstate__(self) -> dict[str, Any]:
        state = dict(self.__dict__)
        del state["_lock"]
        return state

    def rate(self, currency: str) -> Decimal:
        if currency == self.base:
            return Decimal(1)
        with self._lock:
            if currency not in self._cache:
                self._cache[currency] = (1 / self._rates[currency]).quantize(Decimal("0.0001"))
            return self._cache[currency]


class Converter:
    def __init__(self, table: RateTable) -> None:
        self.table = table

    def convert(self, amount: Amount) -> Decimal:
        return (amount.value * self.table.rate(amount.currency)).quantize(Decimal("0.01"))

    def convert_many(self, amounts: list[Amount], workers: int = 0) -> list[Decimal]:
        if workers == 0:
            return [self.convert(a) for a in amounts]
        with ProcessPoolExecutor(workers) as executor:
            return list(executor.map(self.convert, amounts, chunksize=16))


def main() -> None:
    table = RateTable("EUR", {"USD": "1.09", "GBP": "0.86"})
    amounts = [Amount(Decimal(i), c) for i in range(1, 30) for c in ("EUR", "USD", "GBP")]
    converter = Converter(table)
    print("serial", sum(converter.convert_many(amounts)))
    print("workers", sum(converter.convert_many(amounts, workers=2)))


if __name__ == "__main__":
    main()
