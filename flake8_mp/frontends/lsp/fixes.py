"""Fixes for what is found in a text that an editor has open, worked out by a process of the server.

The server itself never imports what fixes are made with.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flake8_mp.configuration import Choices
from flake8_mp.frontends.fix_policy import Policy
from flake8_mp.frontends.lsp.tasks import Task, go_to
from flake8_mp.rule import Finding, Fix
from flake8_mp.settings import Settings


def fixable(code: str, choices: Choices) -> bool:
    """Return whether findings of a code may have fixes, and the user wants them."""
    return Policy.of(choices).wants(code)


@dataclass(frozen=True)
class MakeFixes(Task[tuple[Fix | None, ...]]):
    r"""Work out the fixes of findings of a text, with ``\n`` between its lines."""

    path: str
    text: str
    settings: Settings
    choices: Choices
    findings: tuple[Finding, ...]

    def run(self) -> tuple[Fix | None, ...]:
        """Return the fix of each finding, safe or not; None where no change is certain to be the right one."""
        from flake8_mp.frontends.fixing import offer

        offered = offer(self.text, self.path, self.settings, self.findings, Policy.of(self.choices))
        return tuple(finding.fix for finding in offered)


@dataclass(frozen=True)
class FixAll(Task[str]):
    r"""Apply all safe fixes to a text, with ``\n`` between its lines, until nothing changes.

    ``here`` is the folder from which patterns of files are meant.
    """

    path: str
    text: str
    settings: Settings
    choices: Choices
    here: str

    def run(self) -> str:
        """Return the new text."""
        from flake8_mp.frontends.fixing import apply_fixes

        go_to(self.here)
        return apply_fixes(self.text, self.path, self.settings, replace(Policy.of(self.choices), unsafe=False)).text
