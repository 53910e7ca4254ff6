"""MP211: keep the primitive in a variable."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class ShortLivedPrimitive(Fixer):
    """Gives the primitive a name that lives as long as the variables of the function, or as the process object."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Replace ``args=(Lock(),)`` by ``lock = Lock()`` and ``args=(lock,)``."""
        call = program.at(finding.span, cst.Call)
        statement = program.statement(call)
        for outer in program.around(call):
            if outer is statement:
                break
            if isinstance(outer, cst.BaseComp | cst.Lambda):
                raise NoFix("each process gets its own, so a list is needed")
        if isinstance(program.parent(call), cst.Assign) or not isinstance(statement, cst.SimpleStatementLine):
            raise NoFix("the function returns before the child has opened it")
        kind = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", finding.words.rpartition(".")[2]).lower()
        name = program.fresh_here(kind, statement)
        if program.code(statement).startswith("super().__init__("):
            name = f"self._{name}"
        draft = Draft(program, f"Keep it in the variable `{name}`")
        draft.before(statement, f"{name} = {program.code(call)}")
        draft.replace(call, name)
        return draft
