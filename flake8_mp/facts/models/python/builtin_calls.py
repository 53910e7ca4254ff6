"""Calls that have nothing to do with processes, but make or hold what has."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library import api
from flake8_mp.facts.library.holders import HOLDERS
from flake8_mp.facts.library.kinds import KINDS
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.python.columns import columns
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import (
    DEFAULT,
    MOST,
    NONE,
    NOTHING,
    STABLE,
    UNBOUND,
    Class,
    Descriptor,
    Function,
    Method,
    Obj,
    Partial,
    Reference,
    Values,
    const,
    constant_of,
    union,
)

_COPIES = {
    "list": "list",
    "tuple": "tuple",
    "set": "set",
    "sorted": "list",
    "frozenset": "set",
    "reversed": "iterator",
}
_LIKE_DUMMY = ("multiprocessing.dummy.",)


class BuiltinCalls(Model):
    """Calls builtins, ``functools.partial`` and methods of containers.

    Owns: the kinds of containers, ``namespace``, ``map``.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._partials: dict[tuple[ast.AST, int], Partial] = {}

    def effect_partial(self, call: LibraryCall) -> Values:
        if not call.arguments.args or call.arguments.more:
            return NOTHING
        key = (call.node, self.interp.frame.ident)
        partial = self._partials.get(key)
        if partial is None:
            partial = self._partials[key] = Partial((), (), (), call.node)
        partial.functions = call.arguments.args[0][1]
        partial.args = tuple(values for _, values in call.arguments.args[1:])
        partial.kwargs = tuple((word, values) for word, (_, values) in call.arguments.kwargs.items())
        return (partial,)

    def effect_wraps(self, call: LibraryCall) -> Values:
        return NOTHING

    def effect_update_wrapper(self, call: LibraryCall) -> Values:
        if len(call.arguments.args) == 2:
            wrapped = [v for v in call.arguments.args[1][1] if isinstance(v, Function)]
            for value in call.arguments.args[0][1]:
                if isinstance(value, Function):
                    value.wraps = (wrapped[0].qualname if len(wrapped) == 1 else "",)
        return call.arguments.args[0][1] if call.arguments.args else NOTHING

    def effect_copy(self, call: LibraryCall) -> Values:
        return (
            (
                self.interp.containers.container(
                    "list", call.node, more=self.interp.containers.elements(call.arguments.args[0][1])
                ),
            )
            if call.arguments.args
            else NOTHING
        )

    def effect_defaultdict(self, call: LibraryCall) -> Values:
        made = self._dict_of(Arguments(call.node, call.arguments.args[1:], call.arguments.kwargs, call.arguments.more))
        if call.arguments.args:
            self.interp.given.keep(made, "function", call.arguments.args[0][1])
        return (made,)

    def effect_dict(self, call: LibraryCall) -> Values:
        return (self._dict_of(call.arguments),)

    def effect_counter(self, call: LibraryCall) -> Values:
        # What is counted becomes its keys, and its values are numbers.
        given = [(node, (STABLE,) if self.interp.conditions.stable(v) else NOTHING) for node, v in call.arguments.args]
        return (self._dict_of(Arguments(call.node, given, call.arguments.kwargs, call.arguments.more)),)

    def effect_dynamic_class(self, call: LibraryCall) -> Values:
        first = call.arguments.args[0][1] if call.arguments.args else NOTHING
        text = constant_of(first)
        node = call.node
        if not isinstance(node, ast.Call) or len(call.arguments.args) < 2:
            return NOTHING
        if not isinstance(text, str):
            text = _made_under_any_name(self.interp, call.name, node)
            if not text:
                return NOTHING
        if "module" in call.arguments.kwargs or "qualname" in call.arguments.kwargs:
            return NOTHING
        frame = self.interp.frame

        def make() -> Class:
            assert isinstance(node, ast.Call)
            local = "<locals>" in frame.qualname and text not in frame.globals
            return Class(node, frame.source, text, text, self.interp.new_id(), frame=frame, local=local)

        cls = self.interp.interned((node, frame.ident), make)
        assert isinstance(cls, Class)
        self.interp.clear_attributes(cls.ident)
        return (cls,)

    def answer_call_plain(self, name: str, arguments: Arguments) -> Values:
        self.interp.special.given_to_builtin(name, arguments)
        first = arguments.args[0][1] if arguments.args else NOTHING
        if name.endswith(".dumps") and name.partition(".")[0] in ("pickle", "cloudpickle", "dill", "multiprocessing"):
            # Code that tries to pickle a value first handles the failure.
            self.interp.unsure += 1
        if name == "isinstance" and len(arguments.args) == 2:
            return self._isinstance(first, arguments.args[1][1])
        if name == "super":
            return self.interp.calls.super_of() if not arguments.args else NOTHING
        if name in _COPIES and len(arguments.args) <= 1:
            kind = _COPIES[name]
            items = None
            if len(first) == 1 and isinstance(first[0], Obj) and first[0].kind in ("list", "tuple"):
                items = self.interp.containers.items(first[0])
            if items is not None and name in ("list", "tuple"):
                return (self.interp.containers.container(kind, arguments.node, items),)
            if not arguments.args:
                return (self.interp.containers.container(kind, arguments.node, []),)
            return (
                self.interp.containers.container(kind, arguments.node, more=self.interp.containers.elements(first)),
            )
        if name == "dict":
            return (self._dict_of(arguments),)
        if name in ("min", "max") and len(arguments.args) > 1 and not arguments.more:
            numbers = [constant_of(values) for _, values in arguments.args]
            if all(isinstance(number, (int, float)) for number in numbers) and not arguments.kwargs:
                return (const(min(numbers) if name == "min" else max(numbers)),)
        if name in ("map", "filter") and len(arguments.args) >= 2:
            made = self.interp.make("map", arguments.node)
            self.interp.given.keep(made, "function", first)
            return (made,)
        if name == "zip" and arguments.unpacked is not None and not arguments.args:
            return columns(self.interp, arguments.unpacked[1], arguments.node)
        if name in ("enumerate", "zip") and arguments.args:
            parts = [self.interp.containers.elements(values) for _, values in arguments.args]
            if name == "enumerate":
                parts = [(STABLE,), parts[0]]
            pair = self.interp.containers.container("tuple", arguments.node, parts, tag="pair")
            return (self.interp.containers.container("iterator", arguments.node, more=(pair,)),)
        if name in ("staticmethod", "classmethod") and arguments.args:
            return tuple(Descriptor(v, name) if isinstance(v, Function) else v for v in first)
        if name in ("next", "iter") and arguments.args:
            return self.interp.containers.elements(first) if name == "next" else first
        if name == "getattr" and len(arguments.args) >= 2:
            return self._getattr(arguments)
        if name == "setattr" and len(arguments.args) == 3:
            return self._setattr(arguments)
        if name == "type" and len(arguments.args) == 3:
            return self.effect_dynamic_class(LibraryCall(name, arguments, {}, None, DEFAULT))
        if name == "open_code":
            return NOTHING
        if name == "vars" and len(first) == 1 and isinstance(first[0], Obj):
            self.interp.objects.escape(first)
            return self.answer_special_attribute(first[0], "__dict__", arguments.node) or NOTHING
        if self.interp.world.kind == "child" and name in ("sorted", "map", "filter", "min", "max", "any", "all", "sum"):
            for values in arguments.all():
                for value in values:
                    if isinstance(value, Function) and value.is_lambda:
                        self.interp.calls.enter_unknown(value, arguments.node)
        if name in api.PURE or (name.startswith(_LIKE_DUMMY)):
            stable = all(self.interp.conditions.stable(values) for values in arguments.all())
            return (STABLE,) if stable and name != "print" else NOTHING
        if name in ("int", "str", "float", "bool"):
            return (STABLE,) if all(self.interp.conditions.stable(v) for v in arguments.all()) else NOTHING
        for values in arguments.all():
            self.interp.objects.escape(values)
        return NOTHING

    def _dict_of(self, arguments: Arguments) -> Obj:
        """Return the dict that ``dict()`` and its like make of their arguments."""
        known: dict[str, Values] = {}
        rest: list[Values] = [NOTHING] if arguments.more else []
        for _, values in arguments.args:
            if len(values) == 1 and isinstance(values[0], Obj) and values[0].kind == "dict":
                known, others = self.interp.joining.merged(values)
                rest += [others] if others else []
            else:
                rest += [NOTHING, self.interp.containers.elements(values)]
        known |= {key: values for key, (_, values) in arguments.kwargs.items()}
        made = self.interp.make("dict", arguments.node)
        for key, values in known.items():
            self.interp.containers.keep_element(made, key, values)
        self.interp.containers.keep_keys(made, known)
        self.interp.containers.keep_rest(made, union(*rest) if rest else ())
        return made

    def _getattr(self, arguments: Arguments) -> Values:
        name = arguments.args[1][1]
        text = constant_of(name)
        if not isinstance(text, str):
            return NOTHING
        found = [self.interp.expressions.attribute(v, text, arguments.node) for v in arguments.args[0][1]]
        return union(*(values for values in found if values is not None), *(v for _, v in arguments.args[2:]), NOTHING)

    def _setattr(self, arguments: Arguments) -> Values:
        name, values = constant_of(arguments.args[1][1]), arguments.args[2][1]
        if isinstance(name, str):
            self.interp.binding.target = arguments.node
            self.interp.binding.set_attributes(arguments.args[0][1], name, values)
        else:
            for owner in arguments.args[0][1]:
                if isinstance(owner, Obj):
                    _set_any(self.interp, owner)
            self.interp.objects.escape(values)
        return NONE

    def effect_namespace(self, call: LibraryCall) -> Values:
        made = self.interp.make("namespace", call.node)
        self.interp.clear_attributes(made.ident)
        self._set_all(made, call.arguments)
        return (made,)

    def _set_all(self, obj: Obj, arguments: Arguments) -> None:
        """Set attributes by keyword, and from the dicts that are given."""
        for name, (_, values) in arguments.kwargs.items():
            self.interp.set_attribute(obj.ident, name, values)
        for _, each in arguments.args:
            for value in each:
                if isinstance(value, Obj) and value.kind == "dict":
                    for key in self.interp.containers.keys(value):
                        self.interp.set_attribute(obj.ident, key, self.interp.containers.element(value, key) or NOTHING)
                if not isinstance(value, Obj) or value.kind != "dict" or self.interp.containers.rest(value):
                    _set_any(self.interp, obj)

    def answer_special_attribute(self, obj: Obj, name: str, node: ast.AST) -> Values | None:
        if name == "__dict__" and (obj.cls is not None or obj.kind == "namespace"):
            return (self.interp.make("attributes", node, parent=obj),)
        if obj.kind == "attributes":
            return (Method(obj, name),)
        return None

    def answer_call_builtin_method(self, receiver: Obj, name: str, arguments: Arguments) -> Values:
        if receiver.kind == "attributes" and receiver.parent is not None and name == "update":
            self._set_all(receiver.parent, arguments)
            return NONE
        self.interp.binding.target = arguments.node
        if receiver.kind in ("list", "set", "deque", "iterator"):
            if name in ("append", "add", "insert", "appendleft"):
                for _, values in arguments.args[-1:]:
                    self.interp.binding.add(receiver, values)
                    if name == "append" and receiver.kind == "list":
                        self.interp.containers.keep_last(receiver, values)
                return NONE
            self.interp.containers.keep_last(receiver, ())
            self.interp.set_by_name.forget(receiver)
            if name in ("extend", "update"):
                for node, values in arguments.args:
                    iterable = self.interp.special.iterated(values, node)
                    self.interp.binding.add(receiver, self.interp.containers.elements(iterable))
                return NONE
            if name in ("pop", "popleft"):
                return self.one_of(self.interp.containers.elements((receiver,)))
            if name == "copy":
                return (
                    self.interp.containers.container(
                        receiver.kind, arguments.node, more=self.interp.containers.elements((receiver,))
                    ),
                )
            if name in ("remove", "clear", "sort", "reverse", "index", "count", "discard"):
                return NOTHING
        if receiver.kind == "dict":
            return self._dict_method(receiver, name, arguments)
        for values in arguments.all():
            self.interp.objects.escape(values)
        return NOTHING

    def _isinstance(self, values: Values, classes: Values) -> Values:
        if len(values) != 1 or len(classes) != 1 or not isinstance(values[0], Obj):
            return (STABLE,) if self.interp.conditions.stable(values) else NOTHING
        obj, cls = values[0], classes[0]
        if isinstance(cls, Class) and obj.cls is not None:
            lineage, _, complete = self.interp.objects.lineage(obj.cls)
            return (const(cls in lineage),) if complete or cls in lineage else NOTHING
        row = self.interp.known.row(cls.name) if isinstance(cls, Reference) else None
        if row is not None and row.makes in KINDS and obj.kind in KINDS and obj.cls is None:
            # A class of a library may be the base of another.
            if row.makes == obj.kind or not {row.makes, obj.kind} & HOLDERS.keys():
                return (const(row.makes == obj.kind),)
        return NOTHING

    def one_of(self, values: Values) -> Values:
        """Note that a value is taken out of many: the next one is another."""
        for value in values:
            if isinstance(value, Obj):
                self.interp.many.add(value)
        return values

    def _dict_method(self, receiver: Obj, name: str, arguments: Arguments) -> Values:
        if name in ("keys", "values", "items"):
            values = self.interp.containers.dict_values(receiver)
            if name == "items":
                keys = _texts_of(self.interp, receiver)
                pair = self.interp.containers.container("tuple", arguments.node, [keys, values], tag="pair")
                values = (pair,)
            elif name == "keys":
                values = _texts_of(self.interp, receiver)
            return (self.interp.containers.container("dict view", arguments.node, more=values),)
        if name == "popitem":
            pair = self.interp.containers.container(
                "tuple",
                arguments.node,
                [(STABLE,), self.one_of(self.interp.containers.dict_values(receiver))],
                tag="pair",
            )
            return (pair,)
        if name == "pop" and arguments.args:
            asked = arguments.args[0][1]
            word = constant_of(asked)
            if isinstance(word, str) and word in self.interp.containers.keys(receiver):
                kept = tuple(k for k in self.interp.containers.keys(receiver) if k != word)
                self.interp.containers.keep_keys(receiver, kept)
                return self.interp.containers.element(receiver, word) or NOTHING
            return self.one_of(self.interp.containers.dict_values(receiver))
        if name in ("get", "setdefault"):
            default = arguments.args[1][1] if len(arguments.args) > 1 else NONE
            if name == "setdefault":
                self.interp.binding.add(receiver, default)
            asked = arguments.args[0][1] if arguments.args else NOTHING
            return _looked_up(self.interp, receiver, asked, default)
        if name == "copy":
            made = self.interp.make("dict", arguments.node)
            self.interp.containers.copy_dict(receiver, made)
            return (made,)
        if name == "update":
            self._update(receiver, arguments)
            return NONE
        for values in arguments.all():
            self.interp.objects.escape(values)
        return NOTHING

    def _update(self, receiver: Obj, arguments: Arguments) -> None:
        self.interp.hooks.changed(receiver, "[]")
        self.interp.set_by_name.forget(receiver)
        new = {key: values for key, (_, values) in arguments.kwargs.items()}
        for _, values in arguments.args:
            for inner in values:
                if isinstance(inner, Obj) and inner.kind == "dict":
                    new |= {
                        key: self.interp.containers.element(inner, key) or NOTHING
                        for key in self.interp.containers.keys(inner)
                    }
                    self.interp.binding.add(receiver, self.interp.containers.rest(inner) or NOTHING)
                else:
                    self.interp.binding.add(receiver, NOTHING)
        keys = dict.fromkeys([*self.interp.containers.keys(receiver), *new])
        self.interp.containers.keep_keys(receiver, keys)
        for key, values in new.items():
            self.interp.containers.keep_element(receiver, key, values)

    def effect_first(self, call: LibraryCall) -> Values:
        return call.arguments.args[0][1] if call.arguments.args else NONE

    def effect_self(self, call: LibraryCall) -> Values:
        return (call.obj,) if call.obj is not None else NOTHING

    def effect_stable(self, call: LibraryCall) -> Values:
        return (STABLE,)

    def effect_run(self, call: LibraryCall) -> Values:
        if not call.arguments.args:
            return NOTHING
        return self.interp.expressions.awaited(call.arguments.args[0][1], call.node)


def _made_under_any_name(interp: Interpreter, name: str, call: ast.Call) -> str:
    """Return what to call a named tuple whose name is not known, empty where somebody may make it findable.

    Pickle looks for it in the module whose function has made it: only code there that sets any names can put it there.
    """
    source, maker = interp.frame.source, interp.frame.function
    sets_any = "globals()" in source.code or "setattr(" in source.code or "sys.modules" in source.code
    if not name.endswith("namedtuple") or maker is None or sets_any:
        return ""
    if maker.node not in source.tree.body or any(_calls(each, maker.name) for each in source.tree.body):
        return ""
    return source.segment(call.args[0], 24)


def _looked_up(interp: Interpreter, receiver: Obj, asked: Values, default: Values) -> Values:
    """Return what a dict has under a key, or the default.

    That a key is not there is known only at the top level of the module whose dict it is: later, others may have added
    theirs.
    """
    word = constant_of(asked)
    if isinstance(word, str) and not interp.can(receiver, "escaped"):
        found, rest = interp.containers.element(receiver, word), interp.containers.rest(receiver)
        if found is not None and UNBOUND not in found:
            return found
        at_top = interp.frame.parent is None and receiver.frame is interp.frame
        if found is None and not rest and at_top and not interp.loops:
            return default
    return union(interp.containers.dict_values(receiver), default)


def _calls(statement: ast.stmt, name: str) -> bool:
    """Return whether a statement of the top level calls a function by its name, outside of other functions."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    return any(isinstance(node, ast.Call) and getattr(node.func, "id", "") == name for node in walk(statement))


def _set_any(interp: Interpreter, obj: Obj) -> None:
    """Set an attribute of which the name is not known: it may be any of those that there are."""
    if interp.world.kind == "child":
        interp.worker.members.add((obj.ident, "[]"))
    for name in interp.attributes(obj.ident):
        before = interp.store.get((obj.ident, name)) or (UNBOUND,)
        interp.set_attribute(obj.ident, name, union(before, NOTHING))


def _texts_of(interp: Interpreter, dictionary: Obj) -> Values:
    """Return what the keys of a dict are, where they are all known and few."""
    keys = interp.containers.keys(dictionary)
    if not 0 < len(keys) <= MOST or interp.containers.rest(dictionary):
        return (STABLE,)
    return tuple(map(const, keys))
