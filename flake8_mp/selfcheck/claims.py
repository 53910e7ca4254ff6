"""What a fixture says will happen: versions, outcome words, and when a claim holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass

from flake8_mp.settings import START_METHODS

OK = "ok"

_PLAIN = frozenset({OK, "hang", "respawn", "leak", "orphan", "wrong"})
_WORD = re.compile(r"exit=-?\d+|signal=SIG[A-Z0-9]+|warns=[A-Za-z_]\w*|_?[A-Z]\w*|error")
_CONDITION = re.compile(r"(>=|<=|==|<|>)?(\d+(?:\.\d+){1,2})")
_CLAIM = re.compile(
    r"(?P<method>[a-z]+)(?:@(?P<when>(?:[<>=]=|[<>])?[\d.]+(?:,(?:[<>=]=|[<>])[\d.]+)*))?=(?P<words>.+)"
)


class ClaimError(ValueError):
    """A claim or a condition on the version cannot be read; the text names it and the cause."""


@dataclass(frozen=True)
class Versions:
    """The Pythons that a line is about: all conditions must hold; none means every Python."""

    conditions: tuple[tuple[str, tuple[int, ...]], ...] = ()

    @classmethod
    def parse(cls, text: str) -> Versions:
        """Read ``3.14``, ``>=3.12`` or ``>=3.12,<3.14``; raise :class:`ClaimError` for anything else."""
        conditions = []
        for part in text.split(","):
            match = _CONDITION.fullmatch(part.strip())
            if match is None:
                raise ClaimError(f"{part.strip()!r} is not a version; write 3.14, >=3.12 or >=3.12,<3.14")
            conditions.append((match[1] or "==", tuple(int(number) for number in match[2].split("."))))
        return cls(tuple(conditions))

    def __contains__(self, version: object) -> bool:
        return isinstance(version, tuple) and all(
            _compare(operator, version, bound) for operator, bound in self.conditions
        )

    def __str__(self) -> str:
        return ",".join(
            ("" if operator == "==" else operator) + ".".join(map(str, bound)) for operator, bound in self.conditions
        )

    @property
    def is_one_release(self) -> bool:
        """Whether they are a single release, such as 3.13.5."""
        return any(operator == "==" and len(bound) == 3 for operator, bound in self.conditions)

    def closeness(self, version: tuple[int, ...]) -> tuple[int, ...]:
        """How narrowly these versions fit one of them: the greatest wins where several do."""
        if not self.conditions:
            return (0,)
        exact = max((len(bound) for operator, bound in self.conditions if operator == "=="), default=0)
        away = min(abs(version[1] - bound[1]) for _, bound in self.conditions)
        return (1, exact, len(self.conditions), -away)


EVERY = Versions()
"""Every Python."""


def _compare(operator: str, version: tuple[int, ...], bound: tuple[int, ...]) -> bool:
    """Compare as far as the bound is spelled: 3.14.8 is 3.14, and not above it."""
    have = version[: len(bound)]
    match operator:
        case "==":
            return have == bound
        case ">=":
            return have >= bound
        case "<=":
            return have <= bound
        case ">":
            return have > bound
    return have < bound


@dataclass(frozen=True)
class Claim:
    """Under one start method, on some Pythons, one of these words is part of the outcome."""

    method: str
    alternatives: tuple[str, ...]
    versions: Versions = EVERY

    @property
    def goes_wrong(self) -> bool:
        """Whether anything but ``ok`` is claimed."""
        return self.alternatives != (OK,)

    @property
    def text(self) -> str:
        """The alternatives as they are written."""
        return "|".join(self.alternatives)

    def holds(self, words: Set[str]) -> bool:
        """Return whether an outcome bears the claim out: ``ok`` must stand alone, another word may not."""
        return any((words == {OK}) if alternative == OK else alternative in words for alternative in self.alternatives)


def parse_claims(text: str) -> tuple[Claim, ...]:
    """Read the value of a ``runs`` line, as in ``fork=ok spawn=TypeError|hang spawn@3.14=ok``.

    Raises :class:`ClaimError` with the piece that cannot be read and the cause.
    """
    claims = []
    for piece in text.split():
        match = _CLAIM.fullmatch(piece)
        if match is None:
            raise ClaimError(f"{piece!r} is not a claim; write method=outcome or method@version=outcome")
        if match["method"] not in START_METHODS:
            raise ClaimError(f"{match['method']!r} is not a start method; choose from {', '.join(START_METHODS)}")
        words = tuple(match["words"].split("|"))
        for word in words:
            if word not in _PLAIN and not _WORD.fullmatch(word):
                raise ClaimError(f"{word!r} in {piece!r} is not an outcome")
        versions = Versions.parse(match["when"]) if match["when"] else EVERY
        claims.append(Claim(match["method"], words, versions))
    return tuple(claims)


def check_claims(claims: Iterable[Claim]) -> None:
    """Raise :class:`ClaimError` unless each start method is claimed for every Python, and nothing twice."""
    seen: set[tuple[str, Versions]] = set()
    for claim in claims:
        if (claim.method, claim.versions) in seen:
            where = f"@{claim.versions}" if claim.versions.conditions else ""
            raise ClaimError(f"{claim.method}{where} is claimed twice")
        seen.add((claim.method, claim.versions))
    for method in START_METHODS:
        if (method, EVERY) not in seen:
            raise ClaimError(f"nothing is claimed for {method}; write {method}=outcome")
