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
        if scope is None or is_label(program, name):
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


def is_label(program: Program, name: cst.Name) -> bool:
    """Return whether a name is no variable: that of an attribute, or of a keyword argument."""
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


def bound_too_late(program: Program, part: cst.CSTNode, place: cst.CSTNode) -> str:
    """Return a name of the module that code uses and that is not bound yet before a statement; empty where all are.

    What stands in functions and lambdas within the code is not run there.
    """
    before = program.start(place)
    for name in program.find(cst.Name, part):
        scope = program.scopes.get(name)
        inner = program.enclosing(name, cst.FunctionDef, cst.Lambda)
        if scope is None or is_label(program, name) or (inner is not None and program.holds(part, inner)):
            continue
        bound = [each for each in scope[name.value] if isinstance(each, Assignment)]
        if bound and all(isinstance(each.scope, GlobalScope) and program.start(each.node) > before for each in bound):
            return name.value
    return ""


def bound_globally(program: Program, name: str) -> bool:
    """Return whether the module binds a name at its own level, or by ``global`` from a function."""
    return any(
        isinstance(scope, GlobalScope) and any(each.name.partition(".")[0] == name for each in scope.assignments)
        for scope in program.scopes.values()
        if scope is not None
    )


def only_binding(program: Program, name: cst.Name) -> cst.CSTNode | None:
    """Return what binds a variable where only one place does; None where there are others, or none in sight."""
    scope = program.scopes.get(name)
    found = list(scope[name.value]) if scope is not None else []
    if len(found) != 1 or not isinstance(found[0], Assignment):
        return None
    return found[0].node


def only_value(program: Program, name: cst.Name) -> cst.BaseExpression | None:
    """Return the expression that a variable is bound to in its only assignment."""
    bound = only_binding(program, name)
    target = program.parent(bound) if bound is not None else None
    over = program.parent(target) if target is not None else None
    if isinstance(target, cst.AssignTarget) and isinstance(over, cst.Assign) and target.target is bound:
        return over.value
    return target.value if isinstance(target, cst.AnnAssign) and target.target is bound else None


def is_rebound(program: Program, function: cst.FunctionDef, parameter: str) -> bool:
    """Return whether a function binds one of its parameters to something else than it was called with."""
    scope = program.scopes.get(function.body)
    return scope is None or len(scope[parameter]) != 1
