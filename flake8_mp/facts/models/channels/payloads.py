"""How much something is: numbers, the length of texts and of containers, and what they take at least when pickled."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.library.kinds import KEEPING_LENGTH
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.questions.channels import Many, times_in_all
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import NOTHING, Const, Method, Obj, Sized, Unknown, Value, Values, const

LARGEST = 10**15
"""Larger numbers are not followed."""
SHORTEST = 256
"""Shorter texts are nothing special."""
LETTERS = 4
"""The letters of so short a text are followed one by one."""
_ARITHMETIC: dict[type, Callable[[int, int], int]] = {
    ast.Add: operator.add,
    ast.Mult: operator.mul,
    ast.Sub: operator.sub,
    ast.FloorDiv: operator.floordiv,
}
_ARRAYS = frozenset(
    f"numpy.{name}"
    for name in ("zeros", "ones", "empty", "full", "arange", "random.rand", "random.randn", "random.random")
)
"""What makes an array of a known shape; each element takes a byte at least."""
_RANDOM_BYTES = frozenset({"os.urandom", "secrets.token_bytes", "random.randbytes", "secrets.token_hex"})
_LEAVING = (ast.Break, ast.Return, ast.Raise, ast.Yield, ast.YieldFrom, ast.Await, ast.Try)
_SHRINKING = frozenset({"pop", "popleft", "remove", "clear", "discard", "sort", "reverse"})


class Payloads(Model):
    """Follows how large things are, and how often code runs.

    Owns: numbers, lengths, rounds of loops.
    """

    _many = Slot[int]("by the container, how many items it has")

    # -- numbers --------------------------------------------------------------------------------------------------

    def number(self, values: Values) -> int | None:
        """Return the smallest number that a value can be, or None where that is not known."""
        found = [_number(value) for value in self.ask.assumed(values)]
        known = [n for n in found if n is not None]
        return min(known) if known and len(known) == len(found) else None

    def answer_combined(self, node: ast.BinOp, left: Values, right: Values) -> Values | None:
        one, two = self.ask.assumed(left), self.ask.assumed(right)
        if one is not left or two is not right:
            result = self.answer_combined(node, one, two)
            return self.ask.resting_on(result, left, right) if result is not None else None
        a, b = self.number(left), self.number(right)
        exact = _is_exact(left) and _is_exact(right)
        if a is not None and b is not None:
            found = _calculated(node.op, a, b, exact and not self.interp.loops)
            if found is not None:
                return (Sized(True, found, True, exact and not self.interp.loops),)
            return None
        sizes = _text_size(left), _text_size(right)
        if isinstance(node.op, ast.Mult) and (a is not None or b is not None):
            times, size = (a, sizes[1]) if a is not None else (b, sizes[0])
            if times is not None and size is not None and SHORTEST < times * size < LARGEST:
                return (
                    Sized(self.interp.conditions.stable(left) and self.interp.conditions.stable(right), times * size),
                )
        elif isinstance(node.op, ast.Add) and any(sizes):
            if sum(size or 0 for size in sizes) > SHORTEST:
                return (
                    Sized(
                        self.interp.conditions.stable(left) and self.interp.conditions.stable(right),
                        sum(size or 0 for size in sizes),
                    ),
                )
        return None

    def answer_elements(self, values: Values) -> Values | None:
        if len(values) == 1 and isinstance(values[0], Const) and isinstance(values[0].value, str):
            if 0 < len(values[0].value) <= LETTERS:
                return tuple(const(letter) for letter in dict.fromkeys(values[0].value))
        return None

    # -- containers -----------------------------------------------------------------------------------------------

    def refine_binop(self, values: Values, node: ast.BinOp) -> Values:
        if isinstance(node.op, ast.Mult) and len(values) == 1 and isinstance(values[0], Obj):
            shown, times = (node.left, node.right) if isinstance(node.left, ast.List) else (node.right, node.left)
            if isinstance(shown, ast.List) and isinstance(times, (ast.Constant, ast.Name, ast.BinOp)):
                count = self.number(self.interp.expressions.eval(times))
                if count is not None:
                    self._grows(values[0], count * len(shown.elts), count * len(shown.elts))
        return values

    def _grows(self, obj: Obj, count: int, size: int, exact: bool = True, by: Values = ()) -> None:
        """Note how much is in a container, ``by`` what that is so."""
        self.ask.note_weight(obj, size, by)
        if exact:
            self._many.set(count, obj.ident)

    def around_comprehension(
        self, proceed: Callable[..., Values], node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> Values:
        outer = self.interp.times
        chosen = any(generator.ifs for generator in node.generators)
        first = node.generators[0].iter
        over = self.interp.expressions.eval(first) if self.ask.is_plain(first) else NOTHING
        count = self.rounds_over(over) if len(node.generators) == 1 and not chosen else None
        self.interp.times = (*self.interp.times, count or (0, None))
        try:
            values = proceed(node)
        finally:
            self.interp.times = outer
        if count is not None and isinstance(node, ast.ListComp) and isinstance(values[0], Obj):
            if count[0] == count[1]:
                self._many.set(count[0], values[0].ident)
        return values

    def rounds_over(self, iterable: Values) -> Many | None:
        """Return how many elements an iterable has at least, and at most where that is known; None for unknown."""
        iterable = self.ask.assumed(iterable)
        if len(iterable) != 1:
            return None
        value = iterable[0]
        if isinstance(value, Const) and isinstance(value.value, (str, bytes)):
            return len(value.value), len(value.value)
        if isinstance(value, Sized) and not value.number and (value.exact or not value.written):
            return value.least, value.least if value.exact else None
        if isinstance(value, Obj) and value.kind in ("list", "tuple", "set"):
            items = self.interp.containers.items(value)
            if items is not None and value not in self.interp.many:
                return len(items), len(items)
            found = self._many.values(value.ident)
            if len(found) == 1 and isinstance(found[0], Const) and isinstance(found[0].value, int):
                return found[0].value, found[0].value
            # More was added to it than it had at first.
            least = 0 if self.interp.can(value, "escaped") else self.ask.count((value,))
            return (least, None) if least and value.kind != "set" and value not in self.interp.many else None
        return None

    def answer_rounds_of(self, node: ast.AST, iterable: Values) -> tuple[int, int | None] | None:
        count = self.rounds_over(iterable)
        if count is None or not count[0]:
            return None
        body = getattr(node, "body", [])
        if any(isinstance(inner, _LEAVING) for statement in body for inner in walk(statement)):
            return 1, count[1]
        return count

    def factor(self, outside: int = 0) -> tuple[int, int | None]:
        """Return how often something is done here in all: at least, and at most where that is known.

        ``outside`` is the number of loops around this that do not count.
        """
        return times_in_all(self.interp.times[outside:])

    def after_add(self, container: Obj, values: Values) -> None:
        if self._many.found(container.ident) is not None:
            self._many.drop(container.ident)

    def before_call_builtin_method(self, receiver: Obj, name: str, arguments: Arguments) -> None:
        if name in _SHRINKING:
            self.ask.shrinks(receiver)

    def on_set_item(self, owners: Values, index: Values, values: Values, node: ast.AST) -> None:
        for owner in owners if isinstance(getattr(node, "slice", None), ast.Slice) else ():
            if isinstance(owner, Obj):
                self.ask.shrinks(owner)

    def on_delete_item(self, target: ast.Subscript) -> None:
        for owner in self.interp.conditions.quiet_value(target.value):
            if isinstance(owner, Obj):
                self.ask.shrinks(owner)

    def shrinks(self, container: Obj) -> None:
        """Note that elements are taken out of a container, it is not known how many."""
        if self._many.found(container.ident) is not None:
            self._many.drop(container.ident)

    # -- calls ----------------------------------------------------------------------------------------------------

    def around_call(self, proceed: Callable[..., Values], callee: Value, arguments: Arguments) -> Values:
        if isinstance(callee, Method) and isinstance(callee.receiver, Const) and callee.name in KEEPING_LENGTH:
            width = self.number(arguments.args[0][1]) if arguments.args else None
            if width is not None and width > SHORTEST:
                return (Sized(True, width),)
        if isinstance(callee, Sized) and isinstance(arguments.node, ast.Call):
            name = getattr(arguments.node.func, "attr", "")
            if name in KEEPING_LENGTH:
                return (Sized(callee.stable, callee.least),)
            return proceed(Unknown(callee.stable), arguments)
        return proceed(callee, arguments)

    def around_call_plain(self, proceed: Callable[..., Values], name: str, arguments: Arguments) -> Values:
        first = arguments.args[0][1] if len(arguments.args) == 1 and not arguments.kwargs else ()
        number = self.number(first) if first else None
        if name == "range" and arguments.args:
            return self._range(arguments) or proceed(name, arguments)
        if name in ("bytes", "bytearray") and number is not None:
            return self.ask.resting_on((Sized(True, number),), first)
        if name in ("bytes", "bytearray") and (text := _text_size(self.ask.assumed(first))):
            return self.ask.resting_on((Sized(self.interp.conditions.stable(first), text),), first)
        if name in _RANDOM_BYTES and number is not None:
            return self.ask.resting_on((Sized(False, number),), first)
        if name in _ARRAYS and arguments.args:
            size = self._shape(name, arguments)
            if size is None:
                return proceed(name, arguments)
            return self.ask.resting_on((Sized(False, size),), *(values for _, values in arguments.args))
        values = proceed(name, arguments)
        if name in ("list", "tuple", "set", "sorted") and first and isinstance(values[0], Obj):
            count = self.rounds_over(first)
            if count is not None and self.interp.containers.items(values[0]) is None:
                least, most = count
                self._grows(values[0], least, 2 * least, exact=name != "set" and least == most, by=first)
        return values

    def _range(self, arguments: Arguments) -> Values | None:
        numbers = [self.number(values) for _, values in arguments.args]
        if not 0 < len(numbers) < 3:
            return None
        low, high = (0, numbers[0]) if len(numbers) == 1 else numbers
        if low is None or high is None:
            return None
        bounds = [values for _, values in arguments.args]
        if all(_is_exact(self.ask.assumed(values)) for values in bounds) and high > low:
            exact = all(map(_is_exact, bounds))
            return self.ask.resting_on((Sized(True, high - low, exact=exact, written=False),), *bounds)
        return None

    def _shape(self, name: str, arguments: Arguments) -> int | None:
        parts = [values for _, values in arguments.args]
        if not name.startswith(("numpy.random.rand", "numpy.random.randn")) or name.endswith("random.random"):
            parts = parts[:1]
            if len(parts[0]) == 1 and isinstance(parts[0][0], Obj):
                parts = self.interp.containers.items(parts[0][0]) or []
        if name == "numpy.arange" and len(arguments.args) > 1:
            return None
        size = 1
        for part in parts:
            number = self.number(part)
            if number is None:
                return None
            size *= number
        return size if parts and size < LARGEST else None


def _is_exact(values: Values) -> bool:
    """Return whether a number is known, and not only the least that it can be."""
    return len(values) == 1 and (isinstance(values[0], Const) or getattr(values[0], "exact", False))


def _number(value: Value) -> int | None:
    if isinstance(value, Const):
        return value.value if isinstance(value.value, int) and not isinstance(value.value, bool) else None
    return value.least if isinstance(value, Sized) and value.number else None


def _text_size(values: Values) -> int | None:
    """Return the length of a text or of bytes at least, None where it is neither."""
    sizes = []
    for value in values:
        if isinstance(value, Const) and isinstance(value.value, (str, bytes)):
            sizes.append(len(value.value))
        elif isinstance(value, Sized) and not value.number and value.written:
            sizes.append(value.least)
        else:
            return None
    return min(sizes, default=None)


def _calculated(op: ast.operator, a: int, b: int, exact: bool) -> int | None:
    """Return what two numbers give; of numbers that are least ones, only what grows with both."""
    if a < 0 or b < 0:
        return None
    if isinstance(op, ast.Pow) and b * max(a.bit_length(), 1) < 60:
        return int(a**b)
    if isinstance(op, ast.LShift) and b < 50 and a < 2**10:
        return a << b
    if isinstance(op, (ast.Add, ast.Mult)) or (exact and isinstance(op, (ast.Sub, ast.FloorDiv)) and b):
        found = _ARITHMETIC[type(op)](a, b)
        return found if 0 <= found < LARGEST else None
    return None
