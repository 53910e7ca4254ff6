"""MP513: put one sentinel for each reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.calls import is_plain
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program, Statement
    from flake8_mp.rule import Finding


class OneSentinelForMany(Fixer):
    """Repeats the ``put`` for each process that is joined afterwards."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Put the statement into a loop."""
        call = program.at(finding.span, cst.Call)
        statement = program.statement(call)
        if not isinstance(program.parent(call), cst.Expr):
            raise NoFix("it is part of a larger expression")
        draft = Draft(program, "Put one sentinel for each reader")
        start = program.first_line(statement)
        draft.insert(start, f"{program.indentation(statement)}for _ in {self._readers(program, statement)}:\n")
        draft.indent(start, program.ending(statement))
        return draft

    def _readers(self, program: Program, statement: Statement) -> str:
        """Return the source of something with one element for each reader: the list of processes that are joined."""
        names: list[str] = []
        for each in program.following(statement):
            joined = [call for call in program.find(cst.Call, each) if program.code(call.func).endswith(".join")]
            if isinstance(each, cst.For) and len(joined) == 1 and is_plain(each.iter):
                if program.code(joined[0].func) == f"{program.code(each.target)}.join":
                    return program.code(each.iter)
            names += [program.code(call.func) for call in joined]
        if len(set(names)) < 2:
            raise NoFix("it is not known how many readers there are")
        return f"range({len(set(names))})"
