"""MP211: keep the primitive in a variable."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import assigned, calls_of, mentions
from flake8_mp.fixers.calls import method
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program, Statement
    from flake8_mp.rule import Finding


class ShortLivedPrimitive(Fixer):
    """Gives the primitive a name that lives as long as the variables of the function, or as the process object."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Replace ``args=(Lock(),)`` by ``lock = Lock()`` and ``args=(lock,)``."""
        span = finding.span
        if not isinstance(program.expression(span), cst.Call):
            return self._later(program, program.expression(span))
        call = program.at(span, cst.Call)
        statement = program.statement(call)
        for outer in program.around(call):
            if outer is statement:
                break
            if isinstance(outer, cst.BaseComp | cst.Lambda):
                raise NoFix("each process gets its own, so a list is needed")
        if not isinstance(statement, cst.SimpleStatementLine):
            raise NoFix("the function returns before the child has opened it")
        if isinstance(program.parent(call), cst.Assign):
            return self._with_process(program, statement, assigned(program, call)[1])
        kind = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", _made_by(program, call, finding)).lower()
        name = program.fresh_here(kind, statement)
        if program.code(statement).startswith("super().__init__("):
            name = f"self._{name}"
        draft = Draft(program, f"Keep it in the variable `{name}`")
        draft.before(statement, f"{name} = {program.code(call)}")
        draft.replace(call, name)
        return draft

    def _with_process(self, program: Program, statement: Statement, name: str) -> Draft:
        """Let the process object, which the function returns, keep what the child has yet to open."""
        for each in program.following(statement):
            for made in program.find(cst.Call, each):
                try:
                    process = assigned(program, made)[1]
                except NoFix:
                    continue
                if not any(mentions(program, argument, name) for argument in made.args) or "." in name + process:
                    continue
                starts = [
                    start
                    for one in program.following(statement)
                    for start in calls_of(program, f"{process}.start()", one)
                ]
                if len(starts) == 1 and program.parent(starts[0]) is program.parent(statement):
                    if any(used.attr.value == f"kept_{name}" for used in program.find(cst.Attribute)):
                        break
                    draft = Draft(program, f"Keep `{name}` for as long as the process object")
                    draft.after(starts[0], f"{process}.kept_{name} = {name}")
                    return draft
        raise NoFix("the function returns before the child has opened it")

    def _later(self, program: Program, name: cst.BaseExpression) -> Draft:
        """Bind the name to something else when the process has been waited for."""
        statement = program.statement(name)
        small = statement.body[0] if isinstance(statement, cst.SimpleStatementLine) else None
        if not isinstance(small, cst.Assign | cst.Del):
            raise NoFix("the name is bound again by something else")
        used = {each.value for each in program.find(cst.Name, statement)}
        for each in program.following(statement):
            joins = [call for call in program.find(cst.Call, each) if method(call) == "join" and not call.args]
            if joins and isinstance(program.parent(joins[0]), cst.Expr):
                draft = Draft(program, "Keep it until the process has ended")
                draft.after(each, draft.remove(statement, comments=False).rstrip("\n"))
                return draft
            if used & {one.value for one in program.find(cst.Name, each)}:
                break
        raise NoFix("it is used before the process has ended")


def _made_by(program: Program, call: cst.Call, finding: Finding) -> str:
    """Return what a call makes: the primitive itself, or an object of a class with one."""
    name = program.code(call.func).rpartition(".")[2]
    return name if name[:1].isupper() and name.isidentifier() else finding.words.rpartition(".")[2]
