from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Rates:
    """Hashable: equal rates are equal keys, changed rates are new keys."""

    version: int
    table: tuple

    def updated(self, name, value):
        table = tuple((n, value if n == name else v) for n, v in self.table)
        return replace(self, version=self.version + 1, table=table)
