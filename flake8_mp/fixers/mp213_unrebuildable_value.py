"""MP213: say what `__new__` is called with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.calls import method, tuple_of
from flake8_mp.fixers.draft import Draft, indented
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.scoping import is_rebound

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding

_PICKLING = frozenset(
    ["__reduce__", "__reduce_ex__", "__getnewargs__", "__getnewargs_ex__", "__getstate__", "__setstate__", "__slots__"]
)
_PLAIN = frozenset({"float", "int", "str", "bytes", "complex"})

_CONVERTS = frozenset({*(f"__{name}__" for name in _PLAIN), "__getitem__", "__iter__", "__getattribute__"})


class UnrebuildableValue(Fixer):
    """Writes ``__getnewargs__``, or ``__getnewargs_ex__`` where there are parameters by keyword only."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Find out where the object keeps each argument."""
        if not finding.related:
            raise NoFix("its class is defined elsewhere")
        new = program.definition(finding.related[0].span)
        cls = program.enclosing(new, cst.ClassDef)
        if not isinstance(new, cst.FunctionDef) or not isinstance(cls, cst.ClassDef) or len(new.params.params) == 0:
            raise NoFix("its `__new__` is written in an unusual way")
        if any(each.value in _PICKLING for each in program.find(cst.Name, cls)):
            raise NoFix("its class defines its own pickling")
        if any(each.name.value in _CONVERTS for each in program.find(cst.FunctionDef, cls)):
            raise NoFix("its class defines what it is converted to")
        parameters = new.params
        if parameters.posonly_params or parameters.star_kwarg or isinstance(parameters.star_arg, cst.Param):
            raise NoFix("its `__new__` takes any number of arguments")
        kept = self._kept(program, new)
        for each in (*parameters.params[1:], *parameters.kwonly_params):
            if each.name.value not in kept or is_rebound(program, new, each.name.value):
                raise NoFix(f"`{each.name.value}` is not stored in the object")
        positional = tuple_of(kept[each.name.value] for each in parameters.params[1:])
        name, value = "__getnewargs__", positional
        if parameters.kwonly_params:
            words = ", ".join(f'"{each.name.value}": {kept[each.name.value]}' for each in parameters.kwonly_params)
            name, value = "__getnewargs_ex__", f"{positional}, {{{words}}}"
        draft = Draft(program, f"Add `{name}`")
        code = f"\ndef {name}(self):\n{program.unit}return {value}"
        draft.insert(program.ending(new), indented(code, program.indentation(new)) + "\n")
        return draft

    def _kept(self, program: Program, new: cst.FunctionDef) -> dict[str, str]:
        """Return by parameter the source of what gives its value again, in a method."""
        found: dict[str, str] = {}
        for call in program.find(cst.Call, new):
            if method(call) != "__new__" or not isinstance(call.func, cst.Attribute) or not call.args:
                continue
            given = [each.value for each in call.args if each.keyword is None]
            own = isinstance(given[0], cst.Name) and given[0].value == new.params.params[0].name.value
            values = given[1:] if own else given
            base = self._base(program, call)
            if len(values) == 1 and isinstance(values[0], cst.Name) and base in _PLAIN:
                found[values[0].value] = f"{base}(self)"
            if len(values) == 1 and isinstance(values[0], cst.Tuple) and base == "tuple":
                for index, element in enumerate(values[0].elements):
                    if isinstance(element.value, cst.Name):
                        found[element.value.value] = f"self[{index}]"
        for assign in program.find(cst.Assign, new):
            if len(assign.targets) != 1:
                continue
            target, value = assign.targets[0].target, assign.value
            pairs: list[tuple[cst.BaseExpression, cst.BaseExpression]] = [(target, value)]
            if isinstance(target, cst.Tuple) and isinstance(value, cst.Tuple):
                pairs = [(one.value, two.value) for one, two in zip(target.elements, value.elements, strict=False)]
            for one, two in pairs:
                if isinstance(one, cst.Attribute) and isinstance(one.value, cst.Name) and isinstance(two, cst.Name):
                    found[two.value] = f"self.{one.attr.value}"
        return found

    def _base(self, program: Program, call: cst.Call) -> str:
        """Return the class whose ``__new__`` is called."""
        receiver = call.func.value if isinstance(call.func, cst.Attribute) else call
        if isinstance(receiver, cst.Name):
            return receiver.value
        cls = program.enclosing(call, cst.ClassDef)
        bases = [program.code(each.value) for each in cls.bases] if isinstance(cls, cst.ClassDef) else []
        return bases[0] if len(bases) == 1 and program.code(receiver) == "super()" else ""
