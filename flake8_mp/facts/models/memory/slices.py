"""Slices of shared arrays: lists, so that a worker which only writes into one works for nothing."""

from __future__ import annotations

import ast

from flake8_mp.facts.events import Memory, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.tree import last_name, walk
from flake8_mp.facts.values import NOTHING, Function, Obj, Values
from flake8_mp.rule import ALL_METHODS

_TEXTS = frozenset({"c", "u", "w"})
"""Type codes of arrays whose slices are no lists (``Lib/multiprocessing/sharedctypes.py``, ``Lib/ctypes``)."""
_PURE = frozenset({"range", "len", "list", "tuple", "sum", "min", "max", "abs", "round", "int", "float", "enumerate"})
_PURE |= {"zip", "sorted", "reversed", "sqrt", "sin", "cos", "exp", "sleep"}
"""The last names of what a worker may call without any effect."""
_EFFECTS = (ast.Global, ast.Nonlocal, ast.Yield, ast.YieldFrom, ast.Await, ast.Raise, ast.With, ast.Assert, ast.Import)


class ArraySlices(Model):
    """Looks for workers that write into a slice of a shared array, and do nothing else.

    Owns: slices of ``Array`` and ``RawArray``.
    Emits: :class:`Memory`.
    """

    _listens_for = ("Array",)

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._slices: set[Obj] = set()
        self._written: list[Place] = []
        """Where the running worker writes into a slice that it has got."""

    def refine_item(self, result: Values, obj: Obj, index: Values, node: ast.Subscript) -> Values:
        if obj.kind not in ("Array", "RawArray") or obj.cls is not None or not isinstance(node.slice, ast.Slice):
            return result
        if self.interp.world.kind == "child" or not isinstance(node.ctx, ast.Load) or not _is_of_numbers(obj.node):
            return result
        made = self.interp.containers.container("list", node, more=NOTHING)
        self._slices.add(made)
        return (made,)

    def before_set_item(self, owners: Values, index: Values, values: Values, node: ast.AST) -> None:
        owner = owners[0] if len(owners) == 1 else None
        if isinstance(owner, Obj) and owner in self._slices and owner in self.interp.worker.arguments:
            if self.interp.world.kind == "child":
                self._written.append(self.interp.place(node))

    def on_child_ran(self, region: Region, result: Values, node: ast.AST) -> None:
        written, self._written = self._written, []
        process = self.interp.world.process
        targets = self.interp.given.values(process, "target") if process is not None and written else ()
        target = targets[0] if len(targets) == 1 else None
        methods = self.interp.world.possible(ALL_METHODS)
        if isinstance(target, Function) and methods and not _has_effects(target):
            for place in dict.fromkeys(written):
                made = self.interp.world.handed
                self.interp.emit(Memory(place, methods, problem="copied", name="slice", made=made))


def _is_of_numbers(made: ast.AST) -> bool:
    """Return whether the call that makes an array says that it is one of numbers."""
    kind = made.args[0] if isinstance(made, ast.Call) and made.args else None
    if isinstance(kind, ast.Constant):
        return isinstance(kind.value, str) and kind.value not in _TEXTS
    return isinstance(kind, (ast.Name, ast.Attribute)) and last_name(kind) in ("c_int", "c_long", "c_float", "c_double")


def _has_effects(function: Function) -> bool:
    """Return whether a worker may do anything that is seen elsewhere but to write into what it was given."""
    for node in walk(function.node):
        if isinstance(node, _EFFECTS) or (isinstance(node, ast.Call) and last_name(node.func) not in _PURE):
            return True
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
            return True
    return bool(function.kinds) or function.is_async
