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


class MissingSentinel(Fixer):
    """Repeats the ``put`` for each process that is joined afterwards, or writes it before these are joined."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Put the statement into a loop, or write it where nothing stops the readers."""
        if finding.problem in ("no exception", "endless"):
            raise NoFix("the process has to be written so that a sentinel stops it")
        if finding.problem == "never ends":
            raise NoFix("it is not known where the last item is put")
        if finding.problem == "no stop":
            return self._stop(program, program.at(finding.span, cst.Call))
        call = program.at(finding.span, cst.Call)
        statement = program.statement(call)
        if not isinstance(program.parent(call), cst.Expr):
            raise NoFix("it is part of a larger expression")
        draft = Draft(program, "Put one sentinel for each reader")
        start = program.first_line(statement)
        draft.insert(start, f"{program.indentation(statement)}for _ in {self._readers(program, statement)}:\n")
        draft.indent(start, program.ending(statement))
        return draft

    def _stop(self, program: Program, join: cst.Call) -> Draft:
        """Put None before the process is joined, for each of those that a loop joins."""
        function = program.enclosing(join, cst.FunctionDef)
        puts = [call for call in program.find(cst.Call, function) if program.code(call.func).endswith(".put")]
        queues = {_owner(call.func) for call in puts}
        if len(queues) != 1 or "" in queues:
            raise NoFix("it is not known what this function calls the queue")
        statement, put = program.statement(join), f"{queues.pop()}.put(None)"
        draft = Draft(program, "Put one sentinel for each reader")
        loop = program.enclosing(statement, cst.For, cst.While, cst.FunctionDef)
        if loop is None or isinstance(loop, cst.FunctionDef):
            draft.before(statement, put)
        elif isinstance(loop, cst.For) and is_plain(loop.iter) and _joins(program, loop, join):
            draft.before(loop, f"for _ in {program.code(loop.iter)}:\n{program.unit}{put}")
        else:
            raise NoFix("it is not known how many readers there are")
        return draft

    def _readers(self, program: Program, statement: Statement) -> str:
        """Return the source of something with one element for each reader: the list of processes that are joined."""
        names: list[str] = []
        for each in program.following(statement):
            joined = [call for call in program.find(cst.Call, each) if program.code(call.func).endswith(".join")]
            if isinstance(each, cst.For) and len(joined) == 1 and is_plain(each.iter):
                if _joins(program, each, joined[0]):
                    return program.code(each.iter)
            names += [program.code(call.func) for call in joined]
        if len(set(names)) < 2:
            raise NoFix("it is not known how many readers there are")
        return f"range({len(set(names))})"


def _owner(function: cst.BaseExpression) -> str:
    """Return the plain name that a method is taken from, empty where it is none."""
    owner = function.value if isinstance(function, cst.Attribute) else None
    return owner.value if isinstance(owner, cst.Name) else ""


def _joins(program: Program, loop: cst.For, join: cst.Call) -> bool:
    """Return whether a loop joins each thing that it goes through."""
    return program.code(join.func) == f"{program.code(loop.target)}.join"
