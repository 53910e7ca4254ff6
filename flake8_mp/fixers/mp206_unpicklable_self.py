"""MP206: leave the attribute out, and make it again in the worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import assigned
from flake8_mp.fixers.calls import method
from flake8_mp.fixers.draft import Draft, indented
from flake8_mp.fixers.fixer import Fixer, NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding

_NOT_AGAIN = {"Pool", "ThreadPool", "ProcessPoolExecutor", "ThreadPoolExecutor", "Manager", "Process", "Thread"}
"""What no worker wants one of its own of."""
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
        again = self._again(draft, made, function, statement)
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

    def _again(self, draft: Draft, made: cst.Call, function: cst.FunctionDef, statement: cst.BaseStatement) -> str:
        """Return the source of what makes the value once more, from what the object keeps.

        Raises :class:`NoFix` where that would be another one.
        """
        program = draft.program
        if method(made) in _NOT_AGAIN:
            draft.title = "Leave it out of the pickled state; it is None in the worker"
            return "None"
        if method(made) == "open" and not (len(made.args) == 1 or program.code(made.args[1]).strip("'\"") == "r"):
            raise NoFix("opening it again would empty the file")
        parameters = {each.name.value for each in (*function.params.params, *function.params.kwonly_params)}
        code, start = program.code(made), program.start(made)
        for name in reversed(list(program.find(cst.Name, made))):
            if name.value not in parameters or name.value == "self" or _is_label(program, name):
                continue
            kept = self._kept(program, function, name.value)
            if not kept:
                kept = f"self.{name.value}" if program.code(function).count(f"self.{name.value}") == 0 else ""
                if not kept:
                    raise NoFix(f"`{name.value}` is not stored in the object")
                line = f"{program.indentation(statement)}{kept} = {name.value}\n"
                draft.insert(program.first_line(statement), line)
            at = program.start(name) - start
            code = code[:at] + kept + code[at + len(name.value) :]
        return code

    def _kept(self, program: Program, function: cst.FunctionDef, parameter: str) -> str:
        """Return the attribute that a parameter is kept in, or an empty string."""
        for each in program.find(cst.Assign, function):
            if isinstance(each.value, cst.Name) and each.value.value == parameter and len(each.targets) == 1:
                target = program.code(each.targets[0].target)
                if target.startswith("self.") and target.count(".") == 1:
                    return target
        return ""


def _is_label(program: Program, name: cst.Name) -> bool:
    parent = program.parent(name)
    if isinstance(parent, cst.Attribute):
        return parent.attr is name
    return isinstance(parent, cst.Arg) and parent.keyword is name
