"""Invoice validation; the errors cross the process boundary intact."""
from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Invoice:
    number: int
    net: float
    gross: float


class ValidationError(Exception):
    def __init__(self, *, number: int, reason: str) -> None:
        super().__init__(f"invoice {number}: {reason}")
        self.number = number
        self.reason = reason

    def __reduce__(self):
        return _rebuild_error, (type(self), self.number, self.reason)


class NegativeAmount(ValidationError):
    def __init__(self, *, number: int, reason: str = "negative") -> None:
        super().__init__(number=number, reason=reason)


class Mismatch(Exception):
    """Two arguments, both handed to the base class."""

    def __init__(self, number: int, difference: float) -> None:
        super().__init__(number, difference)
        self.number = number
        self.difference = difference


def _rebuild_error(cls: type[ValidationError], number: int, reason: str) -> ValidationError:
    return cls(number=number, reason=reason)


def validate(invoice: Invoice) -> int:
    if invoice.net < 0:
        raise NegativeAmount(number=invoice.number)
    if invoice.net > 1e6:
        raise ValidationError(number=invoice.number, reason="too large")
    if abs(invoice.net * 1.21 - invoice.gross) > 0.01:
        raise Mismatch(invoice.number, invoice.net * 1.21 - invoice.gross)
    return invoice.number


@dataclass
class Result:
    valid: list[int] = field(default_factory=list)
    invalid: dict[int, str] = field(default_factory=dict)


def run(invoices: list[Invoice]) -> Result:
    result = Result()
    with ProcessPoolExecutor(2) as executor:
        for future in as_completed([executor.submit(validate, i) for i in invoices]):
            try:
                result.valid.append(future.result())
            except (ValidationError, Mismatch) as exc:
                result.invalid[exc.number] = type(exc).__name__
    return result


def main() -> None:
    invoices = [Invoice(i, 100.0, 121.0) for i in range(40)]
    invoices[7] = Invoice(7, 100.0, 120.0)
    invoices[8] = Invoice(8, -1.0, 0.0)
    invoices[9] = Invoice(9, 2e6, 0.0)
    result = run(invoices)
    assert result.invalid == {7: "Mismatch", 8: "NegativeAmount", 9: "ValidationError"}, result
    assert len(result.valid) == 37
    print(result.invalid)


if __name__ == "__main__":
    main()
