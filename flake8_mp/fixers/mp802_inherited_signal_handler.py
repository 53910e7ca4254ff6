"""MP802: let the worker be ended by SIGTERM again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import assigned, first_in
from flake8_mp.fixers.calls import keyword
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import reference

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class InheritedSignalHandler(Fixer):
    """Resets the handler where the worker begins."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Find the function that the worker begins with."""
        if finding.problem == "ignored":
            which = "worker" if finding.words == "Process" else "initializer"
            raise NoFix(f"the {which} has to leave SIGTERM alone")
        call = program.at(finding.span, cst.Call)
        made = call if finding.words != "Process" else self._process(program, call)
        role = "target" if finding.words == "Process" else "initializer"
        handed = keyword(made, role)
        if handed is None or not isinstance(handed.value, cst.Name):
            raise NoFix(f"its `{role}` is not a function of this file")
        name = handed.value.value
        functions = [
            each for each in program.module.body if isinstance(each, cst.FunctionDef) and each.name.value == name
        ]
        if len(functions) != 1:
            raise NoFix(f"its `{role}` is not a function of this file")
        draft = Draft(program, f"Reset the SIGTERM handler in `{name}`")
        names = [reference(draft, "signal", word) for word in ("signal", "SIGTERM", "SIG_DFL")]
        first_in(draft, functions[0], f"{names[0]}({names[1]}, {names[2]})")
        return draft

    def _process(self, program: Program, call: cst.Call) -> cst.Call:
        """Return the call that makes the process that is ended."""
        if isinstance(call.func, cst.Attribute):
            ended = program.code(call.func.value)
            function = program.enclosing(call, cst.FunctionDef)
            for made in program.find(cst.Call, function):
                try:
                    _, name = assigned(program, made)
                except NoFix:
                    continue
                if name == ended:
                    return made
        raise NoFix("the process is created elsewhere")
