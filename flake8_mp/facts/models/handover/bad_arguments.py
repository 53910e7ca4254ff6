"""Arguments that the libraries refuse, that hang or that are of no use, as constants and kinds show."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts.arguments import Arguments, Bound, LibraryCall
from flake8_mp.facts.events import Shape
from flake8_mp.facts.library import api
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.values import (
    NONE,
    Class,
    Const,
    Context,
    Deferred,
    Function,
    Imported,
    Method,
    Obj,
    Partial,
    Reference,
    Value,
    Values,
    const,
    constant_of,
    is_none,
)
from flake8_mp.rule import ALL_METHODS

_ERRORS = frozenset({"AssertionError", "AttributeError", "TypeError", "ValueError"})
_MANAGERS = frozenset({"BaseManager", "SyncManager", "SharedMemoryManager"})
_SILENT = frozenset({"Pool.map", "Pool.starmap", "Pool.map_async", "Pool.starmap_async"})
"""Where ``MapResult`` in ``Lib/multiprocessing/pool.py`` takes a chunk of nothing for the end of the work."""
_TYPECODES = frozenset("cubBhHiIlLqQfd")
"""``typecode_to_type`` in ``Lib/multiprocessing/sharedctypes.py``."""
_UNDECIDED = frozenset("weFDG?")
"""Codes that other modules have, and later versions may take."""
_NO_TYPES = frozenset({"int", "float", "str", "bool", "bytes", "complex", "list", "dict", "tuple", "set", "object"})
_FALSE_TEXTS = frozenset({"false", "no", "off", "0", "f", "n"})
_CALLED = ("target", "initializer", "func", "fn")
_CALLERS = frozenset({"Thread", "ThreadPool", "ThreadPoolExecutor", "InterpreterPoolExecutor", "torch processes"})
"""What calls such an argument though nothing is sent to another process, or by a way of its own."""


class BadArguments(Model):
    """Looks at single arguments that the libraries refuse, or do nothing with.

    Problems of :class:`Shape` events: ``workers``, ``tasks``, ``chunk``, ``silent chunk``, ``context name``, ``fork
    tasks``, ``no callable``, ``keyword fn``, ``typecode``, ``lock``, ``group``, ``name``, ``daemon``, ``authkey``,
    ``preload text``, ``preload modules``, ``preload late``, ``no name``, ``no size``, ``default executor``.

    Owns: arguments, by their constants and kinds.
    Emits: :class:`Shape`.
    """

    _served = Slot[bool]("whether the running code serves a queue of its own")

    def refuse(
        self, problem: str, node: ast.AST, words: str = "", methods: frozenset[str] = ALL_METHODS, most: int = 24
    ) -> None:
        """Note an argument that cannot be meant."""
        if (
            methods
            and not self.interp.unsure
            and not self.interp.ready_for(_ERRORS)
            and not self.interp.syntax.is_default_of_choice(node)
        ):
            words = words or self.interp.frame.source.segment(node, most)
            self.interp.emit(Shape(self.interp.place(node), methods, problem=problem, words=words))

    def before_call_row(
        self,
        name: str,
        row: api.Row,
        arguments: Arguments,
        receiver: Obj | None,
        context: Context,
    ) -> None:
        bound = arguments.bind(row)
        self._check_numbers(name, bound)
        if name.startswith("Pool.") and "iterable" in bound:
            node, values = bound["iterable"]
            if values and all(_is_number(v) for v in values):
                self.refuse("no iterable", node)
        for parameter in _CALLED:
            if parameter in bound and name != "Process" and (parameter in row.sends or row.makes in _CALLERS):
                self._check_callable(parameter, bound)
        check: Callable[..., None] | None = getattr(self, f"_look_at_{name.replace('.', '_').lower()}", None)
        if check is not None:
            check(arguments, bound, context)

    def on_constructed(self, obj: Obj, row: api.Row, arguments: Arguments) -> None:
        if obj.kind == "Process":
            self._check_made(arguments, arguments.bind(row))

    def after_initialize(self, obj: Obj, arguments: Arguments) -> None:
        if obj.kind in _MANAGERS:
            self._check_authkey(arguments.bind(api.FUNCTIONS[f"multiprocessing.managers.{obj.kind}"]))

    # -- numbers --------------------------------------------------------------------------------------------------

    def _check_numbers(self, name: str, bound: Bound) -> None:
        chunk = "silent chunk" if name in _SILENT else "chunk"
        for api_name, parameter, problem in (
            ("Pool", "processes", "workers"),
            ("ProcessPoolExecutor", "max_workers", "workers"),
            ("Pool", "maxtasksperchild", "tasks"),
            ("ProcessPoolExecutor", "max_tasks_per_child", "tasks"),
            (name if name.startswith(("Pool.", "executor.")) else "", "chunksize", chunk),
        ):
            if api_name == name and parameter in bound:
                node, values = bound[parameter]
                if values and all(isinstance(v, Const) and _is_not_count(v) for v in values):
                    self.refuse(problem, node, f"{parameter}={self._shown(node, values)}")

    def _shown(self, node: ast.AST, values: Values) -> str:
        value = constant_of(values)
        return repr(value) if isinstance(value, (int, float)) else self.interp.frame.source.segment(node, 20)

    def refine_binop(self, values: Values, node: ast.BinOp) -> Values:
        if isinstance(node.op, ast.FloorDiv):
            left, right = self._whole_number(node.left), self._whole_number(node.right)
            if left is not None and right:
                return (const(left // right),)
        return values

    def _whole_number(self, node: ast.AST) -> int | None:
        """Return the whole number that an expression is for certain: a constant, or the length of what is known."""
        if isinstance(node, ast.Constant) and isinstance(node.value, int):
            return node.value
        if isinstance(node, (ast.Name, ast.Attribute)):
            value = constant_of(self.interp.expressions.eval(node))
            return value if isinstance(value, int) and not isinstance(value, bool) else None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) == 1:
            if self.interp.expressions.eval(node.func) == (Reference("len"),) and isinstance(
                node.args[0], (ast.Name, ast.Attribute)
            ):
                return self.length(self.interp.expressions.eval(node.args[0]))
        return None

    def length(self, values: Values) -> int | None:
        """Return how many elements a value has, where that is certain."""
        value = values[0] if len(values) == 1 else None
        if isinstance(value, Const) and isinstance(value.value, (str, bytes)):
            return len(value.value)
        if isinstance(value, Obj) and value.kind in ("list", "tuple") and not self.interp.can(value, "escaped"):
            items = self.interp.containers.items(value)
            return len(items) if items is not None else None
        return None

    # -- functions ------------------------------------------------------------------------------------------------

    def _check_callable(self, parameter: str, bound: Bound) -> None:
        node, values = bound[parameter]
        if values and all(_is_not_callable(v) for v in values) and not isinstance(node, ast.Call):
            self.refuse("no callable", node, f"{parameter}={self.interp.frame.source.segment(node, 20)}")

    def _look_at_executor_submit(self, arguments: Arguments, bound: Bound, context: Context) -> None:
        # Lib/concurrent/futures: ``submit(self, fn, /, *args, **kwargs)``.
        if "fn" in arguments.kwargs and not arguments.args and not arguments.more:
            self.refuse("keyword fn", arguments.kwargs["fn"][0])

    def _look_at_executor_map(self, arguments: Arguments, bound: Bound, context: Context) -> None:
        if "fn" in arguments.kwargs:
            return
        for node, values in arguments.args[1:]:
            if values and all(_is_number(v) for v in values):
                self.refuse("no iterable", node)

    # -- processes ------------------------------------------------------------------------------------------------

    def _check_made(self, arguments: Arguments, bound: Bound) -> None:
        group = bound.get("group")
        if group is not None and group[1] and all(_is_something(v) for v in group[1]):
            self.refuse("group", group[0])
            return
        if "target" in bound:
            self._check_callable("target", bound)
        if len(arguments.args) > 2:
            node, values = arguments.args[2]
            if values and all(isinstance(v, Obj) and v.kind in ("tuple", "list") for v in values):
                if all(isinstance(v, Obj) and self.interp.containers.first_items(v) for v in values):
                    self.refuse("name", node)
        if "daemon" in bound:
            node, values = bound["daemon"]
            text = constant_of(values)
            if isinstance(text, str) and text.lower() in _FALSE_TEXTS:
                self.refuse("daemon", node, f"daemon={self.interp.frame.source.segment(node, 16)}")

    def before_set_attributes(self, owners: Values, name: str, values: Values) -> None:
        owner, target = owners[0] if len(owners) == 1 else None, self.interp.binding.target
        if isinstance(owner, Obj) and isinstance(target, ast.Attribute):
            text = constant_of(values)
            if owner.kind == "Process" and name == "daemon" and isinstance(text, str) and not self.ask.own(owner, name):
                if text.lower() in _FALSE_TEXTS:
                    self.refuse("daemon", target)
            if owner.kind in ("Process", "CurrentProcess") and name == "authkey" and isinstance(text, str):
                self.refuse("authkey", target)

    # -- executors, managers, contexts ----------------------------------------------------------------------------

    def _look_at_processpoolexecutor(self, arguments: Arguments, bound: Bound, context: Context) -> None:
        if "mp_context" in bound:
            node, values = bound["mp_context"]
            if values and all(isinstance(v, Const) and isinstance(v.value, str) for v in values):
                self.refuse("context name", node, f"mp_context={self.interp.frame.source.segment(node, 16)}")
        if "max_tasks_per_child" in bound and context.method == "fork":
            node, values = bound["max_tasks_per_child"]
            if values and all(isinstance(v, Const) and not is_none(v) and not _is_not_count(v) for v in values):
                self.refuse("fork tasks", node, "max_tasks_per_child")

    def effect_default_executor(self, call: LibraryCall) -> Values:
        if "executor" in call.bound:
            node, values = call.bound["executor"]
            if values and all(isinstance(v, Obj) and v.kind == "ProcessPoolExecutor" for v in values):
                self.refuse("default executor", node)
            self.interp.objects.escape(values)
        return NONE

    def _check_authkey(self, bound: Bound) -> None:
        node, values = bound.get("authkey", (None, ()))
        if node is not None and values and all(isinstance(v, Const) and isinstance(v.value, str) for v in values):
            self.refuse("authkey", node, "authkey")

    def _look_at_basemanager(self, arguments: Arguments, bound: Bound, context: Context) -> None:
        self._check_authkey(bound)

    _look_at_syncmanager = _look_at_sharedmemorymanager = _look_at_client = _look_at_basemanager

    def refine_started(self, methods: frozenset[str], what: str, node: ast.AST, context: Context) -> frozenset[str]:
        if methods == {"forkserver"}:
            self._served.set(True)
        return methods

    def _look_at_set_forkserver_preload(self, arguments: Arguments, bound: Bound, context: Context) -> None:
        if "module_names" not in bound:
            return
        node, values = bound["module_names"]
        methods = self.ask.breaking(frozenset({"forkserver"}), context)
        if values and all(isinstance(v, Const) and isinstance(v.value, str) for v in values):
            self.refuse("preload text", node, methods=methods)
            return
        for value in values if len(values) == 1 else ():
            if isinstance(value, Obj) and value.kind in ("list", "tuple", "set"):
                items = self.interp.containers.first_items(value)
                if any(len(item) == 1 and _is_module(item[0]) for item in items):
                    self.refuse("preload modules", node)
                    return
        if self._served.found() == (const(True),):
            self.refuse("preload late", arguments.node, methods=methods)

    # -- memory ---------------------------------------------------------------------------------------------------

    def _look_at_value(self, arguments: Arguments, bound: Bound, context: Context) -> None:
        if "typecode_or_type" in bound:
            node, values = bound["typecode_or_type"]
            if values and all(_is_not_type(v) for v in values):
                self.refuse("typecode", node)
        if "lock" in bound:
            node, values = bound["lock"]
            if values and all(self._is_not_lock(v) for v in values):
                self.refuse("lock", node, f"lock={self.interp.frame.source.segment(node, 20)}")

    _look_at_array = _look_at_rawvalue = _look_at_rawarray = _look_at_value

    def _is_not_lock(self, value: Value) -> bool:
        if isinstance(value, Reference):
            row = self.interp.known.row(value.name)
            return row is not None and row.makes in ("Lock", "RLock", "threading.Lock", "threading.RLock")
        # ``lock in (True, None)``: 1 is equal to True.
        return isinstance(value, Const) and value.value is not False and value.value not in (True, None)

    def _look_at_sharedmemory(self, arguments: Arguments, bound: Bound, context: Context) -> None:
        if arguments.more:
            return
        creates = self.interp.conditions.truth(bound["create"][1]) if "create" in bound else False
        # A variable that is None here may go with another one that decides whether this code runs at all.
        name = bound["name"][0] if "name" in bound else None
        named = name is not None and not (isinstance(name, ast.Constant) and name.value is None)
        if creates is False and not named:
            self.refuse("no name", arguments.node, "SharedMemory(…)")
        elif creates is True:
            node, values = bound.get("size", (arguments.node, (const(0),)))
            if values and all(isinstance(v, Const) and isinstance(v.value, int) and v.value <= 0 for v in values):
                self.refuse("no size", node, "SharedMemory(…)")


def _is_not_count(value: Const) -> bool:
    number = value.value
    return number is not None and (not isinstance(number, int) or number < 1)


def _is_number(value: Value) -> bool:
    return isinstance(value, Const) and isinstance(value.value, (int, float))


def _is_not_callable(value: Value) -> bool:
    if isinstance(value, Const):
        return value.value is not None and value.value is not Ellipsis
    return isinstance(value, Obj) and value.kind in ("list", "tuple", "dict", "set")


def _is_something(value: Value) -> bool:
    if isinstance(value, Const):
        return value.value is not None
    return isinstance(value, (Function, Method, Partial, Class, Reference, Obj))


def _is_module(value: Value) -> bool:
    if isinstance(value, Deferred):
        return not value.attribute
    return isinstance(value, Imported) or (isinstance(value, Reference) and value.module)


def _is_not_type(value: Value) -> bool:
    if isinstance(value, Const):
        text = value.value
        return isinstance(text, str) and (len(text) != 1 or text not in _TYPECODES | _UNDECIDED)
    return isinstance(value, Reference) and value.name in _NO_TYPES
