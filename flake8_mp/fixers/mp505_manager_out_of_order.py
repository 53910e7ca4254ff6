"""MP505: use a manager between its start and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import assigned, entered_by, stretch, take_out
from flake8_mp.fixers.calls import method
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import bound_in

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class ManagerOutOfOrder(Fixer):
    """Starts the manager, or moves what comes too late or too early."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Correct the order."""
        used = program.expression(finding.span)
        if finding.problem == "late":
            return self._register_first(program, finding, used)
        if finding.problem == "twice":
            if not isinstance(program.parent(used), cst.Expr):
                raise NoFix("it is part of a larger expression")
            draft = Draft(program, "Remove this call")
            take_out(draft, program.statement(used))
            return draft
        if finding.problem not in ("ended", "not started") or not finding.related:
            raise NoFix("it needs a method that the class does not have")
        made = program.expression(finding.related[0].span)
        if finding.problem == "ended":
            draft = Draft(program, "Move it into the `with`")
            stretch(draft, entered_by(program, made), used)
            return draft
        statement, name = assigned(program, made)
        draft = Draft(program, "Start the manager")
        draft.after(statement, f"{name}.start()")
        return draft

    def _register_first(self, program: Program, finding: Finding, used: cst.BaseExpression) -> Draft:
        """Move the statement that registers the name above the one that starts the manager."""
        siblings = [*program.siblings(program.statement(used))]
        for place, each in enumerate(siblings):
            if not _registers(program, each, finding.words):
                continue
            before = siblings[:place]
            starts = [one for one in before if isinstance(one, cst.With) or _starts(program, one)]
            if not starts:
                break
            crossed = before[next(index for index, one in enumerate(before) if one is starts[0]) :]
            names = {name.value for name in program.find(cst.Name, each)}
            if any(names & bound_in(program, one) for one in crossed):
                raise NoFix("what it registers is defined after the start")
            draft = Draft(program, "Register it before the manager starts")
            assert isinstance(each, cst.SimpleStatementLine)
            draft.before(program.statement(starts[0]), draft.remove(each))
            return draft
        raise NoFix("it is registered elsewhere")


def _registers(program: Program, statement: cst.CSTNode, name: str) -> bool:
    if not isinstance(statement, cst.SimpleStatementLine) or len(statement.body) != 1:
        return False
    small = statement.body[0]
    call = small.value if isinstance(small, cst.Expr) else None
    if not isinstance(call, cst.Call) or method(call) != "register" or not call.args:
        return False
    given = call.args[0].value
    return isinstance(given, cst.SimpleString) and given.evaluated_value == name


def _starts(program: Program, statement: cst.CSTNode) -> bool:
    return any(method(call) == "start" and not call.args for call in program.find(cst.Call, statement))
