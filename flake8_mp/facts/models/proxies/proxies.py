"""Proxies: what a manager keeps for them, and the copies of it that are fetched and changed in vain.

A proxy sends the name of a method and its arguments to the server (``BaseProxy._callmethod`` of
``Lib/multiprocessing/managers.py``) and gets the result pickled: what it fetches is a copy, unless it is a proxy.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.events import ProxyUse
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.objects import Objects
from flake8_mp.facts.library.kinds import CHANGES
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.proxies.copied_names import CopiedNames
from flake8_mp.facts.models.subjects import MANAGERS
from flake8_mp.facts.store import Key
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import (
    NOTHING,
    SOME,
    STABLE,
    UNBOUND,
    UNBOUND_ONLY,
    Frame,
    Function,
    Method,
    Obj,
    Reference,
    Values,
    constant_of,
    is_unknown,
    union,
)

_CONTAINERS = frozenset({"list", "dict", "set"})
_USES = frozenset("print len list dict tuple set sorted sum min max any all enumerate zip iter next map filter".split())
"""Builtins that ask the server of a proxy which they are given."""


@dataclass(eq=False)
class Fetched:
    """A copy of something that a manager keeps."""

    origin: Obj
    """What the manager keeps."""
    node: ast.AST | None
    """The expression that fetches it; None where a loop does."""
    frame: Frame
    outer: Obj | None
    """The copy that this is a part of."""


class Proxies(Model):
    """Follows what is kept behind proxies, and changes to copies of it.

    Owns: the kinds ``proxy …`` and the copies that they fetch.
    Emits: :class:`ProxyUse`.
    """

    _listens_for = MANAGERS

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._fetched: dict[int, Fetched] = {}
        self._altered: set[int] = set()
        """The copies whose attributes were set by the statement that is running."""

    # -- what a manager keeps -------------------------------------------------------------------------------------

    def effect_make_proxy(self, call: LibraryCall) -> Values:
        assert call.obj is not None
        word = call.name.rpartition(".")[2]
        made = self.ask.proxy_of(call.obj, "proxy Queue" if word == "JoinableQueue" else f"proxy {word}", call.node)
        if word in ("dict", "list"):
            self.interp.containers.keep_rest(made, NOTHING if call.arguments.more else ())
            self.interp.containers.keep_keys(made, ())
            for _, values in call.arguments.args[:1]:
                self._fill_proxy(made, values)
            for key, (_, values) in call.arguments.kwargs.items():
                self._put_behind(made, key, values)
        elif word == "Namespace":
            for key, (_, values) in call.arguments.kwargs.items():
                self.interp.set_attribute(made.ident, key, values)
        elif word == "Value" and "value" in call.bound:
            self.interp.set_attribute(made.ident, "value", call.bound["value"][1])
        return (made,)

    def _fill_proxy(self, proxy: Obj, values: Values) -> None:
        """Note that the elements of values are put into what is behind a list or dict proxy."""
        for value in values:
            if isinstance(value, Obj) and value.kind == "dict" and proxy.kind == "proxy dict":
                for key in self.interp.containers.keys(value):
                    self._put_behind(proxy, key, self.interp.containers.element(value, key) or NOTHING)
                self._put_behind(proxy, None, self.interp.containers.rest(value))
                # The server makes a plain dict of a defaultdict: nothing is there by default, what is there is a copy.
                for factory in self.interp.given.values(value, "function"):
                    plain = isinstance(factory, Reference) and factory.name in _CONTAINERS
                    arguments = Arguments(value.node)
                    self._put_behind(proxy, None, self.interp.calls.call(factory, arguments) if plain else NOTHING)
            elif isinstance(value, Obj) and value.kind in ("list", "tuple", "set") and proxy.kind == "proxy list":
                self._put_behind(
                    proxy,
                    None,
                    union(UNBOUND_ONLY, *self.interp.containers.first_items(value), self.interp.containers.rest(value)),
                )
            else:
                self._put_behind(proxy, None, NOTHING)

    def _put_behind(self, proxy: Obj, key: object, values: Values) -> None:
        """Note that a value is sent to what is behind a list or dict proxy; ``key`` where it is a known text."""
        if isinstance(key, str) and proxy.kind == "proxy dict":
            keys = self.interp.containers.keys(proxy)
            if key not in keys:
                self.interp.containers.keep_keys(proxy, (*keys, key))
            self.interp.containers.keep_element(proxy, key, values)
        elif values:
            self.interp.containers.keep_rest(proxy, union(self.interp.containers.rest(proxy) or UNBOUND_ONLY, values))

    def _behind(self, proxy: Obj, key: object = None) -> Values:
        """Return what can be behind a proxy, under a key that is a known text or under any."""
        if proxy.kind == "proxy dict":
            if isinstance(key, str) and key in self.interp.containers.keys(proxy):
                return self.interp.containers.element(proxy, key) or NOTHING
            known = [self.interp.containers.element(proxy, k) or NOTHING for k in self.interp.containers.keys(proxy)]
            return union(UNBOUND_ONLY, *(known if not isinstance(key, str) else ()), self.interp.containers.rest(proxy))
        return self.interp.containers.rest(proxy)

    def effect_proxy_dict(self, call: LibraryCall) -> Values:
        obj = call.obj
        assert obj is not None
        word = call.name.rpartition(".")[2]
        key = constant_of(call.bound["key"][1]) if "key" in call.bound else None
        default = call.bound["default"][1] if "default" in call.bound else UNBOUND_ONLY
        if word == "update":
            for _, values in call.arguments.args:
                self._fill_proxy(obj, values)
            for given, (_, values) in call.arguments.kwargs.items():
                self._put_behind(obj, given, values)
            return NOTHING
        if word == "setdefault":
            kept = union(self._behind(obj, key), default)
            self._put_behind(obj, None, default)
            return self.fetch_copy(kept, obj, call.node)
        if word == "get":
            # What is not there is the caller's own default.
            return union(self.fetch_copy(self._behind(obj, key), obj, call.node), default)
        if word in ("values", "items"):
            found = self.fetch_copy(self._behind(obj), obj, None)
            if word == "items":
                found = (self.interp.containers.container("tuple", call.node, [(STABLE,), found], tag="pair"),)
            return (self.interp.containers.container("list", call.node, more=found),)
        return NOTHING

    def effect_proxy_list(self, call: LibraryCall) -> Values:
        obj = call.obj
        assert obj is not None
        if "object" in call.bound:
            self._put_behind(obj, None, call.bound["object"][1])
        if "iterable" in call.bound:
            self._fill_proxy(obj, call.bound["iterable"][1])
        return NOTHING

    def after_set_item(self, owners: Values, index: Values, values: Values, node: ast.AST) -> None:
        for owner in owners if self.ask.has_proxies() else ():
            if isinstance(owner, Obj) and owner.kind in ("proxy dict", "proxy list"):
                self._put_behind(owner, constant_of(index), values)
            elif isinstance(owner, Obj) and isinstance(node, ast.Subscript):
                self._lost_change(owner, node.value, node)

    # -- copies ---------------------------------------------------------------------------------------------------

    def fetch_copy(self, values: Values, proxy: Obj, node: ast.AST | None, outer: Obj | None = None) -> Values:
        """Return the copies that a proxy fetches, and proxies as they are.

        Nothing is known of them as soon as nothing is known of one of the alternatives: it can be a proxy.
        """
        known = [v for v in values if v is not UNBOUND and v is not SOME]
        if not known or any(map(is_unknown, known)) or self.interp.can(proxy, "escaped"):
            return NOTHING
        found: list[Values] = []
        for value in known:
            if isinstance(value, Obj) and value.kind.startswith("proxy"):
                found.append((value,))
            elif isinstance(value, Obj) and (
                value.kind in _CONTAINERS or (value.kind == "instance" and value.cls is not None)
            ):
                kind = value.kind
                tag = f"fetched {value.ident}"
                copy = self.interp.make(kind, node or proxy.node, cls=value.cls, context=proxy.context, tag=tag)
                # What others have put in meanwhile is not known.
                self.interp.containers.keep_rest(copy, NOTHING)
                self.interp.clear_attributes(copy.ident)
                origin = self._fetched[value.ident].origin if value.ident in self._fetched else value
                self._fetched[copy.ident] = Fetched(origin, node, self.interp.frame, outer)
                found.append((copy,))
            else:
                found.append(NOTHING)
        return union(*found)

    def around_item(self, proceed: Callable[..., Values], obj: Obj, index: Values, node: ast.Subscript) -> Values:
        if obj.kind in ("proxy dict", "proxy list") and not isinstance(node.slice, ast.Slice):
            return self.fetch_copy(self._behind(obj, constant_of(index)), obj, node)
        fetched = self._fetched.get(obj.ident)
        if fetched is not None and obj.kind != "instance":
            return self.fetch_copy(proceed(fetched.origin, index, node), obj, node, obj)
        return proceed(obj, index, node)

    def around_elements(self, proceed: Callable[..., Values], values: Values) -> Values:
        if not self.ask.has_proxies() or not any(isinstance(v, Obj) for v in values):
            return proceed(values)
        found: list[Values] = []
        for value in values:
            if isinstance(value, Obj) and value.kind == "proxy list":
                found.append(self.fetch_copy(self._behind(value), value, None))
            elif isinstance(value, Obj) and value.ident in self._fetched and value.kind in ("list", "set"):
                origin = self._fetched[value.ident].origin
                found.append(self.fetch_copy(proceed((origin,)), value, None, value))
            else:
                found.append(proceed((value,)))
        return union(*found)

    def refine_object_attribute(self, found: Values | None, obj: Obj, name: str, node: ast.AST) -> Values | None:
        if obj.kind in ("proxy Namespace", "proxy Value") and found and isinstance(node, ast.Attribute):
            if self.interp.store.get((obj.ident, name)) is not None:
                return self.fetch_copy(found, obj, node)
        fetched = self._fetched.get(obj.ident)
        if fetched is not None and obj.kind == "instance" and not any(isinstance(v, Method) for v in found or ()):
            return self.fetch_copy(self.interp.store.get((fetched.origin.ident, name)) or NOTHING, obj, node, obj)
        return found

    def answer_read_member(self, key: Key, node: ast.AST, values: Values) -> Values | None:
        owner = self.interp.made_objects.get(key[0])
        if owner is not None and owner.kind.startswith("proxy"):
            # The server has it, whichever process asks.
            return values
        return None

    # -- changes --------------------------------------------------------------------------------------------------

    def answer_call_builtin_method(self, receiver: Obj, name: str, arguments: Arguments) -> Values | None:
        fetched = self._fetched.get(receiver.ident)
        if fetched is None or receiver.kind == "instance":
            return None
        node = arguments.node
        function = node.func if isinstance(node, ast.Call) else None
        if name in CHANGES and isinstance(function, ast.Attribute):
            # Where the result of `setdefault` is used, the call may be there for nothing else.
            if name != "setdefault" or isinstance(self.interp.syntax.node_around(node), ast.Expr):
                self._lost_change(receiver, function.value, node)
        if receiver.kind == "dict" and name in ("get", "setdefault", "pop", "values", "items"):
            found = self.interp.containers.dict_values(fetched.origin)
            if name in ("values", "items"):
                return (self.interp.containers.container("list", node, more=NOTHING),)
            if name == "setdefault" and len(arguments.args) > 1:
                default = arguments.args[1][1]
                if all(isinstance(v, Obj) and v.kind in _CONTAINERS for v in default):
                    # Where nothing was there yet, it is the caller's own container that is changed, and lost.
                    found = tuple(v for v in found if not is_unknown(v))
                found = union(found, default)
            return self.fetch_copy(found, receiver, node, receiver)
        return NOTHING

    def _lost_change(self, copy: Obj, receiver: ast.AST, node: ast.AST, changes: frozenset[str] = CHANGES) -> None:
        """Note that a copy is changed by a node, where nothing can see that; ``changes`` are methods that do it."""
        inner: Obj | None = copy
        fetched: Fetched | None = None
        while inner is not None and inner.ident in self._fetched:
            if not self.interp.unsure:
                self._altered.add(inner.ident)
            fetched = self._fetched[inner.ident]
            inner = fetched.outer
        if fetched is None or self.interp.unsure:
            return
        if fetched.node is None or all(part is not fetched.node for part in walk(receiver)) or _named(receiver):
            name = _named(receiver) or _base(receiver)
            if name is None or fetched.frame is not self.interp.frame or not self._only_changed(name, changes):
                return
        words = self.interp.frame.source.segment(receiver)
        self.interp.emit(ProxyUse(self.interp.place(node), problem="nested", words=words))

    def _only_changed(self, name: str, changes: frozenset[str]) -> bool:
        """Return whether the running function uses a name for nothing but changing what it stands for."""
        function = self.interp.frame.function
        if name in self.interp.frame.globals or name in self.interp.frame.nonlocals:
            return False
        scope = function.node if function is not None else self.interp.frame.source.tree
        return CopiedNames(self.interp.syntax, scope, self._is_copy, changes).only_changed(name)

    def _is_copy(self, name: str) -> bool:
        """Return whether a name of the running function stands for something that was fetched."""
        values = self.interp.store.get((self.interp.frame.ident, name)) or ()
        return any(isinstance(value, Obj) and value.ident in self._fetched for value in values)

    def after_delete_item(self, target: ast.Subscript) -> None:
        for owner in self.interp.expressions.eval(target.value) if self.ask.has_proxies() else ():
            if isinstance(owner, Obj):
                self._lost_change(owner, target.value, target)

    def after_augmented_assign(self, node: ast.AugAssign) -> None:
        if self.ask.has_proxies() and isinstance(node.target, ast.Subscript):
            # Lists are extended in place, and put back: what holds them is changed as well.
            for owner in self.interp.expressions.eval(node.target.value):
                if isinstance(owner, Obj):
                    self._lost_change(owner, node.target.value, node.target)

    # -- objects of the program's own classes ---------------------------------------------------------------------

    def after_set_attributes(self, owners: Values, name: str, values: Values) -> None:
        for owner in owners:
            if isinstance(owner, Obj) and owner.ident in self._fetched:
                self._altered.add(owner.ident)

    def around_expression_statement(self, proceed: Callable[..., None], node: ast.Expr) -> None:
        outer, self._altered = self._altered, set()
        proceed(node)
        function = node.value.func if isinstance(node.value, ast.Call) else None
        for ident in list(self._altered) if isinstance(function, ast.Attribute) else ():
            assert isinstance(function, ast.Attribute)
            copy = self.interp.made_objects[ident]
            if copy.kind != "instance" or not _only_alters(self.interp.objects, copy, function.attr):
                continue
            if any(part is self._fetched[ident].node for part in walk(function.value)):
                self._lost_change(copy, function.value, node.value)
            elif isinstance(function.value, ast.Name):
                self._lost_change(copy, function.value, node.value, frozenset({function.attr}))
        self._altered |= outer

    def after_bind(self, target: ast.AST, values: Values) -> None:
        if self.ask.has_proxies() and isinstance(target, ast.Attribute) and not isinstance(target.value, ast.Name):
            for owner in self.interp.expressions.eval(target.value):
                if isinstance(owner, Obj) and owner.ident in self._fetched:
                    self._lost_change(owner, target.value, target)

    # -- uses -----------------------------------------------------------------------------------------------------

    def before_call_plain(self, name: str, arguments: Arguments) -> None:
        if self.ask.has_proxies() and name in _USES:
            for node, values in arguments.args:
                for value in values:
                    if isinstance(value, Obj) and value.kind.startswith("proxy"):
                        self.ask.proxy_used(value, node)

    def before_for_statement(self, node: ast.For | ast.AsyncFor) -> None:
        if self.ask.has_proxies() and isinstance(node.iter, (ast.Name, ast.Attribute)):
            for value in self.interp.expressions.eval(node.iter):
                if isinstance(value, Obj) and value.kind in ("proxy list", "proxy dict"):
                    self.ask.proxy_used(value, node.iter)

    def before_compare(self, node: ast.Compare) -> None:
        if self.ask.has_proxies():
            for operator, side in zip(node.ops, node.comparators, strict=True):
                if isinstance(operator, (ast.In, ast.NotIn)) and isinstance(side, (ast.Name, ast.Attribute)):
                    for value in self.interp.expressions.eval(side):
                        if isinstance(value, Obj) and value.kind in ("proxy list", "proxy dict"):
                            self.ask.proxy_used(value, side)


def _named(node: ast.AST) -> str | None:
    """Return the name that an assignment expression in a receiver binds."""
    return next((part.target.id for part in walk(node) if isinstance(part, ast.NamedExpr)), None)


def _base(node: ast.AST) -> str | None:
    """Return the name that a chain of subscripts, attributes and calls begins with."""
    while isinstance(node, (ast.Subscript, ast.Attribute, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def _only_alters(objects: Objects, copy: Obj, name: str) -> bool:
    """Return whether a method of the class of a copy does nothing but change the copy."""
    found = objects.class_attribute(copy.cls, name) if copy.cls is not None else None
    methods = [value for value in found or () if isinstance(value, Function)]
    if not methods or len(methods) != len(found or ()):
        return False
    nodes = [node for method in methods for node in walk(method.node)]
    calls = [node.func for node in nodes if isinstance(node, ast.Call)]
    return all(isinstance(called, ast.Attribute) and called.attr in CHANGES for called in calls) and not any(
        isinstance(node, (ast.Global, ast.Nonlocal, ast.With, ast.Await, ast.Yield, ast.YieldFrom)) for node in nodes
    )
