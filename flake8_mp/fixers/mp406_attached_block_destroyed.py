"""MP406: unlink the block in one process only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import take_out
from flake8_mp.fixers.calls import method
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class AttachedBlockDestroyed(Fixer):
    """Takes the worker's ``unlink()`` out."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Leave the ``unlink()`` of the process that created the block."""
        if finding.problem != "unlinked by both":
            raise NoFix("it is not known which process ends last")
        own = program.at(finding.span, cst.Call)
        others = [each for each in program.find(cst.Call) if method(each) == "unlink" and each is not own]
        if len(others) != 1 or not isinstance(program.parent(others[0]), cst.Expr):
            raise NoFix("it is unlinked in several other places")
        draft = Draft(program, "Remove the worker's `unlink()`", safe=False)
        take_out(draft, program.statement(others[0]))
        return draft
