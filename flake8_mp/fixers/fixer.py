"""What a fixer is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_mp.rule import Finding

if TYPE_CHECKING:
    from flake8_mp.fixers.draft import Draft
    from flake8_mp.fixers.program import Program


class NoFix(Exception):
    """There is no fix for a finding; the text says why in a few words, and may be shown to people."""


class Fixer:
    """Fixes the findings of one rule; a subclass in ``mp201_lambda_handoff`` is the fixer of MP201."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Write the edits that fix a finding.

        Raises :class:`NoFix` where no change is certain to be the right one.
        """
        raise NotImplementedError
