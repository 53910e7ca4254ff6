"""MP206: leave the attribute out, and make it again in the worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import assigned
from flake8_mp.fixers.draft import Draft, indented
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import meaning
from flake8_mp.fixers.rebuilding import made_again

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Definition, Program
    from flake8_mp.rule import Finding

_OWN = ("__getstate__", "__setstate__", "__reduce__", "__reduce_ex__", "__slots__")
_WINDOWS = ("tkinter.", "PyQt5.", "PyQt6.", "PySide6.", "pygame.")
"""What begins the names of things that belong to a window, or that it shows."""


class UnpicklableSelf(Fixer):
    """Writes ``__getstate__`` and ``__setstate__``."""

    applicability = "unsafe"
    unsafe = "what is left out of the pickled state is made again in the worker, where it is another one"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Add both methods to the class that makes the attribute."""
        if not finding.related:
            raise NoFix("its class is defined elsewhere")
        if (test := program.definition_at(finding.related[0].span)) is not None:
            return self._static(program, test, program.expression(finding.span))
        made = program.at(finding.related[0].span, cst.Call)
        if meaning(program, made.func).startswith(_WINDOWS):
            raise NoFix("a worker has no window of its own")
        listed: cst.CSTNode = made
        while isinstance(above := program.parent(listed), cst.ListComp | cst.List | cst.Element):
            listed = above
        statement, attribute = assigned(program, listed)
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
        if listed is made:
            again = made_again(draft, made, function, statement)
        else:
            again, draft.title = "None", f"Leave `{attribute}` out of the pickled state; it is None in the worker"
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

    def _static(self, program: Program, cls: Definition, handed: cst.BaseExpression) -> Draft:
        """Make the method of a test a static one, which is handed over without the test that is running."""
        name = handed.attr.value if isinstance(handed, cst.Attribute) else ""
        methods = [
            each
            for each in program.find(cst.FunctionDef, cls)
            if each.name.value == name and program.parent(each) is cls.body
        ]
        if len(methods) != 1 or methods[0].decorators or not methods[0].params.params:
            raise NoFix("it is not a plain method of its class")
        (method,) = methods
        own = method.params.params[0]
        if sum(each.value == own.name.value for each in program.find(cst.Name, method)) != 1:
            raise NoFix(f"`{name}` uses the test that it belongs to")
        if any(
            each.attr.value == name and program.code(each.value) != own.name.value
            for each in program.find(cst.Attribute)
        ):
            raise NoFix(f"`{name}` is also called on the class")
        draft = Draft(program, f"Make `{name}` a static method", safe=False)
        draft.before(method, "@staticmethod")
        others = method.params.params[1:]
        draft.edit(program.start(own), program.start(others[0]) if others else program.end(own), "")
        return draft
