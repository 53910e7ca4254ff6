"""MP514: use the other end of a pipe, or this one for longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import calls_of, stretch
from flake8_mp.fixers.calls import receiver
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.scoping import only_value

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class MisusedPipeEnd(Fixer):
    """Exchanges the names of the two ends, or closes an end later."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Find what comes too early, or where the ends get their names."""
        call = program.at(finding.span, cst.Call)
        if finding.problem == "closed first":
            return self._close_later(program, call)
        if finding.problem == "closed end":
            return self._stretch(program, call)
        if finding.problem == "direction":
            return self._exchange(program)
        if finding.problem == "closed by a round":
            raise NoFix("the end has to be closed after the loop")
        raise NoFix("it is not known which process is to wait")

    def _close_later(self, program: Program, call: cst.Call) -> Draft:
        """Close the end of the parent when the child has got its own."""
        statement, process = program.statement(call), call.func
        made = (
            only_value(program, process.value)
            if isinstance(process, cst.Attribute) and isinstance(process.value, cst.Name)
            else None
        )
        if made is None or not isinstance(program.parent(call), cst.Expr):
            raise NoFix("the process is created elsewhere")
        for each in program.siblings(statement):
            if each is statement:
                break
            for name in program.find(cst.Name, made):
                if any(old is each for old in calls_of(program, f"{name.value}.close()", each)):
                    draft = Draft(program, f"Close `{name.value}` after `start()`")
                    draft.edit(program.first_line(each), program.ending(each), "")
                    draft.after(statement, f"{name.value}.close()")
                    return draft
        raise NoFix("it is closed elsewhere")

    def _stretch(self, program: Program, call: cst.Call) -> Draft:
        name = receiver(program, call)
        for each in program.siblings(program.statement(call)):
            if isinstance(each, cst.With) and any(program.code(item.item) == name for item in each.items):
                draft = Draft(program, "Move it into the `with`")
                stretch(draft, each, call)
                return draft
        raise NoFix("it is closed elsewhere")

    def _exchange(self, program: Program) -> Draft:
        """Give the ends of a one-way pipe the names that they are used by: the first one reads."""
        found = []
        for each in program.find(cst.Assign):
            one_way = isinstance(each.value, cst.Call) and any(
                program.code(argument.value) == "False" for argument in each.value.args
            )
            if one_way and program.code(each.value).partition("(")[0].rpartition(".")[2] == "Pipe":
                found.append(each)
        target = found[0].targets[0].target if len(found) == 1 and len(found[0].targets) == 1 else None
        if not isinstance(target, cst.Tuple) or len(target.elements) != 2:
            raise NoFix("it is not known which pipe it is an end of")
        first, second = (each.value for each in target.elements)
        draft = Draft(program, "Exchange the names of the two ends")
        draft.replace(first, program.code(second))
        draft.replace(second, program.code(first))
        return draft
