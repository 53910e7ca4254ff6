"""Lists, tuples, sets and dicts: what is in them, one by one or somewhere."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flake8_mp.facts.interpreter.component import Component
from flake8_mp.facts.slot import element_name, slot_name
from flake8_mp.facts.store import Changes, Store
from flake8_mp.facts.values import (
    NOTHING,
    SOME,
    STABLE,
    UNBOUND,
    UNBOUND_ONLY,
    VIEWS,
    Class,
    Const,
    Frame,
    Obj,
    Reference,
    Unknown,
    Values,
    const,
    constant_of,
    union,
)

LONGEST_DISPLAY = 48
"""So many elements of a display are followed one by one; of longer ones only those that are no constants."""


_LENGTH = slot_name("length")
_MORE = slot_name("more")
_KEYS = slot_name("keys")
_LAST = slot_name("last")
"""The parts of keys for the number of elements at known positions, the elements at others, the known keys, and the
element that was appended last."""

if TYPE_CHECKING:
    from flake8_mp.facts.interpreter.interpreter import Interpreter


class Containers(Component):
    """Makes containers and looks into them."""

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._comprehensions: dict[tuple[object, ...], Frame] = {}
        self.filled: set[int] = set()
        """The objects of which anything was ever known that is in them, on whatever path: most have nothing."""
        self.stay_empty: set[int] = set()
        """The empty defaults of parameters that their functions only read."""

    def container(
        self, kind: str, node: ast.AST, items: list[Values] | None = None, more: Values = (), tag: str = ""
    ) -> Obj:
        """Make a list, tuple or set: ``items`` in their order, ``more`` that is somewhere in it."""
        obj = self.interp.make(kind, node, tag=tag)
        self.filled.add(obj.ident)
        for index, values in enumerate(items or ()):
            self.interp.store.set((obj.ident, slot_name(str(index))), values)
        self.interp.store.set((obj.ident, _LENGTH), (const(len(items or ())),))
        self.interp.store.set((obj.ident, _MORE), more or UNBOUND_ONLY)
        if kind == "list" and self.interp.store.get((obj.ident, _LAST)) is not None:
            self.interp.store.set((obj.ident, _LAST), (UNBOUND,))
        return obj

    def keep_last(self, obj: Obj, values: Values) -> None:
        """Say what the last element of a list is, that was appended a moment ago; nothing for no values."""
        if values or self.interp.store.get((obj.ident, _LAST)) is not None:
            self.interp.store.set((obj.ident, _LAST), values or (UNBOUND,))

    def items(self, obj: Obj) -> list[Values] | None:
        """Return the elements of a container one by one, or None where they are not all known."""
        if self.rest(obj):
            return None
        return self.first_items(obj)

    def first_items(self, obj: Obj) -> list[Values]:
        """Return the elements whose positions are known."""
        found = self.interp.store.get((obj.ident, _LENGTH))
        if found is None:
            return []
        lengths = [v.value for v in found if isinstance(v, Const)]
        count = min((n for n in lengths if isinstance(n, int)), default=0)
        return [self.interp.store.get((obj.ident, slot_name(str(index)))) or NOTHING for index in range(count)]

    def items_in_order(self, values: Values) -> list[Values] | None:
        """Return what iterating over a list or tuple gives, one by one, or None where that is not all known."""
        if len(values) == 1 and isinstance(values[0], Obj) and values[0].kind in ("list", "tuple"):
            items = self.items(values[0])
            return items if items is not None and len(items) <= LONGEST_DISPLAY else None
        return None

    def rest(self, obj: Obj) -> Values:
        """Return what is in a container besides, at no known position."""
        found = self.interp.store.get((obj.ident, _MORE))
        if found is None or found is UNBOUND_ONLY:
            return ()
        return tuple([v for v in found if v is not UNBOUND])

    def keep_rest(self, obj: Obj, values: Values) -> None:
        """Say what is in a container at no known position or under no known key; nothing for no values."""
        self.filled.add(obj.ident)
        self.interp.store.set((obj.ident, _MORE), values or UNBOUND_ONLY)

    def keep_keys(self, obj: Obj, keys: Iterable[str]) -> None:
        """Say which keys of a dict are known."""
        self.filled.add(obj.ident)
        self.interp.store.set((obj.ident, _KEYS), (const(tuple(keys)),))

    def element(self, obj: Obj, key: str) -> Values | None:
        """Return what a dict has under a known key, None where nothing was ever put there."""
        return self.interp.store.get((obj.ident, element_name(key)))

    def keep_element(self, obj: Obj, key: str, values: Values) -> None:
        """Put something into a dict under a key; it is not among the known keys yet."""
        self.interp.store.set((obj.ident, element_name(key)), values)

    def copy_dict(self, dictionary: Obj, copy: Obj) -> None:
        """Put what is in a dict into another one."""
        self.filled.add(copy.ident)
        for name in (_KEYS, _MORE, *map(element_name, self.keys(dictionary))):
            found = self.interp.store.get((dictionary.ident, name))
            if found is not None:
                self.interp.store.set((copy.ident, name), found)

    def contents_in(self, path: Store | Changes, obj: Obj) -> tuple[Values | None, Values | None, Values | None]:
        """Return, at the end of a path, what is known of the keys, the rest and the number of positions."""
        return tuple(path.get((obj.ident, name)) for name in (_KEYS, _MORE, _LENGTH))  # type: ignore[return-value]

    def elements(self, values: Values) -> Values:
        """Return what iterating over a value gives."""
        found: list[Values] = []
        for value in values:
            if isinstance(value, Obj) and value.kind in _ITERABLE:
                found += self.first_items(value)
                rest = self.rest(value)
                if rest:
                    found.append(rest)
            elif isinstance(value, Class) and self.interp.objects.is_enum(value):
                found.append((self.interp.objects.some_member(value),))
            elif isinstance(value, Const) or (isinstance(value, Unknown) and value.stable):
                found.append((STABLE,))
            else:
                found.append(NOTHING)
        return union(*found) if found else NOTHING

    def _display(self, node: ast.List | ast.Tuple | ast.Set) -> Values:
        kind = type(node).__name__.lower()
        elements = node.elts
        if len(elements) > LONGEST_DISPLAY:
            rest = [self.interp.expressions.eval(e) for e in elements if not isinstance(e, ast.Constant)][:400]
            return (self.container(kind, node, more=union((STABLE,), *rest)),)
        items: list[Values] = []
        more: list[Values] = []
        for element in elements:
            if isinstance(element, ast.Starred):
                values = self.interp.special.iterated(self.interp.expressions.eval(element.value), element.value)
                known = self.items_in_order(values)
                if known is not None and not more:
                    items += known
                else:
                    more.append(self.elements(values))
            elif more:
                # Where it stands depends on how many there are before it.
                more.append(self.interp.expressions.eval(element))
            else:
                items.append(self.interp.expressions.eval(element))
        return (self.container(kind, node, items, more=union(*more) if more else ()),)

    def _dict(self, node: ast.Dict) -> Values:
        obj = self.interp.make("dict", node)
        more: list[Values] = []
        keys: list[str] = []
        pairs = list(zip(node.keys, node.values, strict=True))
        if len(pairs) > LONGEST_DISPLAY:
            pairs = [(k, v) for k, v in pairs if not isinstance(v, ast.Constant)][:400]
        for key, value in pairs:
            values = self.interp.expressions.eval(value)
            if key is None:
                known, others = self.interp.joining.merged(values)
                for word, each in known.items():
                    if word not in keys:
                        keys.append(word)
                    self.interp.store.set((obj.ident, element_name(word)), each)
                more += [others] if others else []
                continue
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                keys.append(key.value)
                self.interp.store.set((obj.ident, element_name(key.value)), values)
            else:
                self.interp.expressions.eval(key)
                more.append(values)
        self.keep_keys(obj, keys)
        self.keep_rest(obj, union(*more) if more else ())
        return (obj,)

    def keys(self, obj: Obj) -> list[str]:
        """Return the constant keys of a dict."""
        names: dict[str, None] = {}
        for value in self.interp.store.get((obj.ident, _KEYS)) or ():
            if isinstance(value, Const) and isinstance(value.value, tuple):
                names.update(dict.fromkeys(value.value))
        return list(names)

    def dict_values(self, obj: Obj) -> Values:
        """Return what the values of a dict can be."""
        found = [self.interp.store.get((obj.ident, element_name(key))) or NOTHING for key in self.keys(obj)]
        rest = self.rest(obj)
        return union(*found, *([rest] if rest else [])) if found or rest else NOTHING

    def _subscript(self, node: ast.Subscript) -> Values:
        values = self.interp.expressions.receiver(node.value)
        return self.subscripted(values, self.interp.expressions.eval(node.slice), node)

    def subscripted(self, values: Values, index: Values, node: ast.Subscript) -> Values:
        """Return what values give for an index, key or slice."""
        results = []
        for value in values:
            if isinstance(value, Obj):
                self.interp.hooks.touch(value, node, "[]")
                results.append(self.item(value, index, node))
            elif isinstance(value, Reference):
                results.append((value,) if value.name in ("list", "dict", "tuple", "set", "type") else NOTHING)
            elif isinstance(value, Class):
                member = self.interp.objects.is_enum(value)
                results.append((self.interp.objects.some_member(value) if member else value,))
            else:
                results.append((STABLE,) if isinstance(value, Unknown) and value.stable else NOTHING)
        return union(*results) if results else NOTHING

    def item(self, obj: Obj, index: Values, node: ast.Subscript) -> Values:
        row = self.interp.known.method(obj.kind, "__getitem__")
        if row is not None:
            return (self.interp.make(row.makes, node),)
        position = constant_of(index)
        known = self.interp.set_by_name.get(obj, node)
        if known is not None:
            return known
        if obj.kind == "dict":
            texts = [v.value for v in index if isinstance(v, Const) and isinstance(v.value, str)]
            if texts and len(texts) == len(index):
                names = [element_name(text) for text in texts]
                found = [(name, self.interp.store.get((obj.ident, name))) for name in names]
                rest = self.rest(obj) or NOTHING
                return some(
                    union(
                        *(
                            self.interp.hooks.read_member((obj.ident, name), node, values) if values else rest
                            for name, values in found
                        )
                    )
                )
            return some(self.dict_values(obj))
        if obj.kind in VIEWS and isinstance(node.slice, ast.Slice):
            return (self.interp.make("view" if obj.kind == "view" else "memoryview", node, parent=obj.parent or obj),)
        if obj.kind in _ITERABLE:
            items = self.items(obj)
            if isinstance(node.slice, ast.Slice):
                return (self._sliced(obj, items, node),)
            if items is not None and isinstance(position, int) and -len(items) <= position < len(items):
                return items[position]
            if items is None and isinstance(position, int):
                first = self.first_items(obj)
                if 0 <= position < len(first) and obj.kind == "tuple":
                    return first[position]
                last = self.interp.store.get((obj.ident, _LAST)) if position == -1 else None
                if last is not None and UNBOUND not in last and not self.interp.can(obj, "escaped"):
                    return last
            return some(self.elements((obj,)))
        return self.interp.special.special(obj, ("__getitem__",), node, index) or NOTHING

    def _sliced(self, obj: Obj, items: list[Values] | None, node: ast.Subscript) -> Obj:
        assert isinstance(node.slice, ast.Slice)
        bounds: list[int | None] = []
        for part in (node.slice.lower, node.slice.upper, node.slice.step):
            values = self.interp.expressions.eval(part) if part is not None else (const(None),)
            value = constant_of(values, "unknown")
            if value is not None and not isinstance(value, int):
                return self.container(obj.kind, node, more=some(self.elements((obj,))))
            bounds.append(value)
        if items is None or bounds[2] == 0:
            return self.container(obj.kind, node, more=some(self.elements((obj,))))
        return self.container(obj.kind, node, items[slice(*bounds)])

    def _slice(self, node: ast.Slice) -> Values:
        for part in (node.lower, node.upper, node.step):
            if part is not None:
                self.interp.expressions.eval(part)
        return NOTHING

    def comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Values:
        kind = _COMPREHENSIONS[type(node)]
        outer = self.interp.frame
        key = ("comprehension", node, outer.ident)
        frame = self._comprehensions.setdefault(
            key, self.interp.new_frame(outer.source, outer, function=outer.function, qualname=outer.qualname)
        )
        first, chosen = True, False
        self.interp.loops += 1
        try:
            for generator in node.generators:
                if not first:
                    self.interp.frame = frame
                iterable = self.interp.special.iterated(self.interp.expressions.eval(generator.iter), generator.iter)
                values = self.interp.iteration.values_of(generator.iter, iterable)
                self.interp.frame = frame
                first = False
                self.interp.binding.bind(generator.target, values)
                if not generator.ifs:
                    self.interp.iteration.bind_each(generator.target, self.items_in_order(iterable))
                for test in generator.ifs:
                    self.interp.expressions.eval(test)
                    self.interp.conditions.refine(test, True)
                    chosen = True
            values = self.each(node)
        finally:
            self.interp.frame = outer
            self.interp.loops -= 1
        obj = self.container(kind, node, more=some(values) if chosen else values)
        if kind == "dict":
            self.interp.store.set((obj.ident, _KEYS), (const(()),))
        return (obj,)

    def each(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Values:
        """Evaluate what a comprehension gives, round by round."""
        if isinstance(node, ast.DictComp):
            self.interp.expressions.eval(node.key)
            return self.interp.expressions.eval(node.value)
        return self.interp.expressions.eval(node.elt)


def some(values: Values) -> Values:
    """Mark alternatives of which any may be meant."""
    return union(values, (SOME,)) if len(values) > 1 else values


_ITERABLE = frozenset({"dict view", "list", "tuple", "set", "generator", "map iterator", "iterator", "deque"})
_COMPREHENSIONS = {
    ast.ListComp: "list",
    ast.SetComp: "set",
    ast.GeneratorExp: "generator",
    ast.DictComp: "dict",
}
