"""How much something is: numbers, the length of texts and of containers, and what they take at least when pickled."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Sequence
from typing import Any

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library.kinds import FLOAT, KEEPING_LENGTH, PADDING
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.models.questions.channels import Many, times_in_all
from flake8_mp.facts.models.subjects import CHANNELS
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.tree import COMPREHENSIONS, walk
from flake8_mp.facts.values import NOTHING, Const, Method, Obj, Sized, Unknown, Value, Values, const

LARGEST = 10**15
"""Larger numbers are not followed."""
SHORTEST = 256
"""Shorter texts are nothing special."""
LETTERS = 4
"""The letters of so short a text are followed one by one."""
FOLDED = 4096
"""The compiler makes one object of a repeated constant up to this length, and pickle writes one object once."""
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
_FORMAT_SPEC = re.compile(r"(?:.?[<>=^])?[-+ ]?z?#?0?(\d{1,9})[,_]?(?:\.\d+)?[a-zA-Z%]?")
"""The format specification of the built-in types, with its width."""
_SHRINKING = frozenset({"pop", "popleft", "remove", "clear", "discard", "sort", "reverse"})


class Payloads(Model):
    """Follows how large things are, and how often code runs.

    Owns: numbers, lengths, rounds of loops.
    """

    _many = Slot[int]("by the container, how many items it has")
    _size = Slot[int]("by the object, how many bytes it takes at least")
    _grown = Slot[int]("by the list and the place, how many bytes were appended to it there at least")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._places: dict[int, set[str]] = {}
        """By the list, where something was appended to it."""
        self._made_in: dict[Obj, tuple[Many, ...]] = {}
        """By the list, the loops in which it is made: each round has one of its own."""

    @only_with(*CHANNELS)
    def refine_make(self, obj: Obj, *_: Any, **details: Any) -> Obj:
        if obj.kind == "list":
            self._made_in[obj] = self.interp.times
        return obj

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
        self._size.keep(self.ask.resting_on((const(size),), by), obj.ident)
        if exact:
            self._many.set(count, obj.ident)

    def around_comprehension(
        self, proceed: Callable[..., Values], node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> Values:
        outer = self.interp.times
        chosen = any(generator.ifs for generator in node.generators)
        first = self.interp.expressions.eval(node.generators[0].iter) if _is_plain(node.generators[0].iter) else NOTHING
        count = self._count(first) if len(node.generators) == 1 and not chosen else None
        self.interp.times = (*self.interp.times, count or (0, None))
        try:
            values = proceed(node)
        finally:
            self.interp.times = outer
        if count is not None and isinstance(node, ast.ListComp) and isinstance(values[0], Obj):
            each = (
                self.least_load(self.interp.containers.rest(values[0]))
                if isinstance(node.elt, (ast.Call, ast.BinOp))
                else 0
            )
            least, most = count
            size = least * (each if each > FOLDED else self._written_anew(node.elt))
            self._grows(values[0], least, size, exact=least == most, by=first)
        return values

    def _count(self, iterable: Values) -> Many | None:
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
        count = self._count(iterable)
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
            self._shrinks(receiver)
        node = arguments.node
        if name == "append" and receiver.kind == "list" and isinstance(node, ast.Call) and len(node.args) == 1:
            outside = self._loops_outside(receiver, node)
            if outside is not None:
                # A loop is gone through more than once: what is appended at one place counts for all its rounds.
                place = f"{node.lineno}:{node.col_offset}"
                self._places.setdefault(receiver.ident, set()).add(place)
                least = self.factor(outside)[0]
                size = max(self._written_anew(node.args[0]), self._made_with(node.args[0], arguments.args[0][1]))
                self._grown.set(least * size, receiver.ident, place)

    def on_set_item(self, owners: Values, index: Values, values: Values, node: ast.AST) -> None:
        for owner in owners if isinstance(getattr(node, "slice", None), ast.Slice) else ():
            self._shrinks(owner)

    def on_delete_item(self, target: ast.Subscript) -> None:
        for owner in self.interp.conditions.quiet_value(target.value):
            self._shrinks(owner)

    def _shrinks(self, container: Value) -> None:
        """Note that elements are taken out of a container, it is not known how many."""
        if not isinstance(container, Obj):
            return
        for slot in (self._many, self._size):
            if slot.found(container.ident) is not None:
                slot.drop(container.ident)
        for place in self._places.pop(container.ident, ()):
            self._grown.drop(container.ident, place)
        self.ask.forget_count(container)

    def _loops_outside(self, made: Obj, node: ast.AST) -> int | None:
        """Return how many loops are around both what made a list and a node, None where no other is around the node."""
        if made.frame is not self.interp.frame or self.interp.syntax.node_around(made.node) is None:
            # Another function has made it, as the constructor of its owner.
            before, now = self._made_in.get(made), self.interp.times
            return len(before) if before is not None and now[: len(before)] == before and now != before else None
        found = 0
        for outer in self.interp.syntax.nodes_around(node):
            if isinstance(outer, COMPREHENSIONS) or outer in self.interp.syntax.nodes_around(made.node):
                break
            found += isinstance(outer, (ast.For, ast.AsyncFor, ast.While))
        return len(self.interp.times) - found if found else None

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
            count = self._count(first)
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

    # -- weights --------------------------------------------------------------------------------------------------

    def least_load(self, values: Values) -> int:
        """Return how many bytes a value takes at least when it is pickled; what is unknown takes none."""
        return min((self._weight(value, 0) for value in self.ask.assumed(values)), default=0)

    def _weight(self, value: Value, depth: int) -> int:
        if isinstance(value, Sized):
            return value.least if value.written and not value.number else 0
        if isinstance(value, Const):
            return _text_size((value,)) or 0
        if isinstance(value, Obj) and value.kind == "instance" and value.cls is not None and depth <= 3:
            if self.ask.has_custom_pickling(value.cls) or not self.interp.objects.lineage(value.cls)[2]:
                return 0
            names = self.interp.attributes(value.ident)
            kept = {self.interp.store.get((value.ident, name)) or () for name in names}
            return sum(min((self._weight(v, depth + 1) for v in self.ask.assumed(part)), default=0) for part in kept)
        if not isinstance(value, Obj) or depth > 3 or value.kind not in ("list", "tuple", "set", "dict"):
            return 0
        known = self.ask.assumed(self._size.values(value.ident))
        sizes = [v.value for v in known if isinstance(v, Const)]
        if sizes and len(sizes) == len(known):
            return min(size for size in sizes if isinstance(size, int))
        grown = [self._grown.values(value.ident, place) for place in self._places.get(value.ident, ())]
        appended = sum(min(_kept_size(v) for v in sizes) for sizes in grown if sizes)
        # Pickle writes an object once: what is equal here counts once.
        if value.kind == "dict":
            parts = [
                self.interp.containers.element(value, key) or NOTHING for key in self.interp.containers.keys(value)
            ]
        else:
            parts = self.interp.containers.first_items(value)
        weights = {part: min((self._weight(v, depth + 1) for v in self.ask.assumed(part)), default=0) for part in parts}
        return sum(weights.values()) + len(parts) + appended

    def _made_with(self, node: ast.expr, values: Values) -> int:
        """Return how many bytes an object takes at least with what is made for it in the same expression."""
        made = values[0] if len(values) == 1 else None
        if not isinstance(made, Obj) or made.node is not node or made.cls is None:
            return 0
        if made.kind != "instance" or self.ask.has_custom_pickling(made.cls):
            return 0
        inner = {id(each) for each in walk(node)}
        parts = (self.interp.store.get((made.ident, name)) or () for name in self.interp.attributes(made.ident))
        fresh = {part for part in parts if len(part) == 1 and isinstance(part[0], Obj) and id(part[0].node) in inner}
        return sum(self._weight(part[0], 1) for part in fresh)

    def _written_anew(self, node: ast.expr) -> int:
        """Return how many bytes pickle writes at least for what an expression makes each time that it is evaluated.

        What exists already is written once, and referred to with two bytes; a number or None takes one at least.
        """
        if isinstance(node, (ast.Tuple, ast.List, ast.Set)) and not all(isinstance(e, ast.Constant) for e in node.elts):
            return 2 + sum(map(self._written_anew, node.elts))
        if isinstance(node, ast.Dict):
            return 2 + sum(1 + self._written_anew(each) for each in node.values)
        if isinstance(node, ast.JoinedStr) and any(isinstance(part, ast.FormattedValue) for part in node.values):
            letters = sum(len(str(part.value)) for part in node.values if isinstance(part, ast.Constant))
            widths = [_width(part) for part in node.values if isinstance(part, ast.FormattedValue)]
            # A text that is the whole of it may be what stands there already.
            return 3 + letters + sum(widths) if letters or len(widths) > 1 else 1
        if isinstance(node, ast.BinOp) and any(_is_float(side) for side in (node.left, node.right)):
            return FLOAT
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in PADDING:
            text = self._written_anew(node.func.value)
            width = self.number(self.interp.expressions.eval(node.args[0])) if _is_read(node.args[:1]) else None
            # A constant may be of that width already, and then it is itself what the method returns.
            return max(text, 3 + width) if text > 1 and width is not None else text
        return 1


def _is_exact(values: Values) -> bool:
    """Return whether a number is known, and not only the least that it can be."""
    return len(values) == 1 and (isinstance(values[0], Const) or getattr(values[0], "exact", False))


def _kept_size(value: Value) -> int:
    """Return a size that was kept on a path, which is nothing on the others."""
    return value.value if isinstance(value, Const) and isinstance(value.value, int) else 0


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


def _is_float(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, float)


def _width(part: ast.FormattedValue) -> int:
    """Return how wide a value of an f-string is made at least: 60 in ``f"{name:<60}"``."""
    spec = part.format_spec
    if not isinstance(spec, ast.JoinedStr) or len(spec.values) != 1 or not isinstance(spec.values[0], ast.Constant):
        return 0
    match = _FORMAT_SPEC.fullmatch(str(spec.values[0].value))
    return int(match[1]) if match is not None else 0


def _is_read(nodes: Sequence[ast.expr]) -> bool:
    """Return whether evaluating expressions only reads variables, attributes and constants."""
    return bool(nodes) and all(
        isinstance(inner, (ast.Name, ast.Attribute, ast.Constant, ast.Load)) for inner in walk(*nodes)
    )


def _is_plain(node: ast.AST) -> bool:
    """Return whether evaluating an expression twice does nothing twice."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "range" and all(map(_is_plain, node.args))
    if isinstance(node, ast.BinOp):
        return _is_plain(node.left) and _is_plain(node.right)
    return isinstance(node, (ast.Name, ast.Constant))
