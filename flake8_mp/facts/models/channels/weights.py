"""What values take at least when they are pickled."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Sequence
from typing import Any

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library.kinds import FLOAT, PADDING
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.models.questions.channels import Many
from flake8_mp.facts.models.subjects import CHANNELS
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.tree import COMPREHENSIONS, is_dotted, walk
from flake8_mp.facts.values import NOTHING, Const, Measured, Obj, Reference, Sized, Value, Values, const, constant_of

FOLDED = 4096
"""The compiler makes one object of a repeated constant up to this length, and pickle writes one object once."""
PER_ITEM = 2
"""So many bytes at least takes an item of a list when it is pickled: a small number, or one that was met before."""
_DEEPEST = 3
_FIXED = (ast.Constant, ast.Starred)
_DRAWN_FLOATS = frozenset(["random", "uniform", "gauss", "normalvariate", "triangular", "betavariate", "expovariate"])
_FLOATS = frozenset(["math.sqrt", "math.sin", "math.cos", "math.exp", "time.time", "time.perf_counter"])
_FLOATS |= {f"random.{name}" for name in _DRAWN_FLOATS}
_FORMAT_SPEC = re.compile(r"(?:.?[<>=^])?[-+ ]?z?#?0?(\d{1,9})[,_]?(?:\.\d+)?[a-zA-Z%]?")
"""The format specification of the built-in types, with its width."""


class Weights(Model):
    """Says how many bytes values take at least when they are pickled.

    Owns: the sizes of containers and of what is put into them.
    """

    _size = Slot[int]("by the container, how many bytes it takes at least")
    _each = Slot[int]("by the container, how many bytes each of its items takes at least")
    _grown = Slot[int]("by the list and the place, how many bytes were appended to it there at least")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._places: dict[int, set[str]] = {}
        """By the list, where something was appended to it."""
        self._made_in: dict[Obj, tuple[Many, ...]] = {}
        """By the list, the loops in which it is made: each round has one of its own."""

    # -- questions ------------------------------------------------------------------------------------------------

    def weight(self, values: Values, depth: int = 0) -> int:
        """Return how many bytes a value takes at least when it is pickled; what is unknown takes none."""
        return min((self._weight(value, depth) for value in self.ask.assumed(values)), default=0)

    def note_weight(self, container: Obj, size: int, by: Values) -> None:
        """Note how many bytes a container takes at least, ``by`` what that is so."""
        self._size.keep(self.ask.resting_on((const(size),), by), container.ident)

    def _weight(self, value: Value, depth: int) -> int:
        if isinstance(value, Measured) and value.size:
            return value.size
        if isinstance(value, Sized):
            return value.least if value.written and not value.number else 0
        if isinstance(value, Const):
            return len(value.value) if isinstance(value.value, (str, bytes)) else 0
        if not isinstance(value, Obj) or depth > _DEEPEST:
            return 0
        if value.kind == "instance":
            if value.cls is None or self.ask.has_custom_pickling(value.cls):
                return 0
            if not self.interp.objects.lineage(value.cls)[2]:
                return 0
            names = self.interp.attributes(value.ident)
            return sum(self._weights({self.interp.store.get((value.ident, name)) or () for name in names}, depth))
        if value.kind not in ("list", "tuple", "set", "dict"):
            return 0
        if value.kind == "dict":
            keys = self.interp.containers.keys(value)
            parts = [self.interp.containers.element(value, key) or NOTHING for key in keys]
        else:
            parts = self.interp.containers.first_items(value)
        each: int = constant_of(self._each.values(value.ident), PER_ITEM)
        counted = each * self.ask.count((value,))
        known = self.ask.assumed(self._size.values(value.ident))
        sizes = [v.value for v in known if isinstance(v, Const) and isinstance(v.value, int)]
        if sizes and len(sizes) == len(known):
            return max(counted, min(sizes))
        grown = [self._grown.values(value.ident, place) for place in self._places.get(value.ident, ())]
        appended = sum(min(_kept_size(v) for v in sizes) for sizes in grown if sizes)
        return max(counted, sum(self._weights(set(parts), depth)) + len(parts) + appended)

    def _weights(self, parts: set[Values], depth: int) -> list[int]:
        """Return the weights of parts; pickle writes an object once: what is equal counts once."""
        return [self.weight(part, depth + 1) for part in parts]

    # -- what is put into containers ------------------------------------------------------------------------------

    @only_with(*CHANNELS)
    def refine_make(self, obj: Obj, *_: Any, **details: Any) -> Obj:
        if obj.kind == "list":
            self._made_in[obj] = self.interp.times
        return obj

    def refine_comprehension(
        self, result: Values, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> Values:
        made, first = result[0], node.generators[0]
        if isinstance(made, Obj) and len(node.generators) == 1 and not first.ifs and self.ask.is_plain(first.iter):
            own = {part.id for part in walk(first.target) if isinstance(part, ast.Name)}
            written = self._written_anew(node.value if isinstance(node, ast.DictComp) else node.elt, own)
            self._each.set(PER_ITEM + written if isinstance(node, ast.DictComp) else max(PER_ITEM, written), made.ident)
            over = self.interp.expressions.eval(first.iter)
            count = self.ask.rounds_over(over) if isinstance(node, ast.ListComp) else None
            if count is not None and isinstance(node, ast.ListComp):
                is_made = isinstance(node.elt, (ast.Call, ast.BinOp))
                each = self.weight(self.interp.containers.rest(made)) if is_made else 0
                self.note_weight(made, count[0] * (each if each > FOLDED else written), over)
        return result

    def before_call_builtin_method(self, receiver: Obj, name: str, arguments: Arguments) -> None:
        node = arguments.node
        if name == "append" and receiver.kind == "list" and isinstance(node, ast.Call) and len(node.args) == 1:
            outside = self._loops_outside(receiver, node)
            if outside is not None:
                # A loop is gone through more than once: what is appended at one place counts for all its rounds.
                place = f"{node.lineno}:{node.col_offset}"
                self._places.setdefault(receiver.ident, set()).add(place)
                least = self.ask.factor(outside)[0]
                size = max(self._written_anew(node.args[0]), self._made_with(node.args[0], arguments.args[0][1]))
                self._grown.set(least * size, receiver.ident, place)

    def on_shrinks(self, container: Obj) -> None:
        if self._size.found(container.ident) is not None:
            self._size.drop(container.ident)
        for place in self._places.pop(container.ident, ()):
            self._grown.drop(container.ident, place)

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

    def _written_anew(self, node: ast.expr | None, own: Collection[str] = ()) -> int:
        """Return how many bytes pickle writes at least for what an expression makes each time that it is evaluated.

        What exists already is written once, and referred to with two bytes; a number or None takes one at least.
        ``own`` are the variables of the comprehension that it stands in, which mean nothing outside of it. There is no
        expression for the values of a dict comprehension that unpacks (Python 3.15).
        """
        if node is None:
            return 0
        if _is_float(node):
            return FLOAT
        if isinstance(node, (ast.Tuple, ast.List, ast.Set)) and not all(isinstance(e, _FIXED) for e in node.elts):
            return 2 + sum(self._written_anew(each, own) for each in node.elts if not isinstance(each, ast.Starred))
        if isinstance(node, ast.Dict):
            return 2 + sum(1 + self._written_anew(each, own) for each in node.values)
        if isinstance(node, ast.JoinedStr) and any(isinstance(part, ast.FormattedValue) for part in node.values):
            letters = sum(len(str(part.value)) for part in node.values if isinstance(part, ast.Constant))
            widths = [_width(part) for part in node.values if isinstance(part, ast.FormattedValue)]
            # A text that is the whole of it may be what stands there already.
            return 3 + letters + sum(widths) if letters or len(widths) > 1 else 1
        if isinstance(node, ast.BinOp) and any(_is_float(side) for side in (node.left, node.right)):
            return FLOAT
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in PADDING:
            text = self._written_anew(node.func.value, own)
            width = self.ask.number(self.interp.expressions.eval(node.args[0])) if _is_read(node.args[:1]) else None
            # A constant may be of that width already, and then it is itself what the method returns.
            return max(text, 3 + width) if text > 1 and width is not None else text
        return FLOAT if isinstance(node, ast.Call) and self._gives_float(node.func, own) else 1

    def _gives_float(self, function: ast.expr, own: Collection[str]) -> bool:
        """Return whether a function that an expression is gives another float each time."""
        if not isinstance(function, ast.Attribute) or not is_dotted(function):
            return False
        if any(isinstance(part, ast.Name) and part.id in own for part in walk(function)):
            return False
        owner = self.interp.expressions.eval(function.value)
        if len(owner) == 1 and isinstance(owner[0], Obj):
            return owner[0].kind == "random.Random" and function.attr in _DRAWN_FLOATS
        called = self.interp.expressions.eval(function)
        return len(called) == 1 and isinstance(called[0], Reference) and called[0].name in _FLOATS


def _kept_size(value: Value) -> int:
    """Return a size that was kept on a path, which is nothing on the others."""
    return value.value if isinstance(value, Const) and isinstance(value.value, int) else 0


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
