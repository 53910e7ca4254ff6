from dataclasses import dataclass


class InvalidOrder(ValueError):
    pass


@dataclass(frozen=True)
class Order:
    number: int
    amount: int

    def charge(self) -> int:
        if self.amount <= 0:
            raise InvalidOrder(f"order {self.number}")
        return self.amount + self.amount // 5
