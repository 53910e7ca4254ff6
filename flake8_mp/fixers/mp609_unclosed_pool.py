"""MP609: enter the pool by ``with``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program, Statement
    from flake8_mp.rule import Finding


class UnclosedPool(Fixer):
    """Puts a ``with`` around all that uses the pool."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Replace ``pool = Pool()`` by ``with Pool() as pool:``."""
        call = program.at(finding.span, cst.Call)
        statement = program.statement(call)
        draft = Draft(program, "Use the pool in a `with` statement")
        small = program.parent(call)
        if isinstance(small, cst.Assign) and len(small.targets) == 1 and isinstance(small.targets[0].target, cst.Name):
            self._named(draft, statement, call, small.targets[0].target.value)
        elif isinstance(statement, cst.SimpleStatementLine) and isinstance(small, cst.Attribute):
            self._unnamed(draft, statement, call)
        else:
            raise NoFix("the pool is not stored in a variable")
        return draft

    def _named(self, draft: Draft, statement: Statement, call: cst.Call, name: str) -> None:
        program = draft.program
        users = [each for each in program.following(statement) if _names(program, each, name)]
        if not users:
            raise NoFix("the pool is used in another block")
        inside = sum(_names(program, each, name) for each in program.following(statement))
        if inside + 1 != sum(node.value == name for node in _in_scope(program, statement)):
            raise NoFix("the pool is also used elsewhere")
        draft.edit(program.start(statement), program.end(statement), f"with {program.code(call)} as {name}:")
        draft.indent(program.ending(statement), program.ending(users[-1]))

    def _unnamed(self, draft: Draft, statement: Statement, call: cst.Call) -> None:
        program = draft.program
        for outer in program.around(call):
            if outer is statement:
                break
            if isinstance(outer, cst.Lambda | cst.BaseComp | cst.BooleanOperation | cst.IfExp):
                raise NoFix("the pool is created where no `with` is possible")
        name = program.fresh_here("pool", statement)
        draft.replace(call, name)
        draft.before(statement, f"with {program.code(call)} as {name}:")
        draft.indent(program.first_line(statement), program.ending(statement))


def _names(program: Program, node: cst.CSTNode, name: str) -> int:
    return sum(each.value == name for each in program.find(cst.Name, node) if not _is_attribute(program, each))


def _is_attribute(program: Program, node: cst.CSTNode) -> bool:
    parent = program.parent(node)
    return (isinstance(parent, cst.Attribute) and parent.attr is node) or (
        isinstance(parent, cst.Arg) and parent.keyword is node
    )


def _in_scope(program: Program, statement: Statement) -> list[cst.Name]:
    """Return the names of the function that a statement stands in, else those of the module outside of functions."""
    function = program.enclosing(statement, cst.FunctionDef)
    if function is not None:
        return [each for each in program.find(cst.Name, function) if not _is_attribute(program, each)]
    found = []
    for each in program.find(cst.Name):
        outer = program.enclosing(each, cst.FunctionDef)
        if not _is_attribute(program, each) and (outer is None or not _binds(program, outer, each.value)):
            found.append(each)
    return found


def _binds(program: Program, function: cst.CSTNode, name: str) -> bool:
    """Return whether a function has a variable of its own under this name."""
    scope = program.scopes.get(function.body) if isinstance(function, cst.FunctionDef) else None
    return scope is not None and any(assignment.name == name for assignment in scope.assignments)
