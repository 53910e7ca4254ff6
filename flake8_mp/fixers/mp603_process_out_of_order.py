"""MP603: join before closing, and set up before starting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import calls_of
from flake8_mp.fixers.calls import receiver
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class ProcessOutOfOrder(Fixer):
    """Fixes the order where it is one of two neighbouring statements."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Insert ``join()``, or move what is set too late."""
        if finding.problem == "running":
            call = program.at(finding.span, cst.Call)
            if not isinstance(program.parent(call), cst.Expr):
                raise NoFix("it is part of a larger expression")
            draft = Draft(program, "Call `join()` first")
            draft.before(program.statement(call), f"{receiver(program, call)}.join()")
            return draft
        if finding.problem == "daemon":
            return self._set_first(program, program.at(finding.span, cst.Attribute))
        raise NoFix("it needs more than one change of order")

    def _set_first(self, program: Program, attribute: cst.Attribute) -> Draft:
        statement, name = program.statement(attribute), program.code(attribute.value)
        for each in program.siblings(statement):
            if each is statement:
                break
            for start in calls_of(program, f"{name}.start()", each):
                if start is each:
                    draft = Draft(program, "Set it before `start()`")
                    draft.before(start, draft.remove(statement, comments=False))
                    return draft
        raise NoFix("it is started elsewhere")
