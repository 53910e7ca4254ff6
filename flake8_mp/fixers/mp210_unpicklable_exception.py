"""MP210: say how the exception is made again."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import first_in
from flake8_mp.fixers.draft import Draft, indented
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import dotted, reference
from flake8_mp.fixers.lifting import lift
from flake8_mp.fixers.scoping import is_rebound

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class UnpicklableException(Fixer):
    """Writes ``__reduce__``, or moves the class to module level."""

    applicability = "safe, unsafe"
    unsafe = "the constructor is called once more, in the parent"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Find the class that is raised."""
        if finding.problem == "holds":
            raise NoFix("what is stored in it cannot be pickled")
        raised = program.at(finding.span, cst.Raise)
        name = dotted(raised.exc.func if isinstance(raised.exc, cst.Call) else raised.exc)
        classes = [each for each in program.find(cst.ClassDef) if each.name.value == name]
        if len(classes) != 1:
            raise NoFix("its class is defined elsewhere")
        (cls,) = classes
        if program.parent(cls) is not program.module:
            return lift(program, cls)
        for member in program.body(cls).body:
            if isinstance(member, cst.FunctionDef) and member.name.value == "__init__":
                return self._reduce(program, cls, member)
        raise NoFix("its `__init__` is inherited")

    def _reduce(self, program: Program, cls: cst.ClassDef, constructor: cst.FunctionDef) -> Draft:
        parameters = constructor.params
        if parameters.star_kwarg is not None or isinstance(parameters.star_arg, cst.Param) or parameters.posonly_params:
            raise NoFix("its `__init__` takes any number of arguments")
        if any(each.value in ("__reduce__", "__getstate__") for each in program.find(cst.Name, cls)):
            raise NoFix("its class defines its own pickling")
        # Its text and attributes come back as they were; what its constructor does is done once more.
        draft = Draft(program, "Add a `__reduce__` that passes all its arguments", safe=False)
        positional = [self._kept(draft, constructor, each) for each in parameters.params[1:]]
        named = {each.name.value: self._kept(draft, constructor, each) for each in parameters.kwonly_params}
        make = "type(self)"
        if named:
            words = [make, *(f"{key}={value}" for key, value in named.items())]
            make = f"{reference(draft, 'functools', 'partial')}({', '.join(words)})"
        values = ", ".join(positional) + ("," if len(positional) == 1 else "")
        body = f"\ndef __reduce__(self):\n{program.unit}return {make}, ({values}), self.__dict__"
        draft.insert(program.ending(constructor), indented(body, program.indentation(constructor)) + "\n")
        return draft

    def _kept(self, draft: Draft, constructor: cst.FunctionDef, parameter: cst.Param) -> str:
        """Return the attribute that keeps a parameter; let there be one where there is none."""
        program, name = draft.program, parameter.name.value
        if is_rebound(program, constructor, name):
            raise NoFix(f"`{name}` is changed before it is stored in the exception")
        for each in program.find(cst.Assign, constructor):
            if isinstance(each.value, cst.Name) and each.value.value == name and len(each.targets) == 1:
                target = program.code(each.targets[0].target)
                if target.startswith("self.") and target.count(".") == 1:
                    return target
        cls = program.enclosing(constructor, cst.ClassDef)
        bases = [dotted(each.value) for each in cls.bases] if isinstance(cls, cst.ClassDef) else []
        taken = any(hasattr(getattr(builtins, base, None), name) for base in bases)
        own = all(isinstance(getattr(builtins, base, None), type) for base in bases)
        where = cls if own and cls is not None else program.module
        if taken or any(each.attr.value == name for each in program.find(cst.Attribute, where)):
            raise NoFix(f"`{name}` is not stored in the exception")
        first_in(draft, constructor, f"self.{name} = {name}")
        return f"self.{name}"
