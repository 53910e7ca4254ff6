"""Calls and their arguments, as fixers change them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.fixer import NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.draft import Draft
    from flake8_mp.fixers.program import Program


def argument_at(program: Program, node: cst.CSTNode) -> tuple[cst.Call, cst.Arg]:
    """Return the call that an expression is an argument of, and that argument. Raises :class:`NoFix`."""
    argument = program.parent(node)
    call = program.parent(argument) if isinstance(argument, cst.Arg) else None
    if not isinstance(argument, cst.Arg) or not isinstance(call, cst.Call):
        raise NoFix("it is not an argument of a call")
    return call, argument


def keyword(call: cst.Call, name: str) -> cst.Arg | None:
    """Return the argument that is passed under a keyword."""
    return next((each for each in call.args if each.keyword is not None and each.keyword.value == name), None)


def has_stars(call: cst.Call) -> bool:
    """Return whether a call unpacks arguments, so that it is not known what it passes."""
    return any(each.star for each in call.args)


def method(call: cst.Call) -> str:
    """Return the last name of what is called: ``map`` of ``pool.map(…)``."""
    if isinstance(call.func, cst.Attribute):
        return call.func.attr.value
    return call.func.value if isinstance(call.func, cst.Name) else ""


def receiver(program: Program, call: cst.Call) -> str:
    """Return the source of the object whose method is called. Raises :class:`NoFix` where it is no plain name."""
    if isinstance(call.func, cst.Attribute) and is_plain(call.func.value):
        return program.code(call.func.value)
    raise NoFix("it is not a method call on a plain name")


def is_plain(node: cst.CSTNode) -> bool:
    """Return whether an expression is a name or an attribute of one, so that looking at it twice is the same."""
    while isinstance(node, cst.Attribute):
        node = node.value
    return isinstance(node, cst.Name)


def tuple_of(items: Iterable[str]) -> str:
    """Return the source of a tuple."""
    found = list(items)
    return f"({', '.join(found)}{',' if len(found) == 1 else ''})"


def add_argument(draft: Draft, call: cst.Call, source: str) -> None:
    """Add an argument behind the others of a call, whose layout stays."""
    program = draft.program
    if not call.args:
        draft.insert(program.inner_end(call) - 1, source)
        return
    last = call.args[-1]
    if last.star == "**" and "=" not in source.partition("(")[0]:
        raise NoFix("the call unpacks keywords")
    end = program.end(last.value)
    trailing = isinstance(last.comma, cst.Comma)
    if trailing:
        draft.insert(
            end,
            f", {source}" if "\n" not in program.text[end : program.end(call)] else _own_line(program, last, source),
        )
    else:
        draft.insert(end, f", {source}")


def _own_line(program: Program, last: cst.Arg, source: str) -> str:
    start = program.start(last)
    line = program.text[program.line_start(start) : start]
    return f",\n{line}{source}" if not line.strip() else f", {source}"


def remove_argument(draft: Draft, call: cst.Call, argument: cst.Arg) -> None:
    """Take an argument out of a call, with the comma that sets it apart."""
    program = draft.program
    place = next(index for index, each in enumerate(call.args) if each is argument)
    if place + 1 < len(call.args):
        draft.edit(program.start(argument), program.start(call.args[place + 1]), "")
    elif place:
        draft.edit(program.end(call.args[place - 1].value), program.end(argument.value), "")
    else:
        draft.edit(program.start(argument), program.end(argument), "")


def prepend_arguments(draft: Draft, call: cst.Call, parameter: str, items: Iterable[str]) -> None:
    """Put values before those of an ``args=`` or ``initargs=`` that is a tuple or list, or any iterable."""
    program = draft.program
    found = keyword(call, parameter)
    values = list(items)
    if not values:
        return
    if found is None:
        if has_stars(call):
            raise NoFix("the call unpacks arguments")
        add_argument(draft, call, f"{parameter}={tuple_of(values)}")
    elif isinstance(found.value, cst.Tuple | cst.List) and (found.value.lpar or isinstance(found.value, cst.List)):
        elements = [
            program.code(each.value)
            if not isinstance(each, cst.StarredElement)
            else program.module.code_for_node(each.with_changes(comma=cst.MaybeSentinel.DEFAULT))
            for each in found.value.elements
        ]
        code = tuple_of([*values, *elements])
        draft.replace(
            found.value, code if isinstance(found.value, cst.Tuple) else f"[{', '.join([*values, *elements])}]"
        )
    else:
        draft.replace(found.value, tuple_of([*values, f"*{program.code(found.value)}"]))
