"""Arguments of workers: how many there are, and how many the function takes."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from flake8_mp.facts.arguments import Arguments, Bound, is_given
from flake8_mp.facts.events import Misuse, Shape
from flake8_mp.facts.library import api
from flake8_mp.facts.library.pools import LATER
from flake8_mp.facts.library.typed import ARRAY
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.tree import is_stub
from flake8_mp.facts.values import (
    NONE,
    Class,
    Const,
    Context,
    Function,
    Measured,
    Method,
    Obj,
    Partial,
    Reference,
    Typed,
    Value,
    Values,
    function_of,
    is_none,
)

_ERRORS = frozenset({"TypeError"})
_CALLS = frozenset({"Pool.apply", "Pool.apply_async"})
_MAPS = frozenset({"Pool.map", "Pool.map_async", "Pool.imap", "Pool.imap_unordered"})
_STARMAPS = frozenset({"Pool.starmap", "Pool.starmap_async"})
_OUTSIDE = {
    "pow": (2, 3),
    "divmod": (2, 2),
    "abs": (1, 1),
    "len": (1, 1),
    "math.pow": (2, 2),
    "math.sqrt": (1, 1),
    "math.factorial": (1, 1),
    "operator.add": (2, 2),
    "operator.mul": (2, 2),
    "operator.sub": (2, 2),
    "operator.truediv": (2, 2),
    "time.sleep": (1, 1),
    "os.getpid": (0, 0),
}
"""How many arguments functions of the standard library take that people hand to workers."""


@dataclass(frozen=True)
class Signature:
    """What a callable takes, its own object not counted."""

    name: str
    positional: tuple[str, ...]
    required: frozenset[str]
    """Those without a default, keyword-only ones included."""
    keywords: frozenset[str]
    """Those that can be passed by name."""
    any_positional: bool = False
    any_keyword: bool = False

    def misfit(self, count: int, names: Sequence[str]) -> str:
        """Say what is wrong with so many positional arguments and these by name: nothing where they fit."""
        if count > len(self.positional) and not self.any_positional:
            return f"takes {_many(len(self.positional))} but gets {count}"
        twice = [name for name in names if name in self.positional[:count] and name in self.keywords]
        if twice:
            return f"gets the argument `{twice[0]}` twice"
        unknown = [name for name in names if name not in self.keywords]
        if unknown and not self.any_keyword:
            return f"takes no argument `{unknown[0]}`"
        missing = self.required - set(self.positional[:count]) - set(names)
        if missing:
            needed = [name for name in self.positional if name in self.required]
            if missing <= set(needed) and not names:
                return f"needs {_many(len(needed))} but gets {count or 'none'}"
            return f"needs the argument `{min(missing)}`"
        return ""


class Signatures(Model):
    """Compares the arguments of workers with the parameters that they have.

    Problems of :class:`Shape` events: ``process``, ``task``, ``map``, ``item``, ``executor map``, ``starmap``,
    ``initializer`` (how many), ``scalars``, ``texts`` (nothing to unpack), ``uneven``, ``second iterable``.

    Owns: parameters of functions and classes.
    Emits: :class:`Misuse`, :class:`Shape`.
    """

    def signatures(self, value: Value) -> list[Signature] | None:
        """Return what a value takes when it is called, or None where that is not known."""
        if isinstance(value, Function):
            if value.kinds - {"staticmethod"}:
                return None
            return [_signature(value, 0)]
        if isinstance(value, Method) and value.function is not None:
            if value.function.kinds - {"staticmethod", "classmethod"} or value.name == "<command>":
                return None
            return [_signature(value.function, 0 if "staticmethod" in value.function.kinds else 1)]
        if isinstance(value, Class):
            return self._of_class(value)
        if isinstance(value, Obj) and value.cls is not None:
            found = self.interp.objects.class_attribute(value.cls, "__call__") or ()
            functions = [v for v in found if isinstance(v, Function) and not v.kinds]
            return [_signature(v, 1) for v in functions] if functions and len(functions) == len(found) else None
        if isinstance(value, Reference) and value.name in _OUTSIDE:
            least, most = _OUTSIDE[value.name]
            names = tuple(f"argument {n}" for n in range(most))
            return [Signature(value.name, names, frozenset(names[:least]), frozenset())]
        return None

    def _of_class(self, cls: Class) -> list[Signature] | None:
        _, outside, complete = self.interp.objects.lineage(cls)
        if not complete or cls.dataclass or not isinstance(cls.node, ast.ClassDef):
            return None
        if self.interp.objects.class_attribute(cls, "__new__") is not None:
            return None
        found = self.interp.objects.class_attribute(cls, "__init__") or ()
        functions = [v for v in found if isinstance(v, Function) and not v.kinds]
        if (
            not functions
            or len(functions) != len(found)
            or any(c.dataclass for c in self.interp.objects.lineage(cls)[0])
        ):
            return None
        return [_signature(v, 1) for v in functions] if set(outside) <= api.PLAIN_BASES else None

    def misfit(self, values: Values, count: int, names: Sequence[str]) -> tuple[str, str]:
        """Return the name of a function that these arguments do not fit for certain, and what is wrong."""
        mismatch = ("", "")
        for value in values:
            found = self._one_misfit(value, count, names)
            if not found[1]:
                return ("", "")
            mismatch = found
        return mismatch

    def _one_misfit(self, value: Value, count: int, names: Sequence[str]) -> tuple[str, str]:
        if isinstance(value, Partial):
            own = [name for name, _ in value.kwargs]
            return self.misfit(value.functions, count + len(value.args), [*(n for n in own if n not in names), *names])
        mismatch = ("", "")
        for signature in self.signatures(value) or ():
            wrong = signature.misfit(count, names)
            if not wrong:
                return ("", "")
            mismatch = (signature.name, wrong)
        return mismatch

    def _check(
        self,
        problem: str,
        node: ast.AST,
        function: Values,
        count: int,
        names: Sequence[str] = (),
        written: ast.AST | None = None,
    ) -> None:
        """Note a function that does not fit what it gets; ``written`` is its expression where ``node`` is not."""
        if self.interp.unsure or self.interp.ready_for(_ERRORS):
            return
        name, wrong = self.misfit(function, count, names)
        if problem == "map" and wrong.startswith("takes"):
            problem = "item"
        if wrong and not any(self._may_be_another(written or node, value, count, names) for value in function):
            words = self._of_another_class(function, name)
            self.interp.emit(Shape(self.interp.place(node), problem=problem, words=words, detail=wrong))

    def _of_another_class(self, function: Values, name: str) -> str:
        """Return the name of a method with that of its class, where it is not the one that reads it here."""
        value = function[0] if len(function) == 1 else None
        method = function_of(value)
        here = self.interp.frame.function
        if method is not None and method.owner is not None and method.name == name:
            if here is None or here.owner is not method.owner:
                return f"{method.owner.name}.{name}"
        return name

    def _may_be_another(self, node: ast.AST, value: Value, count: int, names: Sequence[str]) -> bool:
        """Return whether a method is that of ``self``, for which a subclass has, or has to have, one that fits."""
        function = function_of(value)
        receivers: Values = (value.receiver,) if isinstance(value, Method) else ()
        if not receivers and isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            receivers = self.interp.expressions.eval(node.value)
        if function is None or function.owner is None:
            return False
        for receiver in receivers:
            # An object that the program has made itself has the class that it was made of.
            if isinstance(receiver, Obj) and isinstance(receiver.node, ast.ClassDef):
                overriding = [Method(receiver, f.name, f) for f in self.interp.objects.overriding(function)]
                if is_stub(function.node) or any(not self._one_misfit(m, count, names)[1] for m in overriding):
                    return True
        return False

    # -- processes, pools and executors ---------------------------------------------------------------------------

    def on_constructed(self, obj: Obj, row: api.Row, arguments: Arguments) -> None:
        bound = arguments.bind(row)
        if obj.kind == "Process" and "target" in bound and "group" not in arguments.kwargs:
            if obj.cls is None or (
                self.interp.objects.lineage(obj.cls)[2] and self.interp.objects.class_attribute(obj.cls, "run") is None
            ):
                if len(arguments.args) < 3 or not self.items_of(arguments.args[2][1]):
                    self._hold("process", arguments, bound, "target", "args", "kwargs")

    def _hold(self, problem: str, arguments: Arguments, bound: Bound, function: str, args: str, kwargs: str) -> None:
        """Hold a function against the sequence and the mapping of its arguments."""
        if arguments.more or function not in bound:
            return
        target, values = bound[function]
        if isinstance(target, ast.Call) and all(is_none(v) for v in values):
            return
        node = target
        items: list[Values] | None = []
        names: list[str] | None = []
        for parameter in (args, kwargs):
            if parameter in bound:
                node, given = bound[parameter]
                if parameter == args:
                    items = self.items_of(given)
                    self._check_bare(parameter, node, given, values, kwargs in bound)
                else:
                    names = self._names_of(given)
        if items is not None and names is not None:
            self._check(problem, node, values, len(items), names, target)

    def _check_bare(self, name: str, node: ast.AST, values: Values, function: Values, others: bool) -> None:
        """Note an array or a dict that is named in the place of the sequence, for a function that takes it whole."""
        if others or self.interp.unsure:
            return
        if not isinstance(node, (ast.Name, ast.Attribute)) and any(isinstance(v, Obj) for v in values):
            return  # a dict that is made there is meant for ``kwargs``
        if not values or not all(map(_is_one_argument, values)) or self.interp.ready_for(_ERRORS):
            return
        if not self.misfit(function, 1, ())[1] and all(self.misfit(function, count, ())[1] for count in (0, 2)):
            self.interp.emit(Misuse(self.interp.place(node), problem="no sequence", words=name))

    def items_of(self, values: Values) -> list[Values] | None:
        """Return the elements of a sequence one by one, where they are certain."""
        value = values[0] if len(values) == 1 else None
        if isinstance(value, Obj) and value.kind in ("tuple", "list"):
            return (
                None
                if self.interp.can(value, "escaped") and value.kind == "list"
                else self.interp.containers.items(value)
            )
        return [NONE] * len(value.value) if isinstance(value, Const) and isinstance(value.value, tuple) else None

    def _names_of(self, values: Values) -> list[str] | None:
        value = values[0] if len(values) == 1 else None
        if isinstance(value, Obj) and value.kind == "dict" and not self.interp.can(value, "escaped"):
            return self.interp.containers.keys(value) if not self.interp.containers.rest(value) else None
        return [] if isinstance(value, Const) and is_none(value) else None

    def before_call_row(
        self,
        name: str,
        row: api.Row,
        arguments: Arguments,
        receiver: Obj | None,
        context: Context,
    ) -> None:
        bound = arguments.bind(row)
        if name.startswith("Pool.") and name.rpartition(".")[2] in LATER:
            for parameter in ("callback", "error_callback"):
                if is_given(bound, parameter):
                    self._check("callback", *bound[parameter], 1)
        if receiver is None and name in ("Pool", "ProcessPoolExecutor"):
            self._hold("initializer", arguments, bound, "initializer", "initargs", "")
        elif name in _CALLS:
            node, values = bound.get("args", (None, ()))
            if node is not None and values and all(self.ask.is_not_sequence(v) for v in values):
                if not self.interp.unsure and not self.interp.ready_for(_ERRORS):
                    self.interp.emit(Misuse(self.interp.place(node), problem="no sequence", words="args"))
            self._hold("task", arguments, bound, "func", "args", "kwds")
        elif name in _MAPS and "func" in bound and "iterable" in bound:
            self._check_map(bound)
        elif name in _STARMAPS and "func" in bound and "iterable" in bound:
            self._check_starmap(*bound["iterable"], bound["func"][1])
        elif name in ("executor.submit", "executor.map") and arguments.args and not arguments.more:
            self._check_executor(name, arguments)
        elif name == "event loop.run_in_executor" and len(arguments.args) > 1 and not arguments.more:
            executors = arguments.args[0][1]
            if executors and all(isinstance(v, Obj) and v.kind == "ProcessPoolExecutor" for v in executors):
                node, function = arguments.args[1]
                self._check("task", node, function, len(arguments.args) - 2)

    def _check_map(self, bound: Bound) -> None:
        node, function = bound["func"]
        if "chunksize" in bound:
            part, values = bound["chunksize"]
            several = all(isinstance(v, Obj) and v.kind in _ITERABLES for v in values) and bool(values)
            if (several or self._is_range(part)) and not self.interp.unsure and not self.interp.ready_for(_ERRORS):
                words = self.interp.frame.source.segment(part, 24)
                self.interp.emit(Shape(self.interp.place(part), problem="second iterable", words=words))
                return
        if self.items_of(bound["iterable"][1]) != []:
            self._check("map", node, function, 1)

    def _is_range(self, node: ast.AST) -> bool:
        """Return whether an expression is a call of the builtin ``range``."""
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            return False
        return node.func.id == "range" and self.interp.expressions.eval(node.func) == (Reference("range"),)

    def _check_starmap(self, node: ast.AST, values: Values, function: Values) -> None:
        """Look whether the items can be unpacked, and fit the function."""
        if self.interp.unsure or self.interp.ready_for(_ERRORS) or len(values) != 1:
            return
        if self._is_range(node):
            self.interp.emit(
                Shape(self.interp.place(node), problem="scalars", words=self.interp.frame.source.segment(node, 24))
            )
            return
        items = self.items_of(values)
        shown = node.elts if isinstance(node, (ast.List, ast.Tuple)) else []
        parts: list[tuple[ast.AST, Values]] = []
        if items is not None:
            parts = list(zip(shown if len(shown) == len(items) else [node] * len(items), items, strict=True))
        elif isinstance(values[0], Obj) and values[0].kind in _ITERABLES:
            parts = [(node, self.interp.containers.elements(values))]
        for part, item in parts:
            if self._cannot_unpack(part, item, function):
                return
            counts = [self.items_of((v,)) for v in item]
            if counts and all(c is not None and self.misfit(function, len(c), ())[1] for c in counts):
                self._check("starmap", part, function, len(counts[0] or ()))
                return

    def _cannot_unpack(self, node: ast.AST, item: Values, function: Values) -> bool:
        """Note items that are no tuples: numbers, and texts, which come apart into letters."""
        constants = [v.value for v in item if isinstance(v, Const)]
        if not constants or len(constants) != len(item):
            return False
        words = self.interp.frame.source.segment(node, 24)
        if all(isinstance(c, (int, float)) for c in constants):
            self.interp.emit(Shape(self.interp.place(node), problem="scalars", words=words))
            return True
        if all(isinstance(c, str) and len(c) != 1 for c in constants):
            if any(s.any_positional for v in function for s in self.signatures(v) or ()):
                return False
            self.interp.emit(Shape(self.interp.place(node), problem="texts", words=words))
            return True
        return False

    def _check_executor(self, name: str, arguments: Arguments) -> None:
        node, function = arguments.args[0]
        given = arguments.args[1:]
        if name == "executor.submit":
            self._check("task", node, function, len(given), list(arguments.kwargs))
            return
        lengths = [self.items_of(values) for _, values in given]
        if given and [] not in lengths:
            self._check("executor map", node, function, len(given))
        known = [len(items) for items in lengths if items is not None]
        # Of a sequence that repeats one thing, nothing is lost.
        mismatch = {n for n, (part, _) in zip(known, given, strict=False) if n == min(known) or not _repeats(part)}
        if len(known) == len(given) > 1 and len(mismatch) > 1 and not self.interp.unsure:
            part = given[known.index(min(known))][0]
            words = self.interp.frame.source.segment(part, 24)
            self.interp.emit(Shape(self.interp.place(part), problem="uneven", words=words))


def _signature(function: Function, skipped: int) -> Signature:
    parameters = function.node.args
    positional = [a.arg for a in (*parameters.posonlyargs, *parameters.args)]
    optional = set(positional[len(positional) - len(parameters.defaults) :]) if parameters.defaults else set()
    named = [a.arg for a in parameters.kwonlyargs]
    optional |= {n for n, d in zip(named, parameters.kw_defaults, strict=True) if d is not None}
    taken = positional[skipped:]
    by_name = {a.arg for a in parameters.args} & set(taken) | set(named)
    return Signature(
        function.name,
        tuple(taken),
        frozenset({*taken, *named} - optional),
        frozenset(by_name),
        parameters.vararg is not None,
        parameters.kwarg is not None,
    )


def _is_one_argument(value: Value) -> bool:
    """Return whether a value can be unpacked, and is never meant as several arguments: its elements, or its keys."""
    if isinstance(value, Measured):
        return value.array and value.items > 1
    if isinstance(value, Obj):
        return value.kind == "dict"
    return isinstance(value, Typed) and value.kind == ARRAY


def _repeats(node: ast.AST) -> bool:
    """Return whether an expression is a sequence of one element several times: ``[lock] * 4``."""
    sides = (node.left, node.right) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) else ()
    return any(isinstance(side, (ast.List, ast.Tuple)) and len(side.elts) == 1 for side in sides)


def _many(count: int) -> str:
    return f"{count or 'no'} argument{'' if count == 1 else 's'}"


_ITERABLES = frozenset({"list", "tuple", "set", "dict", "dict view", "generator", "iterator"})
