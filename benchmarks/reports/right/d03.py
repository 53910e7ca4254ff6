"""Order pricing; callbacks run in the parent and collect into plain containers."""
from __future__ import annotations

import multiprocessing
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    sku: str
    qty: int
    price: float


def price(line: Line) -> tuple[str, float]:
    if line.qty <= 0:
        raise ValueError(f"{line.sku}: quantity {line.qty}")
    return line.sku, round(line.qty * line.price, 2)


class Till:
    def __init__(self) -> None:
        self.totals: dict[str, float] = {}
        self.errors: list[str] = []

    def ring_up(self, lines: list[Line]) -> None:
        with multiprocessing.Pool(2) as pool:
            for line in lines:
                pool.apply_async(
                    price,
                    (line,),
                    callback=lambda pair: self.totals.__setitem__(*pair),
                    error_callback=lambda exc: self.errors.append(str(exc)),
                )
            pool.close()
            pool.join()


def main() -> None:
    till = Till()
    till.ring_up([Line("pen", 3, 1.5), Line("ink", 0, 9.0), Line("pad", 2, 4.25)])
    assert till.totals == {"pen": 4.5, "pad": 8.5}, till.totals
    assert till.errors == ["ink: quantity 0"], till.errors
    cheapest = min(till.totals, key=lambda sku: till.totals[sku])
    print(till.totals, till.errors, cheapest)


if __name__ == "__main__":
    main()
