"""Executors at the end of the interpreter, which takes no work any more."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.library import api
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.values import Const, Frame, Function, Method, Obj, Partial, Values, const


class InterpreterExit(Model):
    """Follows exit handlers, and threads that outlive the main thread, to the work that they give to executors.

    ``concurrent.futures`` registers ``_python_exit`` with ``threading._register_atexit``: it runs when the main thread
    is done, before other threads are waited for and before exit handlers, and ``submit`` raises RuntimeError from then
    on (``Lib/concurrent/futures/process.py``).

    Owns: the end of the interpreter.
    """

    _when = Slot[int]("by the thread, how many pauses there were when it was started")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._exiting = False
        self._thread: Obj | None = None
        self._in_thread: dict[int, list[tuple[Obj, ast.AST, str]]] = {}
        """By the thread, the executors that get work there: where, and by which method."""

    def before_call_api_method(self, receiver: Obj, name: str, row: api.Row, arguments: Arguments) -> None:
        if receiver.kind == "ProcessPoolExecutor" and name in ("submit", "map"):
            if self._exiting and not self.interp.ready_for(frozenset({"RuntimeError"})):
                self.ask.used("exit", receiver, arguments.node, name)
            elif self._thread is not None and not self.interp.world.uncertain:
                if (
                    not self.interp.ready_for(frozenset({"RuntimeError"}))
                    and self.interp.frame.source is self.interp.source
                ):
                    self._in_thread.setdefault(self._thread.ident, []).append((receiver, arguments.node, name))

    def before_effect_atexit(self, call: LibraryCall) -> None:
        functions = call.arguments.args[0][1] if call.arguments.args else ()
        if self.interp.world.kind in ("main", "library") and not self._exiting:
            given = Arguments(call.node, call.arguments.args[1:], call.arguments.kwargs, call.arguments.more)
            for value in functions:
                if isinstance(value, (Function, Partial)) or (isinstance(value, Method) and value.function):
                    self._run_at_exit(value, given)

    def _run_at_exit(self, value: Function | Method | Partial, given: Arguments) -> None:
        self._exiting = True
        try:
            self.ask.call_elsewhere(value, given)
        finally:
            self._exiting = False

    def around_run_thread(self, proceed: Callable[..., None], obj: Obj, node: ast.AST) -> None:
        outer, self._thread = self._thread, obj if self.interp.world.kind == "main" else None
        try:
            proceed(obj, node)
        finally:
            self._thread = outer
        self._when.set(self.ask.pauses(), obj.ident)

    def on_ended(self, frame: Frame, region: Region, result: Values) -> None:
        if frame.parent is not None or self.interp.world.kind != "main":
            return
        for ident, work in self._in_thread.items():
            thread = self.interp.made_objects[ident]
            when = self._when.values(ident)
            alone = (
                self.interp.must(thread, "running")
                and not self.interp.can(thread, "escaped")
                and not self._daemonic(thread)
            )
            if alone and when == (const(self.ask.pauses()),):
                for executor, node, name in work:
                    self.ask.used("exit", executor, node, name)

    def _daemonic(self, thread: Obj) -> bool:
        """Return whether a thread may be one that ends with the main thread, so that nothing is expected of it."""
        given = self.interp.given.found(thread, "daemon") or self.interp.store.get((thread.ident, "daemon")) or ()
        return any(not isinstance(v, Const) or v.value is not False for v in given)

    def on_constructed(self, obj: Obj, row: api.Row, arguments: Arguments) -> None:
        bound = arguments.bind(row)
        if "daemon" in bound:
            self.interp.given.keep(obj, "daemon", bound["daemon"][1])
