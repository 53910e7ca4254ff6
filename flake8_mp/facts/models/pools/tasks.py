"""Tasks and initializers: what workers of pools and executors do that their pool cannot take."""

from __future__ import annotations

import ast
import re

from flake8_mp.facts.arguments import Arguments, Bound, LibraryCall
from flake8_mp.facts.events import Place, TaskProblem
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.library.pools import POOLS
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.store import Changes, Key
from flake8_mp.facts.tree import last_name, walk
from flake8_mp.facts.values import (
    NOTHING,
    UNBOUND,
    Class,
    Context,
    Frame,
    Function,
    Obj,
    Reference,
    Unknown,
    Values,
    const,
    differ,
    function_of,
    is_none,
)
from flake8_mp.rule import FORK

NO_EXCEPTIONS = frozenset({"SystemExit", "KeyboardInterrupt", "BaseException", "GeneratorExit"})
"""What ``except Exception`` does not catch: ``Pool`` workers send back nothing else (``pool.worker``)."""
_FATAL = frozenset({"SIGKILL", "SIGTERM", "SIGABRT", "SIGSEGV"})
_BREAKS = frozenset({"BrokenProcessPool", "BrokenExecutor"})
_CHANGES_DAEMON = re.compile(
    r"_config\b|current_process\(\)\.daemon\s*=|def _?(?:[gs]et_)?daemon\b|\bdaemon\s*=\s*property"
)
"""How programs get around the check of ``Process.start`` that daemons have no children."""

MOST_POOLS = 50
"""Of so many pools it is kept what was bound when their workers were started."""


class Tasks(Model):
    """Follows tasks and initializers to their end.

    Owns: what tasks do to their worker.
    Emits: :class:`TaskProblem`.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._initializing: Obj | None = None
        self._dead_ends = 0
        """How often a worker was met that ends its process at once."""
        self._at_start: dict[int, Changes] = {}
        """By the pool, what was bound when its workers started."""

    # -- ends of the process ----------------------------------------------------------------------------------------

    def before_effect_exit(self, call: LibraryCall) -> None:
        word = call.name.rpartition(".")[2]
        if not word.startswith("exec"):
            hard = word in ("_exit", "abort")
            self._dead_ends += hard
            raised_at = self.interp.place(call.node) if self.ask.callback_of() is not None and not hard else None
            self.interp.note_raised(raised_at)
            called = self.interp.frame.source.segment(getattr(call.node, "func", call.node))
            self._ends_process(call.node, f"{called}()", frozenset() if hard else frozenset({"SystemExit"}))

    def before_effect_kill(self, call: LibraryCall) -> None:
        if self.ask.signals_itself(call.arguments):
            if getattr(call.arguments.args[-1][0], "attr", "") in _FATAL:
                self._dead_ends += 1
                self._ends_process(call.node, "os.kill()", frozenset())

    def after_raised(self, values: Values, node: ast.Raise) -> None:
        if self.interp.world.kind != "child" or self.interp.world.pool is None or node.exc is None:
            return
        raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        classes = [v.cls if isinstance(v, Obj) else v for v in values]
        names: set[str] = set()
        for cls in classes:
            if isinstance(cls, Class):
                outside = self.interp.objects.lineage(cls)[1]
                names |= {cls.name, *outside} if outside and set(outside) <= NO_EXCEPTIONS else set()
        if isinstance(raised, ast.Name) and raised.id in NO_EXCEPTIONS:
            if any(isinstance(v, Reference) and v.name == raised.id for v in self.interp.expressions.eval(raised)):
                names.add(raised.id)
        if names:
            self._ends_process(node, f"raise {getattr(raised, 'id', getattr(raised, 'attr', ''))}", frozenset(names))

    def _ends_process(self, node: ast.AST, words: str, exceptions: frozenset[str]) -> None:
        """Note a task that ends its worker, or raises what is no Exception; none of them is one that is caught."""
        pool = self.interp.world.pool
        if self.interp.world.kind != "child" or pool is None or self.ask.in_initializer() or self.ask.in_own_child():
            return
        if exceptions and self.interp.flow.handles(exceptions | {"", "?", "BaseException"}):
            return
        if any(region.expects and region.handles for region in self.interp.regions) or self._interrupted(node):
            return
        if self._provoked(exceptions, pool) if pool.kind == "ProcessPoolExecutor" else self._awaits_timeout():
            return
        place, handed, elsewhere = self.interp.place(node), self.interp.world.handed, None
        if place.source is not self.interp.source:
            if handed is None:
                return
            place, elsewhere = handed, place
        words = f"{pool.kind} {words}"
        self.interp.emit(TaskProblem(place, problem="exit", words=words, cause=handed, elsewhere=elsewhere))

    def _provoked(self, exceptions: frozenset[str], pool: Obj) -> bool:
        """Return whether the program expects what a task does to its executor: it recovers from that, or tests it.

        The modules are asked that lead here, and the one that has made the executor.
        """
        world = self.interp.world
        sources = {self.interp.source, pool.source, *(place.source for place in world.trace)}
        if world.handed is not None:
            sources.add(world.handed.source)
        nodes = [node for source in sources for node in walk(source.tree)]
        if not exceptions:
            return any(last_name(node) in _BREAKS for node in nodes)
        caught: set[str] = set()
        for node in nodes:
            if isinstance(node, ast.ExceptHandler):
                caught |= _names(node.type)
            elif isinstance(node, ast.Call) and "raises" in last_name(node.func).lower():
                caught.update(name for argument in node.args for name in _names(argument))
        return bool(caught & (exceptions | {"BaseException"}))

    def _awaits_timeout(self) -> bool:
        """Return whether a test of a pool expects that a result does not come in time, which nobody sends."""
        return any(
            isinstance(call, ast.Call)
            and "raises" in last_name(call.func).lower()
            and any("TimeoutError" in _names(argument) for argument in call.args)
            and any(last_name(getattr(inner, "func", None)) in ("get", "next") for inner in walk(*statement.body))
            for statement in walk(self.interp.source.tree)
            if isinstance(statement, ast.With)
            for call in (item.context_expr for item in statement.items)
        )

    def _interrupted(self, node: ast.AST) -> bool:
        """Return whether this happens only after the program was interrupted."""
        path = {node, *(place.node for place in self.interp.world.trace)}
        handlers = [n for f in self.interp.active for n in walk(f.node) if isinstance(n, ast.ExceptHandler)]
        return any(
            inner in path for handler in handlers if _names(handler.type) & NO_EXCEPTIONS for inner in walk(handler)
        )

    # -- daemons ----------------------------------------------------------------------------------------------------

    def daemonic(self) -> bool:
        """Return whether this runs in a process that must not have children."""
        if self.interp.world.kind != "child":
            return False
        pool, process = self.interp.world.pool, self.interp.world.process
        if pool is not None:
            # A context of one's own may make processes that are no daemons.
            return pool.kind == "Pool" and pool.cls is None and pool.context.method != "?"
        if process is None:
            return False
        set_later = self.interp.store.get((process.ident, "daemon"))
        values = set_later or self.interp.given.found(process, "daemon") or ()
        return bool(values) and all(getattr(v, "value", None) is True for v in values)

    def answer_special_attribute(self, obj: Obj, name: str, node: ast.AST) -> Values | None:
        if obj.kind == "CurrentProcess" and name == "daemon" and self.daemonic():
            return (const(True),)
        return None

    def before_started(self, what: str, node: ast.AST, context: Context) -> None:
        if self.daemonic() and not self.interp.world.tests and not self.interp.world.uncertain:
            refused = any(
                (region.expects or region.handles & {"", "AssertionError", "Exception"}) and not _only_reports(region)
                for region in self.interp.regions
            )
            if not refused and not _CHANGES_DAEMON.search(self.interp.source.code):
                place, handed = self.interp.place(node), self.interp.world.handed
                daemon = "Pool" if self.interp.world.pool is not None else "Process"
                self.interp.emit(TaskProblem(place, problem="daemon", words=what, cause=handed, kind=daemon))

    # -- initializers -----------------------------------------------------------------------------------------------

    def on_workers_begin(self, obj: Obj, node: ast.AST) -> None:
        if len(self._at_start) < MOST_POOLS:
            self._at_start[obj.ident] = self.interp.store.items()
        values = self.interp.given.found(obj, "initializer")
        if obj.kind != "Pool" or not values or any(region.expects for region in self.interp.regions):
            return
        given = self.ask.given_to_initializer(obj, node)
        part = self.interp.given.expressions.get((obj.ident, "initializer"), (node, self.interp.frame))[0]
        self._initializing, self.interp.worker.context = obj, obj.context
        dead_ends = self._dead_ends
        try:
            if not any(isinstance(v, (Unknown, Reference)) for v in values):
                self.ask.run_child(values, given, self.ask.methods(obj.context), part, False)
        finally:
            self._initializing = None
            self._dead_ends = dead_ends

    def at_start(self, pool: Obj) -> Changes | None:
        """Return what was bound when the workers of a pool were started, None where that was not seen."""
        return self._at_start.get(pool.ident)

    def on_child_ran(self, region: Region, result: Values, node: ast.AST) -> None:
        if self._initializing is None or region.ends.get("normal"):
            return
        if region.ends.get("raise") or self._dead_ends:
            self.interp.emit(TaskProblem(self.interp.place(node), problem="initializer fails", cause=region.raised_at))

    def refine_read_global(self, values: Values, node: ast.Name, frame: Frame, bound: Values) -> Values:
        if (
            self.interp.world.kind == "child"
            and self.interp.world.pool is not None
            and frame.source is self.interp.source
        ):
            if (
                node.id not in self.interp.worker.names
                and "*" not in self.interp.worker.names
                and not self.interp.purpose.only_tests
            ):
                self._set_locally(node, frame, values)
                self._bound_later((frame.ident, node.id), node)
        return values

    def before_read_member(self, key: Key, node: ast.AST, values: Values) -> None:
        if (
            self.interp.world.kind == "child"
            and self.interp.world.pool is not None
            and not self.interp.purpose.only_tests
            and key[0]
        ):
            # What another module defines is looked into on first use, which may be later than its import.
            start = self._at_start.get(self.interp.world.pool.ident, {})
            if key[0] in self.interp.made_objects or self.interp.has_attributes_in(start, key[0]):
                if self.ask.as_in_parent(key) is not None:
                    self._bound_later(key, node)

    def _set_locally(self, node: ast.Name, frame: Frame, values: Values) -> None:
        """Note a name that the initializer binds for itself only, where the workers look for it in the module."""
        pool = self.interp.world.pool
        assert pool is not None
        known = self.interp.store.get((frame.ident, node.id))
        empty = known is None or all(v is UNBOUND for v in known)
        if not empty and not (known and all(is_none(v) for v in known)):
            return
        if self.ask.in_initializer() or self.interp.flow.handles({"NameError", "Exception", ""}):
            return
        for value in self.interp.given.values(pool, "initializer"):
            function = function_of(value)
            if function is None or isinstance(function.node, ast.Lambda):
                continue
            if function.source is not self.interp.source or _stars(self.interp.source.tree):
                continue
            binding = _only_bound(function.node, node.id)
            if binding is not None:
                place = Place(self.interp.source, binding)
                self.interp.emit(TaskProblem(place, problem="local name", words=node.id, cause=self.interp.place(node)))

    # -- what comes too late ----------------------------------------------------------------------------------------

    def _bound_later(self, key: Key, node: ast.AST) -> None:
        """Note what a forked worker has not, or has as it was before, since it was bound after its pool was made."""
        pool = self.interp.world.pool
        assert pool is not None
        start, base = self._at_start.get(pool.ident), self.interp.worker.parent
        if start is None or base is None or self.interp.world.tests or self.ask.birth(pool) is None:
            return
        here = base.get(key)
        if (
            here is None
            or UNBOUND in here
            or self.interp.store.get(key) is not here
            or "fork" not in self.interp.world.methods
        ):
            return
        if any(isinstance(v, Obj) and v.kind in POOLS for v in here):
            # The pool itself is of no use there anyway.
            return
        then = start.get(key)
        missing = then is None or all(v is UNBOUND for v in then)
        if missing and self.interp.flow.handles({"NameError", "Exception", ""}):
            return
        if missing or (then is not None and differ(then, here)):
            methods = self.interp.world.possible(FORK)
            words = self.interp.frame.source.segment(node)
            problem = "late" if missing else "changed"
            cause = Place(pool.source, pool.node)
            self.interp.emit(TaskProblem(self.interp.place(node), methods, problem=problem, words=words, cause=cause))

    def before_task(
        self,
        obj: Obj,
        function: tuple[ast.AST, Values],
        arguments: Arguments,
        context: Context,
        bound: Bound,
    ) -> None:
        node, values = function
        start = self._at_start.get(obj.ident)
        if start is not None and self.ask.certain(obj) and self.interp.world.kind == "main":
            for value in values:
                if isinstance(value, Function) and not value.local and value.owner is None and not value.is_lambda:
                    self._sent_too_early(value, node, obj, start)
        if self.interp.world.kind == "main" and values == NOTHING:
            self._defined_below(node)

    def _sent_too_early(self, function: Function, node: ast.AST, pool: Obj, start: Changes) -> None:
        methods = self.ask.breaking(FORK, pool.context)
        frame = self.interp.frame.module
        if function.source is not self.interp.source or frame is not function.frame.module or not methods:
            return
        here = self.interp.store.get((frame.ident, function.name))
        if here is not None and function in here and (frame.ident, function.name) not in start:
            cause = Place(pool.source, pool.node)
            self.interp.emit(
                TaskProblem(self.interp.place(node), methods, problem="late", words=function.name, cause=cause)
            )

    def on_run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        target = self.interp.given.found(obj, "target")
        if self.interp.world.kind == "main" and target == NOTHING:
            self._defined_below(self.interp.given.expressions[(obj.ident, "target")][0])

    def _defined_below(self, node: ast.AST) -> None:
        """Note a worker that is handed over before the program has defined it."""
        if not isinstance(node, ast.Name) or self.interp.frame.source is not self.interp.source:
            return
        if self.interp.store.get((self.interp.frame.module.ident, node.id)) is not None or _stars(
            self.interp.source.tree
        ):
            return
        if self.interp.frame.function is not None or self.interp.flow.handles({"NameError", "Exception", ""}):
            return
        below = [
            statement
            for statement in self.interp.source.tree.body
            if isinstance(statement, (ast.FunctionDef, ast.ClassDef)) and statement.name == node.id
        ]
        bound = [n for n in walk(self.interp.source.tree) if isinstance(n, ast.Name) and n.id == node.id]
        if len(below) == 1 and below[0].lineno > node.lineno and all(isinstance(n.ctx, ast.Load) for n in bound):
            self.interp.emit(
                TaskProblem(self.interp.place(node), problem="below", words=node.id, cause=self.interp.place(below[0]))
            )


def _names(types: ast.expr | None) -> frozenset[str]:
    many = types.elts if isinstance(types, ast.Tuple) else [types]
    return frozenset(last_name(t) for t in many)


def _stars(tree: ast.Module) -> bool:
    """Return whether a module takes names from others without saying which."""
    return any(isinstance(n, ast.ImportFrom) and n.names[0].name == "*" for n in walk(tree))


def _only_bound(function: ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> ast.AST | None:
    """Return where a function binds a local name that it never uses, or None where it uses it or does not bind it."""
    binding: ast.AST | None = None
    for node in walk(function):
        if isinstance(node, (ast.Global, ast.Nonlocal)) and name in node.names:
            return None
        if isinstance(node, ast.Name) and node.id == name:
            if not isinstance(node.ctx, ast.Store):
                return None
            binding = binding or node
        if isinstance(node, ast.arg) and node.arg == name:
            return None
    return binding


_REPORTS = frozenset({"format_exc", "print_exc", "exc_info", "exception"})
"""What is called to report the exception that is being handled, without its name."""


def _only_reports(region: Region) -> bool:
    """Return whether the handlers of a try statement do nothing about an error but to report it."""
    handlers = region.statement.handlers if region.statement is not None else []
    return bool(handlers) and all(
        isinstance(statement, (ast.Expr, ast.Return, ast.Raise, ast.Assign))
        and _mentions_error(statement, handler.name)
        for handler in handlers
        for statement in handler.body
    )


def _mentions_error(statement: ast.stmt, name: str | None) -> bool:
    """Return whether a statement mentions the exception that is being handled."""
    return any(
        (isinstance(node, ast.Name) and node.id == name)
        or (isinstance(node, ast.Call) and last_name(node.func) in _REPORTS)
        for node in walk(statement)
    )
