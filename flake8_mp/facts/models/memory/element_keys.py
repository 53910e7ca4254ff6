"""Which element of a shared object an expression of a worker names, where its value is not known.

``counts[Level.ERROR]`` is the same element in every worker. ``counts[word]``, where the word comes out of a text, is
another one in each round, and the texts of two workers have words in common. All else may be the worker's own.
"""

from __future__ import annotations

import ast

from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.source import Source
from flake8_mp.facts.tree import argument_for, last_name, walk
from flake8_mp.facts.values import Function

WORD = "a word"
"""What an expression names that is one of the words of a text."""
_WORDS = "words"
_TAKE_APART = frozenset({"split", "rsplit"})
_FIND = frozenset({"findall", "finditer"})
_SAME_WORDS = frozenset({"list", "set", "tuple", "sorted", "iter", "reversed", "Counter", "frozenset"})
_PAIRED = frozenset({"items", "most_common"})
_OF_TEXT = frozenset(
    {"lower", "upper", "casefold", "title", "capitalize", "strip", "lstrip", "rstrip", "group", "encode", "decode"}
)
_TAKES = frozenset({"get", "recv"})
_MOST = 40
"""So many expressions are looked at for one question."""


class ElementKeys:
    """Follows names to where they are bound, also through the calls that lead here."""

    def __init__(self, interp: Interpreter) -> None:
        self._interp = interp
        self._set_attributes: dict[Source, frozenset[str]] = {}
        self._assigned: dict[ast.AST, dict[str, list[ast.expr]]] = {}
        """By the loop, what is assigned in it."""
        self._stores: dict[ast.AST, dict[str, list[ast.Name]]] = {}
        """By the function, where it binds its variables."""
        self._left = 0
        """How many more expressions are looked at."""
        self._seen: set[ast.AST] = set()
        """Those that were looked at."""

    def is_word(self, node: ast.AST) -> bool:
        """Return whether an expression is one of the words of a text, or a word that is made of one."""
        return self.of(node) == WORD

    def of(self, node: ast.AST) -> str:
        """Return a text that is the same in two workers where the element is, empty where it may be another one."""
        self._left = _MOST
        return self._of(node, len(self._interp.active) - 1)

    def differs_by_round(self, node: ast.AST) -> bool:
        """Return whether an expression is about what a loop of the worker has another of in each round: its data."""
        self._left, self._seen = _MOST, set()
        return self._by_round(node, len(self._interp.active) - 1)

    def stretch(self, part: ast.Slice) -> str:
        """Return a name of a part of a block, with bounds that are the same in all workers."""
        if part.lower is part.upper is part.step is None:
            return "[:]"
        first = self.of(part.lower) if part.lower is not None else "0"
        last = self.of(part.upper) if part.upper is not None else "end"
        return f"[{first}:{last}]" if first and last and part.step is None and WORD not in (first, last) else ""

    def goes_over_all(self, target: ast.Subscript) -> bool:
        """Return whether it is ``a[i]`` in a loop of a worker over ``range(len(a))``."""
        wanted = f"range(len({ast.unparse(target.value)}))"
        function = self._interp.frame.function
        return isinstance(target.slice, ast.Name) and any(
            isinstance(n, ast.For)
            and ast.unparse(n.target) == ast.unparse(target.slice)
            and ast.unparse(n.iter) == wanted
            for n in (walk(function.node) if function is not None else ())
        )

    def _by_round(self, node: ast.AST, depth: int) -> bool:
        self._left -= 1
        if self._left < 0 or not 0 <= depth < len(self._interp.active):
            return False
        function = self._interp.active[depth]
        around = function.source.around
        loops, over = [], around.get(node)
        while over is not None and over is not function.node:
            loops += [over] if isinstance(over, (ast.For, ast.While)) else []
            over = around.get(over)
        names = {n.id for n in walk(node) if isinstance(n, ast.Name)}
        for loop in loops if names else ():
            bound = walk(loop.target) if isinstance(loop, ast.For) else ()
            targets = {n.id for n in bound if isinstance(n, ast.Name)}
            assigned = self._assigned.get(loop)
            if assigned is None:
                assigned = self._assigned[loop] = _assigned_in(loop)
            values = [v for name in sorted(names) for v in assigned.get(name, [])[:_MOST] if v not in self._seen]
            self._seen.update(values)
            if names & targets or any(_TAKES & _called(value) for value in values):
                return True
            if any(self._by_round(value, depth) for value in values):
                return True
        given = [self._given(function, name, depth) for name in sorted(names)]
        return any(each is not None and self._by_round(each, depth - 1) for each in given)

    def _of(self, node: ast.AST | None, depth: int) -> str:
        """Judge an expression in a running function: 0 is the worker itself."""
        self._left -= 1
        if self._left < 0 or not 0 <= depth < len(self._interp.active):
            return ""
        if isinstance(node, ast.Constant):
            return repr(node.value)
        if isinstance(node, ast.Name):
            return self._of_name(node, depth)
        if isinstance(node, ast.Attribute):
            return self._of_attribute(node, depth)
        if isinstance(node, ast.BinOp):
            parts = [self._of(part, depth) for part in (node.left, node.right)]
            if not all(parts) or {WORD, _WORDS} & set(parts):
                return ""
            return f"({parts[0]} {type(node.op).__name__} {parts[1]})"
        if isinstance(node, ast.Call):
            return self._of_call(node, depth)
        if isinstance(node, ast.Subscript):
            if self._of(node.value, depth) == _WORDS or _splits(node.value):
                return _WORDS if isinstance(node.slice, ast.Slice) else WORD
        return ""

    def _of_call(self, node: ast.Call, depth: int) -> str:
        name = last_name(node.func)
        if name in _TAKE_APART and not node.args and not node.keywords:
            return _WORDS
        if name in _FIND:
            return _WORDS
        if isinstance(node.func, ast.Attribute) and name in _OF_TEXT:
            return WORD if self._of(node.func.value, depth) == WORD else ""
        if name in _SAME_WORDS and node.args and self._of(node.args[0], depth) == _WORDS:
            return _WORDS
        return ""

    def _of_attribute(self, node: ast.Attribute, depth: int) -> str:
        function = self._interp.active[depth]
        if node.attr in self._attributes_set(function.source):
            return ""
        first = [*function.node.args.posonlyargs, *function.node.args.args][:1]
        if (
            function.owner is not None
            and isinstance(node.value, ast.Name)
            and [a.arg for a in first] == [node.value.id]
        ):
            # What nothing sets is the attribute of the class.
            found = self._interp.objects.class_attribute(function.owner, node.attr)
            return f"{function.owner.qualname}.{node.attr}" if found else ""
        owner = self._of(node.value, depth)
        return f"{owner}.{node.attr}" if owner and owner not in (WORD, _WORDS) else ""

    def _attributes_set(self, source: Source) -> frozenset[str]:
        """Return the attributes that a file sets anywhere outside of the body of a class."""
        found = self._set_attributes.get(source)
        if found is None:
            stores = (n for n in walk(source.tree) if isinstance(n, ast.Attribute) and not isinstance(n.ctx, ast.Load))
            found = self._set_attributes[source] = frozenset(n.attr for n in stores)
        return found

    def _of_name(self, node: ast.Name, depth: int) -> str:
        function = self._interp.active[depth]
        bound = self._stores.get(function.node)
        if bound is None:
            bound = self._stores[function.node] = _stores_in(function.node)
        stores = bound.get(node.id, [])
        if any(isinstance(n, ast.arg) and n.arg == node.id for n in walk(function.node.args)):
            return self._of(self._given(function, node.id, depth), depth - 1) if not stores else ""
        if not stores:
            is_global = node.id in function.source.bindings and node.id not in function.source.rebound
            return f"{function.source.path}:{node.id}" if is_global and not function.local else ""
        found = {self._bound_to(function, store, depth) for store in stores}
        return found.pop() if len(found) == 1 else ""

    def _given(self, function: Function, name: str, depth: int) -> ast.expr | None:
        """Return what a running function was given for a parameter, written where it was called."""
        trace, place = self._interp.world.trace, depth - len(self._interp.active)
        if depth == 0 or len(trace) < -place or isinstance(function.node, ast.Lambda):
            return None
        return argument_for(trace[place].node, function.node, function.owner is not None, name)

    def _bound_to(self, function: Function, store: ast.Name, depth: int) -> str:
        """Return what a variable is where this binds it."""
        around = function.source.around
        over = around.get(store)
        place: int | None = None
        if isinstance(over, (ast.Tuple, ast.List)):
            place, over = over.elts.index(store), around.get(over)
        if isinstance(over, ast.Assign) and len(over.targets) == 1:
            if place is None:
                return self._of(over.value, depth)
            return WORD if self._of(over.value, depth) == _WORDS or _splits(over.value) else ""
        if isinstance(over, (ast.For, ast.comprehension)):
            iterable, name = over.iter, getattr(getattr(over.iter, "func", None), "attr", "")
            if place == 0 and name in _PAIRED and isinstance(iterable, ast.Call):
                assert isinstance(iterable.func, ast.Attribute)
                iterable = iterable.func.value
            elif place is not None:
                return ""
            return WORD if self._of(iterable, depth) == _WORDS else ""
        return ""


def _assigned_in(loop: ast.AST) -> dict[str, list[ast.expr]]:
    """Return, by the variable, what is assigned to it in a loop."""
    found: dict[str, list[ast.expr]] = {}
    for node in walk(loop):
        for target in node.targets if isinstance(node, ast.Assign) else ():
            if isinstance(target, ast.Name) and isinstance(node, ast.Assign):
                found.setdefault(target.id, []).append(node.value)
    return found


def _stores_in(function: ast.AST) -> dict[str, list[ast.Name]]:
    """Return, by the variable, where a function binds it."""
    found: dict[str, list[ast.Name]] = {}
    for node in walk(function):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.setdefault(node.id, []).append(node)
    return found


def _called(node: ast.AST) -> set[str]:
    """Return the names of the methods that are called in an expression."""
    return {n.func.attr for n in walk(node) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)}


def _splits(node: ast.AST) -> bool:
    """Return whether an expression is the columns of a line of text, at whatever it is split."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _TAKE_APART
