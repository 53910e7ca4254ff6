"""Attributes that ``__getstate__`` leaves out and that are not set again: a copy of the object does not have them.

``Lib/copyreg.py`` and ``Lib/pickle.py``: without a ``__setstate__`` what ``__getstate__`` returns becomes the
``__dict__`` of the copy, and ``__init__`` is not called. Queues and what has a semaphore have a ``__getstate__`` and a
``__setstate__`` of their own: a subclass keeps what its base knows of, and nothing else.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_mp.facts.events import Place, Unshared
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library import api
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.store import Key
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import Class, Function, Values
from flake8_mp.rule import ALL_METHODS, NOT_FORK

_CUSTOM_STATE = (
    "__setstate__",
    "__reduce__",
    "__reduce_ex__",
    "__getattr__",
    "__getattribute__",
    "__new__",
    "__slots__",
)
_REBUILDING = ("_reset", "_after_fork", "_make_methods")
"""Methods that the ``__setstate__`` of the library calls: who overrides them sets attributes again there."""
_QUEUE = (
    "_ignore_epipe _maxsize _reader _writer _rlock _wlock _sem _opid _notempty _buffer _thread _jointhread "
    "_joincancelled _closed _close _send_bytes _recv_bytes _poll"
)
_SEMAPHORE = "_semlock _is_fork_ctx acquire release"
KEPT = {
    "Queue": _QUEUE,
    "JoinableQueue": f"{_QUEUE} _cond _unfinished_tasks",
    "SimpleQueue": "_reader _writer _rlock _wlock _poll",
    "Lock": _SEMAPHORE,
    "RLock": _SEMAPHORE,
    "Semaphore": _SEMAPHORE,
    "BoundedSemaphore": _SEMAPHORE,
    "Condition": "_lock _sleeping_count _woken_count _wait_semaphore acquire release",
    "Barrier": "_parties _action _timeout _cond _wrapper _array _state _count",
}
"""By the class of multiprocessing that has a state of its own, the attributes that a copy of an instance has.

``Lib/multiprocessing/queues.py`` and ``synchronize.py``, of Python 3.11 to 3.15.
"""
_MODULES = frozenset({"multiprocessing", "multiprocessing.queues", "multiprocessing.synchronize"})
_BLOCKING = (*_CUSTOM_STATE, *_REBUILDING, "__getstate__", "__getnewargs__", "__getnewargs_ex__")
_REDUCING = ("__reduce__", "__reduce_ex__")
_FARTHEST = 2
"""So many files away may a function be that sets an attribute again."""
_AWAITED = frozenset({"AttributeError", "Exception", "BaseException", ""})


class LeftOut(Model):
    """Looks for attributes that a worker reads, and that the way its object was pickled has left out.

    Owns: ``__getstate__``, that of the library's classes as well.
    Emits: :class:`Unshared`.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._names: dict[Class, tuple[frozenset[str], Function | None]] = {}
        self._noted: set[tuple[Place | None, Class, str]] = set()
        """What is missing first in a worker, by where that was handed over."""

    def before_read_member(self, key: Key, node: ast.AST, values: Values) -> None:
        base, world = self.interp.worker.parent, self.interp.world
        owner = self.interp.made_objects.get(key[0]) if world.kind == "child" and base is not None else None
        if owner is None or base is None or owner.cls is None or owner not in self.interp.worker.arguments:
            return
        names, function = self._left_out(owner.cls)
        library = "" if function is not None else self._left_out_by_library(owner.cls, key[1])
        if self.interp.purpose.only_tests or not (library or (function is not None and key[1] in names)):
            return
        if self.interp.store.get(key) is not base.get(key) or key in self.interp.worker.members:
            return
        if self.interp.flow.handles(_AWAITED) or (not library and self._is_set_by_holder(owner.cls, key[1])):
            return
        once = (world.handed, owner.cls, key[1])
        if library and once in self._noted:
            return  # the worker has ended by then
        self._noted.add(once)
        # What the library's own state belongs to can be handed over to a process that is started, and no other way.
        methods = world.possible(ALL_METHODS if world.pool is not None and not library else NOT_FORK)
        if methods:
            words = self.interp.frame.source.segment(node, 28)
            cause = Place(function.source, function.node) if function is not None else None
            place = self.interp.place(node)
            self.interp.emit(Unshared(place, methods, problem="left out", words=words, cause=cause, kind=library))

    def _is_set_by_holder(self, cls: Class, name: str) -> bool:
        """Return whether an object that comes along may set an attribute of another one again when it arrives."""
        holders = {obj.cls for obj in self.interp.worker.arguments if obj.cls is not None} - {cls}
        return any(self._may_set(holder, cls, name) for holder in holders)

    def _may_set(self, holder: Class, cls: Class, name: str) -> bool:
        """Return whether unpickling an instance of a class may set an attribute of the instances of another class."""
        states = self.interp.objects.class_attribute(holder, "__setstate__")
        if states is None:
            # What reduces it decides how it is made again, except `__getstate__`, which only says what is pickled.
            return self.ask.has_custom_pickling(holder) and (
                self.interp.objects.class_attribute(holder, "__getstate__") is None
                or any(self.interp.objects.class_attribute(holder, each) is not None for each in _REDUCING)
            )
        names = {name, cls.name}
        for _ in range(_FARTHEST):
            # A function that mentions the attribute may set it, and so may one that mentions such a function.
            names |= {
                function
                for source in self.interp.imports.sources()
                for function, nodes in source.functions.items()
                if any(source.may_lead_to(node, frozenset(names)) for node in nodes)
            }
        return any(
            not isinstance(state, Function) or state.source.may_lead_to(state.node, frozenset(names))
            for state in states
        )

    def _left_out_by_library(self, cls: Class, name: str) -> str:
        """Return the class of the library whose ``__getstate__`` leaves an attribute out, empty where none does."""
        classes, outside, complete = self.interp.objects.lineage(cls)
        bases = [base for base in outside if base not in api.PLAIN_BASES]
        module, _, base = bases[0].rpartition(".") if len(bases) == 1 else ("", "", "")
        if not complete or module not in _MODULES or name in KEPT.get(base, name).split():
            return ""
        if any(self.interp.store.get((c.ident, each)) is not None for c in classes for each in _BLOCKING):
            return ""
        is_there = self.interp.objects.class_attribute(cls, name) is not None or _is_named(classes, name, None)
        return "" if is_there else base

    def _left_out(self, cls: Class) -> tuple[frozenset[str], Function | None]:
        """Return the attributes that no copy of an instance has, and the function that leaves them out."""
        found = self._names.get(cls)
        if found is None:
            found = self._names[cls] = self._find(cls)
        return found

    def _find(self, cls: Class) -> tuple[frozenset[str], Function | None]:
        classes, outside, complete = self.interp.objects.lineage(cls)
        known = complete and set(outside) <= api.PLAIN_BASES
        states = self.interp.objects.class_attribute(cls, "__getstate__") or ()
        function = states[0] if len(states) == 1 else None
        if not known or not isinstance(function, Function) or isinstance(function.node, ast.Lambda):
            return frozenset(), None
        if any(self.interp.store.get((c.ident, name)) is not None for c in classes for name in _CUSTOM_STATE):
            return frozenset(), None
        names = frozenset(
            name
            for name in _names_left_out(function.node)
            if self.interp.objects.class_attribute(cls, name) is None and not _is_named(classes, name, function.node)
        )
        return names, function


def _is_named(classes: list[Class], name: str, besides: ast.AST | None) -> bool:
    """Return whether a class asks for an attribute by its name somewhere: ``hasattr(self, "lock")``."""
    inside = set(walk(besides)) if besides is not None else set()
    return any(
        isinstance(node, ast.Constant) and node.value == name and node not in inside
        for cls in classes
        for node in walk(cls.node)
    )


def _names_left_out(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    """Yield the keys that a ``__getstate__`` takes out of a copy of ``__dict__`` that it returns."""
    body = [s for s in function.body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))]
    if not body or not isinstance(body[-1], ast.Return) or body[-1].value is None:
        return
    result = body[-1].value
    if len(body) == 1:
        yield from _filtered(result)
        return
    first = body[0]
    if not isinstance(result, ast.Name) or not isinstance(first, ast.Assign) or len(first.targets) != 1:
        return
    target = first.targets[0]
    if not isinstance(target, ast.Name) or target.id != result.id or not _is_whole(first.value):
        return
    gone: dict[str, None] = {}
    for statement in body[1:-1]:
        found = list(_taken_out(statement, result.id))
        if not found:
            return
        gone.update(dict.fromkeys(found))
    yield from gone


def _is_whole(node: ast.AST) -> bool:
    """Return whether an expression is a copy of ``self.__dict__``."""
    text = ast.unparse(node)
    return text.endswith((".__dict__.copy()", ".__dict__)")) and (text.startswith("dict(") or text.endswith("copy()"))


def _taken_out(statement: ast.stmt, state: str) -> Iterator[str]:
    """Yield the keys that a statement takes out of a dict, where it does nothing else."""
    parts: list[ast.expr] = []
    if isinstance(statement, ast.Delete):
        for target in statement.targets:
            if isinstance(target, ast.Subscript) and getattr(target.value, "id", "") == state:
                parts.append(target.slice)
    elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        function = statement.value.func
        if isinstance(function, ast.Attribute) and function.attr == "pop":
            if getattr(function.value, "id", "") == state:
                parts += statement.value.args[:1]
    for part in parts:
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def _filtered(node: ast.AST) -> Iterator[str]:
    """Yield the keys that ``{k: v for k, v in self.__dict__.items() if k not in (…)}`` leaves out."""
    if not isinstance(node, ast.DictComp) or len(node.generators) != 1:
        return
    generator = node.generators[0]
    if not ast.unparse(generator.iter).endswith(".__dict__.items()") or len(generator.ifs) != 1:
        return
    test = generator.ifs[0]
    if not isinstance(test, ast.Compare) or len(test.ops) != 1 or ast.dump(test.left) != ast.dump(node.key):
        return
    right = test.comparators[0]
    parts = right.elts if isinstance(right, (ast.Tuple, ast.List, ast.Set)) else [right]
    fits = (ast.NotIn,) if isinstance(right, (ast.Tuple, ast.List, ast.Set)) else (ast.NotEq,)
    if isinstance(test.ops[0], fits):
        for part in parts:
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value
