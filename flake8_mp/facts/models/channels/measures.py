"""How much there is of a thing: how many items it has, how many bytes it takes when it is pickled."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from dataclasses import replace
from typing import TypeGuard

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library.kinds import KEEPING_LENGTH
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.models.subjects import GENERATORS
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.tree import is_dotted
from flake8_mp.facts.values import (
    NOTHING,
    Const,
    Measured,
    Method,
    Obj,
    Reference,
    Sized,
    Unknown,
    Values,
    const,
    constant_of,
)

LARGEST = 1 << 40
"""Numbers that are folded stay below this."""
_BYTES = frozenset(["bytes", "bytearray", "os.urandom", "random.randbytes", "secrets.token_bytes"])
_FILLED = frozenset(["numpy.zeros", "numpy.ones", "numpy.empty", "numpy.full"])
_RANDOM = frozenset(["numpy.random.rand", "numpy.random.randn"])
_DRAWN = frozenset(["numpy.random.random", "numpy.random.random_sample", "numpy.random.standard_normal"])
_SIZED = frozenset(["numpy.random.normal", "numpy.random.uniform", "numpy.random.randint"])
_GENERATED = frozenset(["random", "standard_normal", "normal", "uniform", "integers"])
_AS_MANY = frozenset(["list", "tuple", "set", "frozenset", "sorted", "reversed", "enumerate"])
_PLAIN = (ast.Constant, ast.Name, ast.Attribute, ast.BinOp, ast.UnaryOp)
_COUNTED = ("list", "tuple", "set", "dict", "generator", "iterator", "map")


class Measures(Model):
    """Keeps the size of what a program makes in a known size.

    Owns: the kind ``numpy generator``, numbers of items, endless iterators.
    """

    _number = Slot[int]("by the container, how many items it has at least")
    _endless = Slot[bool]("by the iterator, whether it never ends")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self.made_when: dict[ast.AST | None, int] = {}
        """By what made it, how many calls had been evaluated when something of a known measure was made last."""

    # -- questions ------------------------------------------------------------------------------------------------

    def is_endless(self, values: Values) -> bool:
        """Return whether going over a value never ends."""
        return bool(values) and all(
            isinstance(v, Obj) and self._endless.found(v.ident) == (const(True),) for v in values
        )

    def count(self, values: Values) -> int:
        """Return how many items a value has at least, as far as that is known; 0 where it is not."""
        return min((self._count_one(v) for v in values), default=0)

    def on_shrinks(self, container: Obj) -> None:
        if self._number.found(container.ident) is not None:
            self._number.drop(container.ident)

    def _count_one(self, value: object) -> int:
        if isinstance(value, Measured):
            return value.items
        if isinstance(value, Const) and isinstance(value.value, (str, bytes, tuple)):
            return len(value.value)
        if isinstance(value, Obj) and value.kind in _COUNTED:
            counted: int = constant_of(self._number.values(value.ident), 0)
            return max(counted, len(self.interp.containers.first_items(value)))
        return 0

    def made_before(self, values: Values, moment: int, depth: int = 0) -> bool:
        """Return whether what is heavy in a value was made before so many calls had been evaluated."""
        return all(self._earlier_object(value, moment, depth) for value in values)

    def _earlier_object(self, value: object, moment: int, depth: int) -> bool:
        if isinstance(value, Measured):
            return self.made_when.get(value.node, moment + 1) <= moment
        if not isinstance(value, Obj) or depth > 3:
            return True
        if self._count_one(value) > len(self.interp.containers.first_items(value)):
            return self.made_when.get(value.node, moment + 1) <= moment
        return all(
            self.made_before(part, moment, depth + 1)
            for part in self.interp.objects.parts(value)
            if self.ask.weight(part)
        )

    # -- hooks ----------------------------------------------------------------------------------------------------

    def on_never_ends(self, obj: Obj) -> None:
        self._endless.set(True, obj.ident)

    def refine_operated(self, result: Values, node: ast.BinOp, left: Values, right: Values) -> Values:
        one, two = constant_of(left), constant_of(right)
        if type(one) is int and type(two) is int:
            number = _fold(node.op, one, two)
            return result if number is None else (const(number),)
        if isinstance(node.op, ast.Mult):
            for values, times in ((left, two), (right, one)):
                if type(times) is int and times > 0:
                    return self._repeated(values, times, node, result)
        return result

    def _repeated(self, values: Values, times: int, node: ast.AST, result: Values) -> Values:
        text = constant_of(values)
        if isinstance(text, (str, bytes)):
            size = len(text) * times
            return self._fresh(Measured(True, size, items=size, size=size, node=node))
        if len(values) == len(result) == 1 and isinstance(values[0], Obj) and isinstance(result[0], Obj):
            self._note_count(result[0], self._count_one(values[0]) * times)
        return result

    def _note_count(self, obj: Obj, number: int) -> None:
        if number > 0:
            self._number.set(number, obj.ident)
            self.made_when[obj.node] = self.interp.call_count

    def around_call_plain(self, proceed: Callable[..., Values], name: str, arguments: Arguments) -> Values:
        given = arguments.args
        if name == "itertools.repeat" and given and not arguments.more:
            # It gives the same object again and again.
            made = self.interp.containers.container("iterator", arguments.node, more=given[0][1])
            times = given[1][1] if len(given) > 1 else arguments.kwargs.get("times", (None, ()))[1]
            self._note_count(made, self._whole(times))
            if not times:
                self.interp.hooks.never_ends(made)
            return (made,)
        result = proceed(name, arguments)
        if arguments.more:
            return result
        if name in ("itertools.count", "itertools.cycle"):
            made = self.interp.containers.container("iterator", arguments.node, more=NOTHING)
            if name == "itertools.count" or self.count(given[0][1] if given else ()) or _is_unknown(given):
                self.interp.hooks.never_ends(made)
            return (made,)
        if len(result) == 1 and isinstance(result[0], Obj):
            self._measure_made(name, result[0], [values for _, values in given])
            return result
        measured = self._measured(name, arguments)
        if measured is None:
            return result
        known = result[0]
        if isinstance(known, Sized):
            measured = replace(
                measured, stable=known.stable, least=known.least, exact=known.exact, written=known.written
            )
        return self._fresh(measured)

    def _fresh(self, measured: Measured) -> Values:
        self.made_when[measured.node] = self.interp.call_count
        return (measured,)

    def _measure_made(self, name: str, made: Obj, parts: list[Values]) -> None:
        if name in ("map", "filter"):
            parts = parts[1:]
        elif name in _AS_MANY:
            parts = parts[:1]
        elif name != "zip":
            return
        if not parts:
            return
        ended = [p for p in parts if not self.is_endless(p)]
        if not ended:
            self.interp.hooks.never_ends(made)
        elif name != "filter" and name not in ("set", "frozenset"):
            self._note_count(made, min(self.count(p) for p in ended))

    def _whole(self, values: Values) -> int:
        number = constant_of(values)
        return number if type(number) is int and 0 < number < LARGEST else 0

    def _measured(self, name: str, arguments: Arguments) -> Measured | None:
        given = [values for _, values in arguments.args]
        if name == "range" and given:
            # An option is what its default says, unless somebody says otherwise.
            numbers = [constant_of(self.ask.assumed(values)) for values in given]
            if not all(type(n) is int and abs(n) < LARGEST for n in numbers) or 0 in numbers[2:]:
                return None
            return Measured(items=len(range(*numbers)), node=arguments.node)
        if name in _BYTES and given:
            size = self._whole(given[0])
            stable = all(self.interp.conditions.stable(v) for v in given)
            return Measured(stable, size, items=size, size=size, node=arguments.node) if size else None
        if name.startswith("numpy."):
            return self._array(name, arguments, given)
        return None

    def _array(self, name: str, arguments: Arguments, given: list[Values]) -> Measured | None:
        shape = {key: values for key, (_, values) in arguments.kwargs.items()}
        dims: list[int] = []
        if name in _FILLED or name in _DRAWN:
            dims = self._dimensions(given[0] if given else shape.get("shape" if name in _FILLED else "size", ()))
        elif name in _RANDOM:
            dims = [self._whole(values) for values in given]
        elif name in _SIZED:
            dims = self._dimensions(shape.get("size", given[2] if len(given) > 2 else ()))
        elif name == "numpy.arange" and len(given) == 1:
            dims = [self._whole(given[0])]
        elif name == "numpy.linspace" and len(given) == 3:
            dims = [self._whole(given[2])]
        if not dims or 0 in dims:
            return None
        # A type that is given may be as short as a byte.
        width = 1 if "dtype" in shape or (name in _FILLED and len(given) > 1 + (name == "numpy.full")) else 8
        size = math.prod(dims) * width
        return Measured(least=size, items=dims[0], size=size, array=True, node=arguments.node)

    def _dimensions(self, values: Values) -> list[int]:
        if len(values) == 1 and isinstance(values[0], Obj) and values[0].kind in ("tuple", "list"):
            return [self._whole(v) for v in self.interp.containers.items(values[0]) or []]
        return [self._whole(values)]

    @only_with(*GENERATORS)
    def answer_special_attribute(self, obj: Obj, name: str, node: ast.AST) -> Values | None:
        if obj.kind == "numpy generator" and name in _GENERATED:
            return (Method(obj, name),)
        return None

    def answer_call_builtin_method(self, receiver: Obj, name: str, arguments: Arguments) -> Values | None:
        if receiver.kind == "numpy generator" and name in _GENERATED:
            drawn = "numpy.random.random" if name in ("random", "standard_normal") else "numpy.random.normal"
            measured = self._array(drawn, arguments, [values for _, values in arguments.args])
            return self._fresh(measured) if measured is not None else NOTHING
        return None

    def around_attribute(
        self, proceed: Callable[..., Values | None], value: object, name: str, node: ast.AST
    ) -> Values | None:
        if isinstance(value, Measured) and name not in KEEPING_LENGTH:
            # Its shape, or a method of it, is something else.
            value = Unknown(value.stable)
        return proceed(value, name, node)

    def refine_comprehension(
        self, result: Values, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> Values:
        first = node.generators[0]
        made = result[0]
        if isinstance(made, Obj) and self.is_plain(first.iter):
            over = self.interp.expressions.eval(first.iter)
            if self.is_endless(over):
                self.interp.hooks.never_ends(made)
            elif len(node.generators) == 1 and not first.ifs and _keeps_all(node):
                self._note_count(made, self.count(over))
        return result

    def is_plain(self, node: ast.AST) -> bool:
        """Return whether evaluating an expression twice does nothing."""
        if isinstance(node, ast.Call):
            if node.keywords or not all(isinstance(a, _PLAIN) for a in node.args):
                return False
            known = ("range", "itertools.count", "itertools.repeat", "enumerate")
            callee = self.interp.expressions.eval(node.func) if is_dotted(node.func) else ()
            return len(callee) == 1 and isinstance(callee[0], Reference) and callee[0].name in known
        if isinstance(node, ast.BinOp):
            return self.is_plain(node.left) and self.is_plain(node.right)
        return isinstance(node, (ast.Name, ast.Constant))


def _keeps_all(
    node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp,
) -> TypeGuard[ast.ListComp | ast.GeneratorExp | ast.DictComp]:
    """Return whether a comprehension has as many items as it goes over."""
    if not isinstance(node, ast.DictComp):
        return not isinstance(node, ast.SetComp)
    first = node.generators[0]
    counts = isinstance(first.iter, ast.Call) and getattr(first.iter.func, "id", "") == "range"
    return counts and isinstance(node.key, ast.Name) and getattr(first.target, "id", "") == node.key.id


def _is_unknown(given: list[tuple[ast.AST, Values]]) -> bool:
    return bool(given) and all(isinstance(v, Unknown) for v in given[0][1])


def _fold(operator: ast.operator, one: int, two: int) -> int | None:
    """Return what an operator that people write sizes with makes of two numbers."""
    if isinstance(operator, ast.Mult):
        number = one * two
    elif isinstance(operator, ast.Pow) and 0 <= two <= 40 and abs(one) <= 1024:
        number = one**two
    elif isinstance(operator, ast.LShift) and 0 <= two <= 40:
        number = one << two
    elif isinstance(operator, ast.FloorDiv) and two:
        number = one // two
    else:
        return None
    return number if abs(number) < LARGEST else None
