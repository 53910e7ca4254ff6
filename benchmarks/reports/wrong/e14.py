"""Invoice validation in worker processes; bad invoices are collected, good ones passed on."""
from __future__ import annotations

import logging
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field

log = logging.getLogger("invoices")


@dataclass(frozen=True)
class Invoice:
    number: int
    net: float
    vat: float
    gross: float


class ValidationError(Exception):
    """Raised for an invoice whose amounts do not add up."""

    def __init__(self, *, number: int, reason: str) -> None:
        super().__init__(f"invoice {number}: {reason}")
        self.number = number
        self.reason = reason


def validate(invoice: Invoice) -> Invoice:
    if invoice.net < 0:
        raise ValidationError(number=invoice.number, reason="negative net amount")
    if abs(invoice.net + invoice.vat - invoice.gross) > 0.005:
        raise ValidationError(number=invoice.number, reason="amounts do not add up")
    return invoice


@dataclass
class Result:
    valid: list[int] = field(default_factory=list)
    invalid: dict[int, str] = field(default_factory=dict)
    crashed: int = 0


class Validator:
    def __init__(self, workers: int) -> None:
        self._executor = ProcessPoolExecutor(workers)

    def __enter__(self) -> "Validator":
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._executor.shutdown()

    def run(self, invoices: list[Invoice]) -> Result:
        result = Result()
        futures: list[Future[Invoice]] = [self._executor.submit(validate, i) for i in invoices]
        for future in as_completed(futures):
            try:
                result.valid.append(future.result().number)
            except ValidationError as exc:
                result.invalid[exc.number] = exc.reason
            except Exception as exc:
                log.debug("validation crashed: %r", exc)
                result.crashed += 1
        return result


def main() -> None:
    logging.basicConfig(level=logging.INFO)
    invoices = [Invoice(i, 100.0, 21.0, 121.0 if i != 7 else 120.0) for i in range(400)]
    with Validator(2) as validator:
        result = validator.run(invoices)
    print(f"valid {len(result.valid)} invalid {result.invalid} crashed {result.crashed}")


if __name__ == "__main__":
    main()
