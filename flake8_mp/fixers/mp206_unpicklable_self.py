"""MP206: leave the attribute out, and make it again in the worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import assigned
from flake8_mp.fixers.draft import Draft, indented
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.rebuilding import made_again

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding

_OWN = ("__getstate__", "__setstate__", "__reduce__", "__reduce_ex__", "__slots__")


class UnpicklableSelf(Fixer):
    """Writes ``__getstate__`` and ``__setstate__``."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Add both methods to the class that makes the attribute."""
        if not finding.related:
            raise NoFix("its class is defined elsewhere")
        made = program.at(finding.related[0].span, cst.Call)
        statement, attribute = assigned(program, made)
        cls = program.enclosing(made, cst.ClassDef)
        function = program.enclosing(made, cst.FunctionDef)
        name = attribute.removeprefix("self.")
        if not isinstance(cls, cst.ClassDef) or not isinstance(function, cst.FunctionDef) or not name.isidentifier():
            raise NoFix("it is not an attribute of `self`")
        if name == attribute or program.parent(function) is not cls.body:
            raise NoFix("it is not an attribute of `self`")
        if any(each.value in _OWN for each in program.find(cst.Name, cls)):
            raise NoFix("its class defines its own pickling")
        draft = Draft(
            program, f"Leave `{attribute}` out of the pickled state, and make it again in the worker", safe=False
        )
        again = made_again(draft, made, function, statement)
        unit = program.unit
        lines = [
            "",
            "def __getstate__(self):",
            f"{unit}state = self.__dict__.copy()",
            f'{unit}del state["{name}"]',
            f"{unit}return state",
            "",
            "def __setstate__(self, state):",
            f"{unit}self.__dict__.update(state)",
            f"{unit}{attribute} = {again}",
        ]
        draft.insert(program.ending(function), indented("\n".join(lines), program.indentation(function)) + "\n")
        return draft
