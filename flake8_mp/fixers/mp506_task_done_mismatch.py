"""MP506: say once for each item that it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import take_out
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class TaskDoneMismatch(Fixer):
    """Takes a ``task_done()`` out that is one too many."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Take the statement out."""
        if finding.problem != "done twice":
            raise NoFix("it is not known where an item is done")
        call = program.at(finding.span, cst.Call)
        if not isinstance(program.parent(call), cst.Expr):
            raise NoFix("it is part of a larger expression")
        draft = Draft(program, "Remove this call", safe=False)
        take_out(draft, program.statement(call))
        return draft
