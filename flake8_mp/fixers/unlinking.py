"""Blocks of shared memory that are closed and unlinked on every path."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import assigned, calls_of, take_out, try_finally
from flake8_mp.fixers.calls import method
from flake8_mp.fixers.draft import Draft, indented
from flake8_mp.fixers.fixer import NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program, Statement
    from flake8_mp.rule import Finding


def unlink(program: Program, finding: Finding, *, safe: bool) -> Draft:
    """Close and unlink a block that is created in a function, at the end of it and in its methods.

    Raises :class:`NoFix` where somebody else may use it afterwards.
    """
    made = program.at(finding.span, cst.Call)
    handle = ".shm" if method(made) == "ShareableList" else ""
    if isinstance(program.parent(program.parent(made) or made), cst.Call):
        return _in_closing(program, made, handle)
    statement, name = assigned(program, made)
    if name.startswith("self."):
        return _in_class(program, statement, f"{name}{handle}")
    if "." in name:
        raise NoFix("the block is stored in an object")
    _stays(program, statement, name)
    draft = Draft(program, "Close and unlink the block in a `finally`", safe=safe)
    for each in program.following(statement):
        for call in ("close", "unlink"):
            for old in list(calls_of(program, f"{name}{handle}.{call}()", each)):
                take_out(draft, old)
    try_finally(draft, statement, f"{name}{handle}.close()\n{name}{handle}.unlink()")
    return draft


def _stays(program: Program, statement: Statement, name: str) -> None:
    """Refuse where the block, or its name, leaves the function that creates it."""
    for each in program.following(statement):
        for used in program.find(cst.Name, each):
            if used.value != name:
                continue
            whole, outer = _outermost(program, used)
            if any(isinstance(above, cst.Call) and program.holds(each, above) for above in program.around(whole)):
                continue
            if isinstance(outer, cst.Return | cst.Assign | cst.AnnAssign | cst.Element | cst.DictElement):
                if whole is used or program.code(whole).endswith(".name"):
                    raise NoFix("the block or its name is passed on, and may be used later")


def _outermost(program: Program, node: cst.CSTNode) -> tuple[cst.CSTNode, cst.CSTNode | None]:
    """Return the attribute that a name is the beginning of, and what that is a part of."""
    outer = program.parent(node)
    while isinstance(outer, cst.Attribute) and outer.value is node:
        node, outer = outer, program.parent(outer)
    return node, outer


def _in_class(program: Program, statement: Statement, name: str) -> Draft:
    """Unlink where the class closes its block."""
    cls = program.enclosing(statement, cst.ClassDef)
    closing = list(calls_of(program, f"{name}.close()", cls)) if cls is not None else []
    if len(closing) != 1 or any(True for _ in calls_of(program, f"{name}.unlink()", cls or statement)):
        raise NoFix("its class does not close the block in one place")
    draft = Draft(program, "Unlink the block where it is closed", safe=False)
    draft.after(closing[0], f"{name}.unlink()")
    return draft


def _in_closing(program: Program, made: cst.Call, handle: str) -> Draft:
    """Unlink at the end of ``with closing(…)``, which only closes."""
    outer = program.parent(program.parent(made) or made)
    item = program.parent(outer) if outer is not None else None
    entered = program.parent(item) if item is not None else None
    if not isinstance(outer, cst.Call) or method(outer) != "closing" or not isinstance(item, cst.WithItem):
        raise NoFix("it is not assigned to a name")
    if not isinstance(entered, cst.With) or item.asname is None or len(entered.items) != 1:
        raise NoFix("it is not assigned to a name")
    name = f"{program.code(item.asname.name)}{handle}"
    body = program.body(entered).body
    start, end = program.beginning(body[0]), program.ending(body[-1])
    indentation = program.indentation(body[0])
    draft = Draft(program, "Unlink the block in a `finally`", safe=False)
    draft.insert(start, f"{indentation}try:\n")
    draft.indent(start, end)
    lines = indented(f"finally:\n{program.unit}{name}.unlink()", indentation)
    draft.insert(end, lines + "\n" if program.text[:end].endswith("\n") else "\n" + lines)
    return draft
