"""MP208: make the primitive with the context of the process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.calls import is_plain, keyword, method
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import bound_by, bound_once

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class ForeignPrimitive(Fixer):
    """Replaces ``mp.Queue()`` by ``context.Queue()``."""

    applicability = "safe, unsafe"
    unsafe = "whoever else gets the primitive from there may use the other start method"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Find the context of the process, and use it where the primitive is made."""
        if not finding.related:
            raise NoFix("it is not known where it is created")
        made = program.at(finding.related[0].span, cst.Call)
        handed = program.expression(finding.span)
        if (draft := self._hoisted(program, handed, made)) is not None:
            return draft
        context = self._context(program, handed)
        code = program.code(context)
        if not self._is_known(program, context, code, made):
            raise NoFix(f"`{code}` is not defined where it is created")
        draft = Draft(program, f"Create it with `{code}`, like the process")
        draft.replace(made.func, f"{code}.{method(made)}")
        return draft

    def _hoisted(self, program: Program, handed: cst.CSTNode, made: cst.Call) -> Draft | None:
        """Give a name to a context that has none, before the primitive is made; None where it has one."""
        outer = next((each for each in program.around(handed) if isinstance(each, cst.Call)), None)
        given = keyword(outer, "mp_context") if outer is not None else None
        if outer is not None and method(outer) == "spawn" and isinstance(made.func, cst.Attribute):
            draft = Draft(program, "Create it with a spawn context", safe=False)
            module = program.code(made.func.value)
            draft.replace(made.func, f'{module}.get_context("spawn").{made.func.attr.value}')
            return draft
        unnamed = given.value if given is not None else None
        if outer is not None and unnamed is None and isinstance(outer.func, cst.Attribute):
            unnamed = outer.func.value
        if not isinstance(unnamed, cst.Call) or method(unnamed) != "get_context":
            return None
        statement = program.statement(made)
        if program.enclosing(handed, cst.FunctionDef) is not program.enclosing(made, cst.FunctionDef):
            return None
        if any(not isinstance(each.value, cst.SimpleString) for each in unnamed.args):
            return None
        context = program.fresh_here("context", statement)
        draft = Draft(program, "Create both with one context")
        draft.before(statement, f"{context} = {program.code(unnamed)}")
        draft.replace(unnamed, context)
        draft.replace(made.func, f"{context}.{method(made)}")
        return draft

    def _context(self, program: Program, handed: cst.CSTNode) -> cst.BaseExpression:
        """Return the object that makes the process: a context, or the module. Raises :class:`NoFix`."""
        for outer in program.around(handed):
            if isinstance(outer, cst.Call) and method(outer) in ("Process", "Pool"):
                if isinstance(outer.func, cst.Attribute) and is_plain(outer.func.value):
                    return outer.func.value
        raise NoFix("the context of the process has no simple name")

    def _is_known(self, program: Program, context: cst.BaseExpression, code: str, made: cst.Call) -> bool:
        """Return whether a name or attribute is bound where the primitive is made, and is the same one there."""
        function = program.enclosing(made, cst.FunctionDef)
        bound = [
            program.start(each)
            for each in program.find(cst.AssignTarget, function)
            if program.code(each.target) == code and program.enclosing(each, cst.FunctionDef) is function
        ]
        if isinstance(context, cst.Name) and not bound:
            return bound_once(program, code) and code in _imported(program)
        if program.enclosing(context, cst.FunctionDef) is not function and not code.startswith("self."):
            return False
        return len(bound) == 1 and bound[0] < program.start(made)


def _imported(program: Program) -> set[str]:
    """Return the names that imports at module level bind."""
    return {name for each in program.module.body if _is_import(each) for name in bound_by(program, each)}


def _is_import(statement: cst.CSTNode) -> bool:
    return isinstance(statement, cst.SimpleStatementLine) and isinstance(statement.body[0], cst.Import | cst.ImportFrom)
