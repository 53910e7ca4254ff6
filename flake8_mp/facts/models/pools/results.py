"""Results of pools and executors: who asks for them, what their callbacks do, and which timeouts are caught."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable

from flake8_mp.facts.arguments import Arguments, Bound, LibraryCall
from flake8_mp.facts.events import Place, PoolUse
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region, World
from flake8_mp.facts.library import api
from flake8_mp.facts.library.channels import QUEUES
from flake8_mp.facts.library.pools import AT_ONCE, LATER, RESULTS
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.values import (
    Frame,
    Function,
    Method,
    Obj,
    Partial,
    Reference,
    Value,
    Values,
    is_none,
)

_BUILTIN_TIMEOUTS = frozenset(
    {"TimeoutError", "concurrent.futures.TimeoutError", "asyncio.TimeoutError", "socket.timeout"}
)
"""The builtin, and what is the same class since Python 3.11."""
_POOL_TIMEOUTS = frozenset({"multiprocessing.TimeoutError", "multiprocessing.context.TimeoutError"})
_OTHERS = frozenset(
    name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)
) - {"Exception", "BaseException"}
"""Exceptions that are no base of ``multiprocessing.TimeoutError`` either."""


class Results(Model):
    """Follows the errors of tasks to those who ask for results, and runs callbacks.

    Owns: callbacks of pools, timeouts.
    Emits: :class:`PoolUse`.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._raises: dict[ast.AST, Place] = {}
        """By the expression that hands a function over, where that function raises what is not caught there."""
        self._callback_of: Obj | None = None
        """The pool whose callback is running."""

    def callback_of(self) -> Obj | None:
        """Return the pool whose callback is running, None where none is."""
        return self._callback_of

    # -- errors that are never seen ----------------------------------------------------------------------------------

    def after_raised(self, values: Values, node: ast.Raise) -> None:
        if self.interp.world.kind in ("child", "thread"):
            # A bare raise passes on what other code has raised, if it has raised anything.
            here = self.interp.place(node)
            certain = node.exc is not None and not any(
                place.source.depends_on_loop(place.node) for place in (here, *self.interp.world.trace)
            )
            self.interp.note_raised(here if certain else None)

    def on_child_ran(self, region: Region, result: Values, node: ast.AST) -> None:
        place = region.raised_at
        if place is not None:
            self._raises.setdefault(node, place)

    def around_call_api_method(
        self, proceed: Callable[..., Values], receiver: Obj, name: str, row: api.Row, arguments: Arguments
    ) -> Values:
        if receiver.kind == "Pool" and name in AT_ONCE | {"join"} and receiver is self._callback_of:
            self.ask.used("callback waits", receiver, arguments.node, name)
        values = proceed(receiver, name, row, arguments)
        if (receiver.kind == "Pool" and name in LATER) or (
            receiver.kind == "ProcessPoolExecutor" and name in ("submit", "map")
        ):
            self._check_result(name, row, arguments)
        if receiver.kind == "Pool" and name in LATER:
            self._run_callbacks(receiver, arguments.bind(row))
        return values

    def _check_result(self, name: str, row: api.Row, arguments: Arguments) -> None:
        bound = arguments.bind(row)
        function = bound.get("func") or bound.get("fn")
        cause = self._raises.get(function[0]) if function is not None else None
        if cause is None or "error_callback" in bound or arguments.more or self.interp.world.kind == "child":
            return
        node = arguments.node
        if isinstance(node, ast.Call) and self.ask.is_only_awaited(node):
            self.interp.emit(PoolUse(self.interp.place(node), problem="lost error", words=name, cause=cause))

    # -- callbacks --------------------------------------------------------------------------------------------------

    def _run_callbacks(self, pool: Obj, bound: Bound) -> None:
        """Run the callbacks of a task as the thread does that handles the results of its pool."""
        if self.interp.world.kind in ("child", "thread", "import") or self._callback_of is not None:
            return
        for name in ("callback", "error_callback"):
            node, values = bound.get(name, (None, ()))
            for value in values if node is not None else ():
                if isinstance(value, (Function, Partial)) or (isinstance(value, Method) and value.function):
                    assert node is not None
                    self._run_callback(pool, value, node)

    def effect_done_callback(self, call: LibraryCall) -> None:
        """Run a callback of a future, whose errors are only logged (``Lib/concurrent/futures/_base.py``)."""
        if (
            "fn" not in call.bound
            or self.interp.world.kind in ("child", "thread", "import")
            or self._callback_of is not None
        ):
            return
        node, values = call.bound["fn"]
        value = values[0] if len(values) == 1 else None
        if isinstance(value, (Function, Partial)) or (isinstance(value, Method) and value.function):
            region = self.ask.call_elsewhere(value, Arguments(node, more=True))
            if region.raised_at is not None and not region.ends.get("normal"):
                event = PoolUse(self.interp.place(node), problem="done callback raises", cause=region.raised_at)
                self.interp.emit(event)

    def call_elsewhere(self, value: Function | Method | Partial, given: Arguments) -> Region:
        """Run a call that another thread makes, or this one later: here it changes nothing."""

        def body() -> bool:
            self.interp.calls.call(value, given)
            return True

        with self.ask.run_isolated(World("thread", self.interp.world.name)):
            return self.interp.region((), body)

    def _run_callback(self, pool: Obj, value: Function | Method | Partial, node: ast.AST) -> None:
        self._callback_of = pool
        try:
            place = self.ask.call_elsewhere(value, Arguments(node, more=True)).raised_at
        finally:
            self._callback_of = None
        if place is not None:
            self.interp.emit(PoolUse(self.interp.place(node), problem="callback raises", cause=place))

    # -- timeouts ---------------------------------------------------------------------------------------------------

    @only_with("writelines")
    def before_effect_write_file(self, call: LibraryCall) -> None:
        """Take all results that a file writes the lines of."""
        for node, values in call.arguments.args if call.name.endswith("writelines") else ():
            self.interp.containers.elements(self.interp.special.iterated(values, node))

    def before_effect_ask(self, call: LibraryCall) -> None:
        obj = call.obj
        limit = call.bound.get("timeout")
        if (
            obj is not None
            and limit is not None
            and not any(is_none(v) for v in limit[1])
            and not call.name.endswith("wait")
        ):
            self._check_timeout(obj, call.node)
        if (
            obj is not None
            and limit is None
            and self._callback_of is not None
            and call.name.endswith((".get", ".wait"))
        ):
            pools = self.ask.pool_of(obj)
            if self._callback_of in pools and self.ask.unfinished(obj):
                self.ask.used("callback waits", self._callback_of, call.node, call.name.rpartition(".")[2])

    def before_effect_get(self, call: LibraryCall) -> None:
        obj = call.obj
        limit = call.bound.get("timeout")
        if obj is not None and obj.kind in QUEUES and limit is not None and not any(is_none(v) for v in limit[1]):
            self._check_timeout(obj, call.node)

    def _check_timeout(self, obj: Obj, node: ast.AST) -> None:
        """Note a wait with a timeout in a try statement that catches another TimeoutError."""
        if self._may_be_another(node):
            return
        theirs = frozenset() if obj.kind in RESULTS else _POOL_TIMEOUTS
        wrong: Place | None = None
        for region in self.interp.regions:
            if region.expects and region.statement is None:
                return
            for handler in region.statement.handlers if region.statement is not None else ():
                assert region.frame is not None
                types = self._types(handler, region.frame)
                if not types or not all(_misses(value, theirs) for value in types):
                    return
                if any(isinstance(v, Reference) and v.name in _BUILTIN_TIMEOUTS | theirs for v in types):
                    wrong = Place(region.frame.source, handler)
        if wrong is not None:
            self.interp.emit(PoolUse(self.interp.place(node), problem="timeout", words=obj.kind, cause=wrong))

    def _may_be_another(self, node: ast.AST) -> bool:
        """Return whether a method is called on a variable that may be something unknown: of another kind of pool."""
        owner = node.func.value if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else None
        values = self.interp.store.get((self.interp.frame.ident, owner.id)) if isinstance(owner, ast.Name) else None
        return any(not isinstance(value, Obj) for value in values or ())

    def _types(self, handler: ast.ExceptHandler, frame: Frame) -> Values:
        """Return what a handler catches; nothing where it catches all."""
        outer, self.interp.frame = self.interp.frame, frame
        try:
            types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
            return tuple(v for each in types if each is not None for v in self.interp.expressions.eval(each))
        finally:
            self.interp.frame = outer


def _misses(value: Value, others: frozenset[str]) -> bool:
    """Return whether what a handler catches is none of the bases of what is raised, for certain."""
    return isinstance(value, Reference) and value.name in _BUILTIN_TIMEOUTS | _OTHERS | others
