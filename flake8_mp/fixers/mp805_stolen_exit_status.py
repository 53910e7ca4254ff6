"""MP805: leave the exit status to the process objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import take_out
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class StolenExitStatus(Fixer):
    """Takes the call out that takes the status away."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Take the statement out; other children may need it."""
        call = program.at(finding.span, cst.Call)
        if not isinstance(program.parent(call), cst.Expr):
            raise NoFix("its return value is used")
        draft = Draft(program, "Remove this call", safe=False)
        take_out(draft, program.statement(call))
        return draft
