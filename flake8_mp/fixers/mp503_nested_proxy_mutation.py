"""MP503: assign the changed copy back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.calls import is_plain, method
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program, Statement
    from flake8_mp.rule import Finding


class NestedProxyMutation(Fixer):
    """Fetches the copy, changes it, and puts it back."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Write the three steps, or the last of them where the copy has a name already."""
        if "defaultdict" in program.names:
            raise NoFix("a missing item of a defaultdict is not created by a manager")
        changed = program.expression(finding.span)
        statement = program.statement(changed)
        if not isinstance(statement, cst.SimpleStatementLine):
            raise NoFix("it is part of a larger expression")
        copy = self._copy(program, changed, finding.words)
        draft = Draft(program, "Assign the changed copy back")
        if isinstance(copy, cst.Name):
            self._named(draft, statement, copy)
            return draft
        name = program.fresh_here("copy", statement)
        back = program.code(copy)
        if isinstance(copy, cst.Call):
            if method(copy) != "setdefault" or not isinstance(copy.func, cst.Attribute):
                raise NoFix("there is no place to assign the changed value to")
            filled = copy.func.value
            if _holds_subscript(filled):
                raise NoFix("what it is put into is a copy as well")
            if isinstance(filled, cst.Name) and self._is_copy(program, filled):
                self._named(draft, statement, filled)
                return draft
            back = f"{program.code(copy.func.value)}[{program.code(copy.args[0].value)}]"
        draft.before(statement, f"{name} = {program.code(copy)}")
        draft.replace(copy, name)
        draft.after(statement, f"{back} = {name}")
        return draft

    def _copy(self, program: Program, changed: cst.BaseExpression, words: str) -> cst.BaseExpression:
        """Return what the proxy gives out: the first step from it, of which the rest is a part."""
        for node in program.find(cst.CSTNode, changed):  # type: ignore[type-abstract]
            if isinstance(node, cst.BaseExpression) and program.code(node) == words:
                break
        else:
            raise NoFix("it is written in an unusual way")
        while isinstance(node, cst.Attribute | cst.Subscript) and _holds_subscript(node.value):
            node = node.value
        inner = node.value if isinstance(node, cst.Attribute | cst.Subscript) else node
        if not isinstance(node, cst.Call) and not is_plain(inner):
            raise NoFix("what is changed has no simple name there")
        calls = [each for each in program.find(cst.Call, node) if each is not node]
        if calls:
            raise NoFix("evaluating it twice may give different results")
        return node

    def _is_copy(self, program: Program, name: cst.Name) -> bool:
        """Return whether a variable is bound to an item of something: of the proxy, which gives copies."""
        scope = program.enclosing(name, cst.FunctionDef) or program.module
        loops = (each.target for each in program.find(cst.For, scope))
        items = (
            target.target
            for assignment in program.find(cst.Assign, scope)
            if isinstance(assignment.value, cst.Subscript)
            for target in assignment.targets
        )
        return any(isinstance(each, cst.Name) and each.value == name.value for each in (*loops, *items))

    def _named(self, draft: Draft, statement: Statement, copy: cst.Name) -> None:
        """Assign a variable back to where its value comes from."""
        program = draft.program
        scope = program.enclosing(copy, cst.FunctionDef) or program.module
        sources = [
            each
            for each in program.find(cst.AssignTarget, scope)
            if isinstance(each.target, cst.Name) and each.target.value == copy.value
        ]
        loops = [
            each
            for each in program.find(cst.For, scope)
            if isinstance(each.target, cst.Name) and each.target.value == copy.value
        ]
        if len(sources) == 1 and not loops:
            assignment = program.parent(sources[0])
            value = assignment.value if isinstance(assignment, cst.Assign) else None
            if isinstance(value, cst.Subscript | cst.Attribute) and not any(
                True for _ in program.find(cst.Call, value)
            ):
                draft.after(statement, f"{program.code(value)} = {copy.value}")
                return
        if len(loops) == 1 and not sources and is_plain(loops[0].iter) and program.holds(loops[0], statement):
            index = program.fresh_here("index", statement)
            draft.insert(program.start(loops[0].target), f"{index}, ")
            draft.replace(loops[0].iter, f"enumerate({program.code(loops[0].iter)})")
            draft.after(statement, f"{program.code(loops[0].iter)}[{index}] = {copy.value}")
            return
        raise NoFix("it is not known where the copy comes from")


def _holds_subscript(node: cst.CSTNode) -> bool:
    while isinstance(node, cst.Attribute | cst.Subscript):
        if isinstance(node, cst.Subscript):
            return True
        node = node.value
    return False
