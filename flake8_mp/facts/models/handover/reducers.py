"""Reducers that a program registers: for what types pickle uses these functions, and not its own rules.

It encodes ``copyreg.pickle`` and ``copyreg.dispatch_table`` (``Lib/copyreg.py``), ``ForkingPickler.register`` and
``context.reducer`` (``Lib/multiprocessing/reduction.py``, ``Lib/multiprocessing/context.py``).
"""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.events import Obstacle
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library.kinds import KINDS
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import Class, Context, Function, Method, Obj, Reference, Value, Values

_REGISTER = frozenset({"copyreg.pickle", "multiprocessing.reduction.register"})
_FORKING_PICKLER = "multiprocessing.reduction.ForkingPickler"
_MODULES = "types.ModuleType"
_FUNCTIONS = frozenset({"types.FunctionType", "types.LambdaType"})


class Reducers(Model):
    """Follows reducers, and answers for what they reduce.

    Owns: what is registered with ``copyreg`` and ``ForkingPickler``.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._classes: set[Class] = set()
        self._types: set[str] = set()
        """The dotted names of the types of libraries."""
        self._any = False
        """Whether one is registered for a type that is not known."""
        self._named: dict[str, frozenset[str]] = {}
        """By the path, the names that a file registers reducers for, wherever that is done."""

    def before_call_reference(self, callee: Reference, arguments: Arguments) -> None:
        registers = callee.name in _REGISTER or callee.name == f"{_FORKING_PICKLER}.register"
        if registers and len(arguments.args) > 1:
            self._register(arguments.args[0][1])

    def before_set_item(self, owners: Values, index: Values, values: Values, node: ast.AST) -> None:
        if any(isinstance(v, Reference) and v.name == "copyreg.dispatch_table" for v in owners):
            self._register(index)

    def after_set_attributes(self, owners: Values, name: str, values: Values) -> None:
        if name == "reducer" and any(isinstance(v, Context) for v in owners):
            self._any = True

    def _register(self, types: Values) -> None:
        for value in types:
            if isinstance(value, Class):
                self._classes.add(value)
            elif isinstance(value, Reference):
                self._types.add(value.name)
            else:
                self._any = True

    def refine_has_custom_pickling(self, found: bool, cls: Class) -> bool:
        return found or cls in self._classes or cls.name in self._named_in(cls)

    def _named_in(self, cls: Class) -> frozenset[str]:
        """Return what the file of a class registers reducers for by name: a function may do it that runs elsewhere."""
        path = cls.source.path
        if path not in self._named:
            self._named[path] = frozenset(
                node.args[0].id
                for node in (walk(cls.source.tree) if _mentions(cls.source.code) else ())
                if isinstance(node, ast.Call) and len(node.args) > 1 and isinstance(node.args[0], ast.Name)
                if getattr(node.func, "attr", "") in ("register", "pickle")
            )
        return self._named[path]

    def refine_obstacle_of(
        self, found: Obstacle | None, value: Value, transport: str, seen: tuple[Value, ...]
    ) -> Obstacle | None:
        return None if found is not None and self._reduces(found.target) else found

    def _reduces(self, target: object) -> bool:
        if self._any:
            return True
        if isinstance(target, Reference):
            return target.module and _MODULES in self._types
        if isinstance(target, (Function, Method)):
            return bool(self._types & _FUNCTIONS) or "types.MethodType" in self._types
        if isinstance(target, Obj):
            kind = KINDS.get(target.kind)
            return target.kind in self._types or (kind is not None and kind.words in self._types)
        return False


def _mentions(text: str) -> bool:
    """Return whether a file can register reducers: whatever it does so by has one of these names."""
    return "copyreg" in text or "reduction" in text
