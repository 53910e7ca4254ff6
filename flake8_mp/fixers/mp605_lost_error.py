"""MP605: ask for the result, and meet the error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.asking import ask_for_results
from flake8_mp.fixers.fixer import Fixer

if TYPE_CHECKING:
    from flake8_mp.fixers.draft import Draft
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class LostError(Fixer):
    """Asks for the results when all tasks have been given."""

    applicability = "unsafe"
    unsafe = "what a task raises ends what follows"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Ask for what the call gives."""
        return ask_for_results(program, program.at(finding.span, cst.Call))
