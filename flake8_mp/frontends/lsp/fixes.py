"""Fixes, as the server wants them: a title, whether it is safe, and edits.

Who makes them lives in the package ``fixers``; while that is not there, there are none. A process works them out, so
that the server never imports what they are made with.
"""

from __future__ import annotations

from dataclasses import dataclass

from flake8_mp.frontends.lsp.tasks import Task
from flake8_mp.rule import Finding, Span


@dataclass(frozen=True)
class Edit:
    r"""A stretch of a text and what comes in its place, with ``\n`` between its lines."""

    span: Span
    new: str


@dataclass(frozen=True)
class Fix:
    """What mends a finding."""

    finding: Finding
    title: str
    """What it does, like ``Move the lambda to module level``."""
    safe: bool
    """Whether the program certainly does the same under the start methods under which it works."""
    edits: tuple[Edit, ...]


def fixable(code: str) -> bool:
    """Tell whether findings of a code have fixes at all."""
    return False


@dataclass(frozen=True)
class MakeFixes(Task[tuple[Fix, ...]]):
    r"""Work out the fixes of findings of a text, with ``\n`` between its lines."""

    path: str
    text: str
    findings: tuple[Finding, ...]

    def run(self) -> tuple[Fix, ...]:
        """Return a fix for each finding that can be mended where it stands."""
        return ()
