"""MP101: put what starts processes under the guard, with all that comes after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.guards import from_here_on, guard, used_at_once
from flake8_mp.fixers.importing import bound_by
from flake8_mp.fixers.repeated_effects import effect, makes_executor

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program, Statement
    from flake8_mp.rule import Finding


class UnguardedStart(Fixer):
    """Moves statements of the module under ``if __name__ == "__main__":``."""

    applicability = "safe, unsafe"
    unsafe = "another file may import what is bound in the moved lines"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Move the statement that starts, and those behind it that do something."""
        first = program.top_statement(program.expression(finding.span))
        if not finding.details.is_program:
            raise NoFix("this file is imported: start processes in a function that the program calls")
        if isinstance(first, cst.FunctionDef | cst.ClassDef):
            raise NoFix("it starts while a function or class is being defined: start it in a function")
        moved = _with_effects(program, first)
        draft = Draft(program, "Move it, and what comes after it, under the `__main__` guard")
        # A file that is imported has these names afterwards no more.
        draft.safe = not any(bound_by(program, each) for each in moved)
        guard(draft, moved)
        return draft


def _with_effects(program: Program, first: Statement) -> list[Statement]:
    """Return what goes under the guard: the statement that starts and what follows, or more.

    With it goes what must not be done by each child that imports the file: that is how loud failures of all children
    would become files that each of them empties. Raises :class:`NoFix` where a function needs what would go.
    """
    moved = from_here_on(program, first)
    before = program.siblings(first)[: -len(program.following(first)) - 1]
    found = [(each, what) for each in before if (what := effect(program, each))]
    if found:
        start, what = found[0]
        if not isinstance(start, cst.SimpleStatementLine | cst.If | cst.For | cst.While | cst.With | cst.Try):
            raise NoFix(f"each child process would {what} again")
        moved = from_here_on(program, start)
        inside = {name for each in moved for name in bound_by(program, each) if not _follows(program, first, each)}
        if inside & _used_in_definitions(program):
            raise NoFix(f"each child process would {what} again")
    staying = [each for each in program.siblings(first) if not any(each is one for one in moved)]
    if any((what := effect(program, each)) for each in staying):
        raise NoFix(f"each child process would {what} again")
    executors = [each for each in staying if makes_executor(program, each) and _can_go(program, each, staying)]
    return [*(each for each in executors if isinstance(each, cst.SimpleStatementLine)), *moved]


def _follows(program: Program, first: Statement, statement: Statement) -> bool:
    return statement is first or any(each is statement for each in program.following(first))


def _used_in_definitions(program: Program) -> set[str]:
    """Return the names that functions and classes of the file use, which workers may run."""
    definitions = [each for each in program.module.body if isinstance(each, cst.FunctionDef | cst.ClassDef)]
    return {name.value for each in definitions for name in program.find(cst.Name, each)}


def _can_go(program: Program, executor: cst.BaseStatement, staying: list[cst.BaseStatement]) -> bool:
    """Return whether nothing that stays uses an executor while the file is imported."""
    names = bound_by(program, executor)
    return not any(names & used_at_once(program, each) for each in staying if each is not executor)
