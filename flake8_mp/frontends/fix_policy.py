"""Which fixes the user wants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flake8_mp.configuration import Choices
    from flake8_mp.rule import Fix


@dataclass(frozen=True)
class Policy:
    """Which fixes are wanted: also unsafe ones, and those of which codes or prefixes of codes."""

    unsafe: bool = False
    fixable: frozenset[str] | None = None
    unfixable: frozenset[str] = frozenset()

    @classmethod
    def of(cls, choices: Choices) -> Policy:
        """Return what the user has chosen."""
        fixable = None if choices.fixable is None else choices.fixable | choices.extend_fixable
        return cls(choices.unsafe_fixes, fixable, choices.unfixable)

    @property
    def key(self) -> tuple[object, ...]:
        """What distinguishes answers that were found under different policies; ``unsafe`` changes only their marks."""
        return sorted(self.fixable) if self.fixable is not None else None, sorted(self.unfixable)

    def takes(self, fix: Fix) -> bool:
        """Return whether a fix may be applied: it is safe, or that does not matter."""
        return fix.safe or self.unsafe

    def wants(self, code: str) -> bool:
        """Return whether findings of a code are to be fixed; of two prefixes that fit the longer one counts."""
        from flake8_mp.fixers import fixable_codes

        if code not in fixable_codes():
            return False
        yes = 0 if self.fixable is None else _longest(code, self.fixable)
        if self.fixable is not None and not yes:
            return False
        no = _longest(code, self.unfixable)
        return not no or yes > no


def _longest(code: str, prefixes: Iterable[str]) -> int:
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=0)
