"""Fixes, as the server wants them: a title, whether it is safe, and edits.

Who makes them lives in the package ``fixers``; while that is not there, there are none. A process works them out, so
that the server never imports what they are made with.
"""

from __future__ import annotations

from dataclasses import dataclass

from flake8_mp.configuration import Choices
from flake8_mp.frontends.lsp.tasks import Task
from flake8_mp.rule import Finding, Span
from flake8_mp.settings import Settings


@dataclass(frozen=True)
class Edit:
    r"""A stretch of a text and what comes in its place, with ``\n`` between its lines."""

    span: Span
    new: str


@dataclass(frozen=True)
class Fix:
    """What mends a finding."""

    title: str
    """What it does, like ``Move the lambda to module level``."""
    safe: bool
    """Whether the program means the same afterwards, but for the mistake."""
    edits: tuple[Edit, ...]


def fixable(code: str, choices: Choices) -> bool:
    """Tell whether findings of a code may have fixes, and the user wants them."""
    return False


@dataclass(frozen=True)
class MakeFixes(Task[tuple[Fix | None, ...]]):
    r"""Work out the fixes of findings of a text, with ``\n`` between its lines."""

    path: str
    text: str
    settings: Settings
    choices: Choices
    findings: tuple[Finding, ...]

    def run(self) -> tuple[Fix | None, ...]:
        """Return the fix of each finding, None where no change is certain to be the right one."""
        return (None,) * len(self.findings)


@dataclass(frozen=True)
class MendAll(Task[str]):
    r"""Apply all safe fixes to a text, with ``\n`` between its lines, until nothing changes."""

    path: str
    text: str
    settings: Settings
    choices: Choices

    def run(self) -> str:
        """Return the new text."""
        return self.text
