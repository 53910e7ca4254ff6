"""The guard of the main module: found, made, and filled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.fixer import NoFix
from flake8_mp.fixers.importing import bound_by

if TYPE_CHECKING:
    from flake8_mp.fixers.draft import Draft
    from flake8_mp.fixers.program import Program, Statement

GUARD = 'if __name__ == "__main__":'


def is_main_guard(program: Program, statement: cst.CSTNode) -> bool:
    """Return whether a statement is ``if __name__ == "__main__":``, in whatever order and quotes."""
    if not isinstance(statement, cst.If):
        return False
    test = " ".join(program.code(statement.test).strip("() ").split())
    return re.fullmatch(r"__name__ == ([\"'])__main__\1|([\"'])__main__\2 == __name__", test) is not None


def is_plain_guard(program: Program, statement: cst.CSTNode) -> bool:
    """Return whether statements can be added to a guard: it has a block of its own and no ``else``."""
    return (
        is_main_guard(program, statement)
        and isinstance(statement, cst.If)
        and isinstance(statement.body, cst.IndentedBlock)
        and statement.orelse is None
    )


def is_inert(program: Program, statement: cst.CSTNode) -> bool:
    """Return whether a statement of the module may run in every child: definitions, imports, plain values, guards."""
    if isinstance(statement, cst.FunctionDef | cst.ClassDef) or is_main_guard(program, statement):
        return True
    if isinstance(statement, cst.If):
        return program.code(statement.test).rpartition(".")[2] == "TYPE_CHECKING"
    if isinstance(statement, cst.Try):
        return all(_is_small_and_inert(each) for each in statement.body.body)
    return _is_small_and_inert(statement)


def _is_small_and_inert(statement: cst.CSTNode) -> bool:
    if not isinstance(statement, cst.SimpleStatementLine):
        return False
    for small in statement.body:
        if isinstance(small, cst.Import | cst.ImportFrom | cst.Pass | cst.Global):
            continue
        value = small.value if isinstance(small, cst.Assign | cst.AnnAssign | cst.Expr) else small
        if isinstance(small, cst.Expr) and not isinstance(value, cst.BaseString):
            return False
        if value is not None and (not isinstance(value, cst.BaseExpression) or _does_something(value)):
            return False
    return True


def _does_something(value: cst.CSTNode) -> bool:
    if isinstance(value, cst.Call | cst.Await | cst.Yield | cst.NamedExpr):
        return True
    return any(_does_something(each) for each in value.children)


def from_here_on(program: Program, first: Statement) -> list[Statement]:
    """Return a statement of the module, and those behind it that children must not run either.

    Raises :class:`NoFix` where what stays needs what goes while it is defined.
    """
    behind = [each for each in program.following(first) if not is_inert(program, each)]
    moved = [first, *(each for each in behind if isinstance(each, cst.SimpleStatementLine | cst.BaseCompoundStatement))]
    names = {name for each in moved for name in bound_by(program, each)}
    for each in program.following(first):
        if is_inert(program, each) and not is_main_guard(program, each):
            used = used_at_once(program, each) & names
            if used:
                raise NoFix(f"`{min(used)}` is needed while the file is imported")
    return moved


def used_at_once(program: Program, statement: cst.CSTNode) -> set[str]:
    """Return the names that a definition uses while it is made."""
    parts: Iterable[cst.CSTNode] = [statement]
    if isinstance(statement, cst.FunctionDef):
        taken = program.find(cst.Param, statement.params)
        given = [part for each in taken for part in (each.default, each.annotation) if part is not None]
        parts = [*statement.decorators, *given, *([statement.returns] if statement.returns else [])]
    return {name.value for part in parts for name in program.find(cst.Name, part)}


def guard(draft: Draft, statements: Sequence[Statement]) -> None:
    """Put statements of the module under the guard: the one that is there behind them, else one of their own.

    What stays runs before what goes, in which nothing else changes.
    """
    program = draft.program
    existing = next(
        (each for each in program.following(statements[-1]) if is_plain_guard(program, each)),
        None,
    )
    if isinstance(existing, cst.If):
        moved = "".join(_cut(draft, each) for each in statements)
        draft.insert(program.beginning(program.body(existing).body[0]), moved)
    elif _is_stretch(program, statements) and not program.following(statements[-1]):
        start = program.beginning(statements[0])
        draft.insert(start, _apart(program, start) + GUARD + "\n")
        draft.indent(start, program.ending(statements[-1]))
    elif any(is_main_guard(program, each) for each in program.following(statements[0])):
        raise NoFix("it cannot be moved under the existing guard")
    elif not program.following(statements[-1]):
        start, end = program.beginning(statements[-1]), program.ending(statements[-1])
        moved = "".join(_cut(draft, each) for each in statements[:-1]) + _indented(program, start, end)
        draft.edit(start, end, f"{_apart(program, start)}{GUARD}\n{moved}")
    else:
        moved = "".join(_cut(draft, each) for each in statements)
        end = len(program.text)
        draft.insert(end, ("" if program.text.endswith("\n") else "\n") + f"\n\n{GUARD}\n{moved}")


def guard_here(draft: Draft, statement: Statement) -> None:
    """Put one statement under the guard without changing the order: under the next guard where nothing happens before.

    Raises :class:`NoFix` where what is imported needs what it binds.
    """
    program = draft.program
    names = bound_by(program, statement)
    between: list[cst.CSTNode] = []
    for each in program.following(statement):
        if is_plain_guard(program, each):
            if all(isinstance(inert, cst.FunctionDef | cst.ClassDef) for inert in between):
                guard(draft, [statement])
                return
            break
        between.append(each)
    for each in program.following(statement):
        if not is_main_guard(program, each) and (used := used_at_once(program, each) & names):
            raise NoFix(f"`{min(used)}` is needed while the file is imported")
    start = program.beginning(statement)
    draft.insert(start, _apart(program, start) + GUARD + "\n")
    draft.indent(start, program.ending(statement))


def _apart(program: Program, at: int) -> str:
    """Return the blank line that sets a guard apart from what is above it, where there is none."""
    return "" if at == 0 or program.text[:at].endswith("\n\n") else "\n"


def _is_stretch(program: Program, statements: Sequence[Statement]) -> bool:
    siblings = program.siblings(statements[0])
    places = [index for index, each in enumerate(siblings) if any(each is one for one in statements)]
    return places == list(range(places[0], places[0] + len(places)))


def _cut(draft: Draft, statement: Statement) -> str:
    """Take a statement of the module out, and return its lines as they stand in the guard."""
    program = draft.program
    lines = _indented(program, program.beginning(statement), program.ending(statement))
    draft.remove(statement)
    return lines


def _indented(program: Program, start: int, end: int) -> str:
    """Return lines of the module as they stand in a block."""
    number, _ = program.place(start)
    lines = []
    for line in program.text[start:end].rstrip("\n").split("\n"):
        lines.append(program.unit + line if line.strip() and number not in program.inside_strings else line)
        number += 1
    return "\n".join(lines) + "\n"
