"""MP806: wait for the process before the program ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.calls import is_plain
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.program import leaves

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program, Statement
    from flake8_mp.rule import Finding

_STORED = "the process is stored in an object, and may still get work when this function has returned"


def _gives(program: Program, statement: cst.BaseStatement, name: str) -> bool:
    """Return whether a statement gives a variable to the caller of the function that it stands in."""
    given = [*program.find(cst.Return, statement), *program.find(cst.Yield, statement)]
    return any(each.value == name for node in given for each in program.find(cst.Name, node))


class DaemonKilledAtExit(Fixer):
    """Joins the process at the end of the block in which it is started."""

    applicability = "unsafe"
    unsafe = "the program waits for the process at its end"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Join it there; a daemon that never ends keeps the program from ending then."""
        call = program.at(finding.span, cst.Call)
        statement = program.statement(call)
        if not isinstance(program.parent(call), cst.Expr) or not isinstance(call.func, cst.Attribute):
            raise NoFix("it is part of a larger expression")
        draft = Draft(program, "Join the process", safe=False)
        process = call.func.value
        name = program.code(process)
        if isinstance(process, cst.Call):
            name = program.fresh_here("process", statement)
            draft.before(statement, f"{name} = {program.code(process)}")
            draft.replace(process, name)
        elif not is_plain(process):
            raise NoFix("the process has no simple name")
        elif "." in name:
            raise NoFix(_STORED)
        elif any(_gives(program, each, name) for each in program.following(statement)):
            raise NoFix("the function returns the process, and its caller decides when to join it")
        loop = program.parent(program.parent(statement) or statement)
        if isinstance(loop, cst.For):
            self._join_all(draft, loop, statement, name)
            return draft
        if isinstance(loop, cst.While):
            raise NoFix("it is started in a loop without a known end")
        draft.after(self._last(program, statement), f"{name}.join()")
        return draft

    def _join_all(self, draft: Draft, loop: cst.For, statement: Statement, name: str) -> None:
        """Keep the processes of a loop in a list; one that goes through such a list can be repeated."""
        program = draft.program
        if program.enclosing(loop, cst.For, cst.While, cst.FunctionDef) is not program.enclosing(loop, cst.FunctionDef):
            raise NoFix("it is started in a loop within a loop")
        last = self._last(program, loop)
        if name == program.code(loop.target) and is_plain(loop.iter):
            if "." in program.code(loop.iter):
                raise NoFix(_STORED)
            draft.after(last, f"for {name} in {program.code(loop.iter)}:\n{program.unit}{name}.join()")
            return
        kept = program.fresh_here("processes", loop)
        draft.before(loop, f"{kept} = []")
        draft.after(statement, f"{kept}.append({name})")
        draft.after(last, f"for {name} in {kept}:\n{program.unit}{name}.join()")

    def _last(self, program: Program, statement: Statement) -> cst.BaseStatement:
        """Return the last statement of a block after which something can come."""
        last: cst.BaseStatement = statement
        for each in program.following(statement):
            if leaves(each):
                break
            last = each
        return last
