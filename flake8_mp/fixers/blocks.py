"""Statements that are taken out, and blocks that get a ``finally``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.calls import is_plain
from flake8_mp.fixers.draft import Draft, indented
from flake8_mp.fixers.fixer import NoFix, OneLine

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program, Statement


def calls_of(program: Program, name: str, inside: cst.CSTNode) -> Iterator[Statement]:
    """Yield the statements that are a call without arguments like ``block.close()``, whose source is given."""
    for call in program.find(cst.Call, inside):
        if not call.args and program.code(call) == name and isinstance(program.parent(call), cst.Expr):
            yield program.statement(call)


def take_out(draft: Draft, statement: Statement) -> None:
    """Take a statement out; where its block would be empty, ``pass`` takes its place."""
    program = draft.program
    if len(program.siblings(statement)) == 1:
        draft.edit(program.start(statement), program.end(statement), "pass")
    else:
        draft.edit(program.first_line(statement), program.ending(statement), "")


def without_call(program: Program, call: cst.Call, why: str) -> Draft:
    """Take out a call that is a statement; ``why`` says what prevents that where it is none."""
    if not isinstance(program.parent(call), cst.Expr):
        raise NoFix(why)
    draft = Draft(program, "Remove this call", safe=False)
    take_out(draft, program.statement(call))
    return draft


def closed_later(program: Program, statement: Statement, owner: str, used: str, title: str) -> Draft | None:
    """Move the ``close()`` of an object from above a statement behind the last one that uses a name.

    None where no statement of the block above it is that call.
    """
    for each in program.siblings(statement):
        if each is statement:
            break
        if any(old is each for old in calls_of(program, f"{owner}.close()", each)):
            draft = Draft(program, title)
            draft.edit(program.first_line(each), program.ending(each), "")
            draft.after(last_mention(program, statement, used), f"{owner}.close()")
            return draft
    return None


def try_finally(draft: Draft, after: Statement, last: str) -> None:
    """Put all that follows a statement in its block into a ``try``, and lines into its ``finally``.

    Raises :class:`NoFix` where nothing follows.
    """
    program = draft.program
    behind = program.following(after)
    if not behind:
        raise NoFix("nothing comes after it in its block")
    indentation = program.indentation(after)
    start, end = program.beginning(behind[0]), program.ending(behind[-1])
    draft.insert(start, f"{indentation}try:\n")
    draft.indent(start, end)
    lines = indented(f"finally:\n{indented(last, program.unit)}", indentation)
    draft.insert(end, lines + "\n" if program.text[:end].endswith("\n") else "\n" + lines)


def try_around(draft: Draft, first: cst.BaseStatement, last: cst.BaseStatement, code: str) -> None:
    """Put statements that follow each other into a ``try``, and lines into its ``finally``."""
    program = draft.program
    under(draft, "try:", first, last)
    indentation, end = program.indentation(first), program.ending(last)
    lines = indented(f"finally:\n{indented(code, program.unit)}", indentation)
    draft.insert(end, lines + "\n" if program.text[:end].endswith("\n") else "\n" + lines)


def stretch(draft: Draft, entered: cst.With, used: cst.CSTNode) -> None:
    """Let a ``with`` of one item reach to the statement behind it that holds a node. Raises :class:`NoFix`."""
    program = draft.program
    if len(entered.items) != 1 or entered.asynchronous:
        raise NoFix("the `with` has other items")
    program.body(entered)
    for each in program.following(entered):
        if program.holds(each, used):
            draft.indent(program.ending(entered), program.ending(each))
            return
    raise NoFix("it is not in the same block as the `with`")


def entered_by(program: Program, made: cst.CSTNode) -> cst.With:
    """Return the ``with`` that an object is made for. Raises :class:`NoFix`."""
    item = program.parent(made)
    entered = program.parent(item) if isinstance(item, cst.WithItem) else None
    if not isinstance(entered, cst.With):
        raise NoFix("it is not created by a `with` statement")
    return entered


def under(draft: Draft, header: str, first: cst.BaseStatement, last: cst.BaseStatement | None = None) -> None:
    """Put statements that follow each other into a block of their own below a header."""
    program = draft.program
    start = program.first_line(first)
    draft.insert(start, f"{program.indentation(first)}{header}\n")
    draft.indent(start, program.ending(last or first))


def mentions(program: Program, statement: cst.CSTNode, name: str) -> bool:
    """Return whether a name or an attribute like ``self.queue``, whose source is given, stands in a statement."""
    return any(
        is_plain(each) and program.code(each) == name
        for each in program.find(cst.BaseExpression, statement)  # type: ignore[type-abstract]
    )


def last_mention(program: Program, statement: Statement, name: str) -> cst.BaseStatement:
    """Return the last statement of a block, from one on, in which a name stands; that one where none does."""
    last: cst.BaseStatement = statement
    for each in program.following(statement):
        if mentions(program, each, name):
            last = each
    return last


def assigned(program: Program, value: cst.CSTNode) -> tuple[Statement, str]:
    """Return the statement that assigns a value to a plain name, and the source of that. Raises :class:`NoFix`."""
    outer = program.parent(value)
    if isinstance(outer, cst.Assign) and len(outer.targets) == 1:
        target: cst.CSTNode = outer.targets[0].target
    elif isinstance(outer, cst.AnnAssign):
        target = outer.target
    else:
        raise NoFix("it is not assigned to a name")
    if not is_plain(target):
        raise NoFix("it is not assigned to a simple name")
    return program.statement(value), program.code(target)


def first_in(draft: Draft, function: cst.FunctionDef, code: str) -> None:
    """Insert a statement at the beginning of a function, below its docstring."""
    body = draft.program.body(function).body
    first: Statement | cst.BaseStatement = body[0]
    if isinstance(first, cst.SimpleStatementLine) and isinstance(first.body[0], cst.Expr):
        if isinstance(first.body[0].value, cst.SimpleString | cst.ConcatenatedString):
            if len(first.body) > 1:
                raise OneLine("its docstring shares its line with a statement", first)
            draft.after(first, code)
            return
    if not isinstance(first, cst.SimpleStatementLine | cst.BaseCompoundStatement):
        raise NoFix("its body is written on one line")
    draft.before(first, code)
