"""Which names a piece of a program takes from the functions around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst
from libcst.metadata import Assignment, BaseAssignment, BuiltinScope, ComprehensionScope, GlobalScope, Scope

from flake8_mp.fixers.fixer import NoFix
from flake8_mp.fixers.guards import is_main_guard

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program


def captured(program: Program, outer: cst.CSTNode, part: cst.CSTNode) -> list[str]:
    """Return the names in a part of a function, class or lambda that are variables of functions around it.

    In the order in which they are met; a name of the module counts too where it is bound under the guard only, for
    children do not have it. Raises :class:`NoFix` where one is assigned again further down: its value when the piece is
    called may be another one than when it is made.
    """
    own = _own_scope(program, outer)
    found: dict[str, None] = {}
    for name in program.find(cst.Name, part):
        scope = program.scopes.get(name)
        if scope is None or _is_not_variable(program, name):
            continue
        assignments = scope[name.value]
        if any(_within(each.scope, own) for each in assignments):
            continue
        outside = [each for each in assignments if _is_local(program, each)]
        if not outside:
            continue
        if any(_rebinds(program, each, outer) for each in outside):
            raise NoFix(f"`{name.value}` is assigned again further down")
        found[name.value] = None
    return list(found)


def _own_scope(program: Program, outer: cst.CSTNode) -> Scope | None:
    body = getattr(outer, "body", None)
    if isinstance(outer, cst.ClassDef):
        body = outer.body.body[0]  # libcst gives the block of a class the scope around it
    return program.scopes.get(body) if isinstance(body, cst.CSTNode) else None


def _within(scope: Scope, own: Scope | None) -> bool:
    while own is not None and not isinstance(scope, GlobalScope | BuiltinScope):
        if scope is own:
            return True
        scope = scope.parent
    return False


def _is_not_variable(program: Program, name: cst.Name) -> bool:
    parent = program.parent(name)
    if isinstance(parent, cst.Attribute):
        return parent.attr is name
    return isinstance(parent, cst.Arg) and parent.keyword is name


def _is_local(program: Program, assignment: BaseAssignment) -> bool:
    """Return whether only the program itself has what is bound: in a function, or under the guard of the module."""
    if isinstance(assignment.scope, BuiltinScope):
        return False
    if not isinstance(assignment.scope, GlobalScope):
        return True
    if not isinstance(assignment, Assignment):
        return False
    others = assignment.scope[assignment.name]
    return all(
        isinstance(each, Assignment) and is_main_guard(program, program.top_statement(each.node)) for each in others
    )


def _rebinds(program: Program, assignment: BaseAssignment, outer: cst.CSTNode) -> bool:
    if isinstance(assignment.scope, ComprehensionScope) or not isinstance(assignment, Assignment):
        return False
    node = assignment.node
    if program.holds(outer, node) or node is outer:
        return False
    return program.start(node) > program.start(outer)


def bound_globally(program: Program, name: str) -> bool:
    """Return whether the module binds a name at its own level, or by ``global`` from a function."""
    return any(
        isinstance(scope, GlobalScope) and any(each.name.partition(".")[0] == name for each in scope.assignments)
        for scope in program.scopes.values()
        if scope is not None
    )
