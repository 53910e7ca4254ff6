"""Rule engine: everything sent to the workers is importable, in sometimes unusual ways."""
from __future__ import annotations

import enum
import multiprocessing as mp
import operator
import re
from collections import namedtuple
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Callable, ClassVar, NamedTuple

Record = namedtuple("Record", "ident amount country")


class Verdict(NamedTuple):
    ident: int
    rule: str
    passed: bool


class Level(enum.Enum):
    LOW = 10
    HIGH = 1000

    def check(self, record: Record) -> bool:
        return record.amount >= self.value


class Rules:
    class Numeric:
        @staticmethod
        def positive(record: Record) -> bool:
            return record.amount > 0

    @classmethod
    def domestic(cls, record: Record) -> bool:
        return record.country in cls.countries

    countries: ClassVar[frozenset[str]] = frozenset({"NL", "BE"})


@dataclass(frozen=True)
class Matcher:
    pattern: re.Pattern[str]
    getter: Callable[[Record], str] = field(default=operator.attrgetter("country"))

    def __call__(self, record: Record) -> bool:
        return self.pattern.fullmatch(self.getter(record)) is not None


always = partial(operator.truth, 1)
RULES: dict[str, Callable[[Record], bool]] = {
    "positive": Rules.Numeric.positive,
    "domestic": Rules.domestic,
    "high": Level.HIGH.check,
    "two letters": Matcher(re.compile(r"[A-Z]{2}")),
    "nonzero": operator.attrgetter("amount"),
}


def evaluate(job: tuple[str, Callable[[Record], Any], Record]) -> Verdict:
    name, rule, record = job
    return Verdict(record.ident, name, bool(rule(record)))


def main() -> None:
    records = [Record(i, i * 100 - 200, ("NL", "DE", "n/a")[i % 3]) for i in range(15)]
    jobs = [(name, rule, r) for r in records for name, rule in RULES.items()]
    expected = [evaluate(j) for j in jobs]
    with mp.Pool(2) as pool:
        verdicts = pool.map(evaluate, jobs, chunksize=10)
    assert verdicts == expected and always()
    print("passed", sum(v.passed for v in verdicts), "of", len(verdicts))


if __name__ == "__main__":
    main()
