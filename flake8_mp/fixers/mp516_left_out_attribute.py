"""MP516: make again what is left out of the pickled state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.draft import Draft, indented
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.rebuilding import made_again

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class LeftOutAttribute(Fixer):
    """Writes the ``__setstate__`` that belongs to a ``__getstate__``."""

    applicability = "unsafe"
    unsafe = "what is made again in the worker is another one"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Make the attribute as the constructor does."""
        if not finding.related:
            raise NoFix("its `__getstate__` is defined elsewhere")
        getstate = program.definition(finding.related[0].span)
        cls = program.enclosing(getstate, cst.ClassDef)
        if not isinstance(cls, cst.ClassDef) or any(
            each.value in ("__setstate__", "__slots__") for each in program.find(cst.Name, cls)
        ):
            raise NoFix("its class defines more of its pickling")
        name = finding.words.rpartition(".")[2]
        function, made, statement = self._creation(program, cls, f"self.{name}")
        draft = Draft(program, f"Make `self.{name}` again in `__setstate__`", safe=False)
        again = made_again(draft, made, function, statement)
        unit = program.unit
        lines = [
            "",
            "def __setstate__(self, state):",
            f"{unit}self.__dict__.update(state)",
            f"{unit}self.{name} = {again}",
        ]
        at = program.ending(getstate)
        code = indented("\n".join(lines), program.indentation(getstate))
        draft.insert(at, code + "\n" if program.text[:at].endswith("\n") else "\n" + code)
        return draft

    def _creation(
        self, program: Program, cls: cst.ClassDef, attribute: str
    ) -> tuple[cst.FunctionDef, cst.Call, cst.BaseStatement]:
        """Return the one call that makes the attribute, with the method and the statement where that is done."""
        found = [
            each
            for each in program.find(cst.Assign, cls)
            if any(program.code(one.target) == attribute for one in each.targets)
        ]
        function = program.enclosing(found[0], cst.FunctionDef) if len(found) == 1 else None
        if not isinstance(function, cst.FunctionDef) or not isinstance(found[0].value, cst.Call):
            raise NoFix("it is not known where it is created")
        if program.parent(function) is not cls.body:
            raise NoFix("it is not known where it is created")
        return function, found[0].value, program.statement(found[0])
