"""Executors at the end of the interpreter, which takes no work any more."""

from __future__ import annotations

import ast

from flake8_mp.facts import api
from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.machine import Region
from flake8_mp.facts.results import Results
from flake8_mp.facts.source import Source
from flake8_mp.facts.values import Const, Context, Frame, Function, Method, Obj, Partial, Values, const
from flake8_mp.settings import Settings


class Endings(Results):
    """Follows exit handlers, and threads that outlive the main thread, to the work that they hand to executors.

    ``concurrent.futures`` registers ``_python_exit`` with ``threading._register_atexit``: it runs when the main thread
    is done, before other threads are waited for and before exit handlers, and ``submit`` raises RuntimeError from then
    on (``Lib/concurrent/futures/process.py``).
    """

    def __init__(self, source: Source, settings: Settings) -> None:
        super().__init__(source, settings)
        self._exiting = False
        self._thread: Obj | None = None
        self._in_thread: dict[int, list[tuple[Obj, ast.AST, str]]] = {}
        """By the thread, the executors that get work there: where, and by which method."""

    def call_api_method(self, receiver: Obj, name: str, row: api.Row, arguments: Arguments) -> Values:
        if receiver.kind == "ProcessPoolExecutor" and name in ("submit", "map"):
            if self._exiting and not self.ready_for(frozenset({"RuntimeError"})):
                self.used("exit", receiver, arguments.node, name)
            elif self._thread is not None and not self.world.uncertain:
                if not self.ready_for(frozenset({"RuntimeError"})) and self.frame.source is self.source:
                    self._in_thread.setdefault(self._thread.ident, []).append((receiver, arguments.node, name))
        return super().call_api_method(receiver, name, row, arguments)

    def effect_atexit(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> Values:
        functions = arguments.args[0][1] if arguments.args else ()
        if self.world.kind in ("main", "library") and not self._exiting:
            given = Arguments(arguments.node, arguments.args[1:], arguments.kwargs, arguments.more)
            for value in functions:
                if isinstance(value, (Function, Partial)) or (isinstance(value, Method) and value.function):
                    self._run_at_exit(value, given)
        return super().effect_atexit(name, arguments, bound, obj, context)

    def _run_at_exit(self, value: Function | Method | Partial, given: Arguments) -> None:
        self._exiting = True
        try:
            self.call_elsewhere(value, given)
        finally:
            self._exiting = False

    def run_thread(self, obj: Obj, node: ast.AST) -> None:
        outer, self._thread = self._thread, obj if self.world.kind == "main" else None
        try:
            super().run_thread(obj, node)
        finally:
            self._thread = outer
        self.store.set((obj.ident, "#when"), (const(self.pauses),))

    def ended(self, frame: Frame, region: Region, result: Values) -> None:
        super().ended(frame, region, result)
        if frame.parent is not None or self.world.kind != "main":
            return
        for ident, work in self._in_thread.items():
            thread = self.objects[ident]
            when = self.store.get((ident, "#when")) or ()
            alone = self.must(thread, "running") and not self.can(thread, "escaped") and not self._daemonic(thread)
            if alone and when == (const(self.pauses),):
                for executor, node, name in work:
                    self.used("exit", executor, node, name)

    def _daemonic(self, thread: Obj) -> bool:
        """Tell whether a thread may be one that ends with the main thread, so that nothing is expected of it."""
        given = self.store.get((thread.ident, "#daemon")) or self.store.get((thread.ident, "daemon")) or ()
        return any(not isinstance(v, Const) or v.value is not False for v in given)

    def constructed(self, obj: Obj, row: api.Row, arguments: Arguments) -> None:
        super().constructed(obj, row, arguments)
        bound = arguments.bind(row)
        if "daemon" in bound:
            self.store.set((obj.ident, "#daemon"), bound["daemon"][1])
