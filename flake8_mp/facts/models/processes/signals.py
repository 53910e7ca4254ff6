"""Signals: which handlers a process has, who inherits them, and whose exit status is lost."""

from __future__ import annotations

import ast
from typing import TypeGuard

from flake8_mp.facts.arguments import LibraryCall
from flake8_mp.facts.events import Circumstance, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.tree import EXITS, IDENTITY, last_name, walk
from flake8_mp.facts.values import (
    UNBOUND,
    Const,
    Function,
    Method,
    Obj,
    ProcessNumber,
    Reference,
    Values,
    const,
    constant_of,
    function_of,
)
from flake8_mp.rule import ALL_METHODS, FORK

_HARMLESS = frozenset(
    {"print", "info", "debug", "warning", "error", "write", "flush", "append", "getpid", "current_process"}
    | {"split", "format", "strftime", "time", "sleep", "strsignal", "Signals"}
)
"""What a handler may call and still returns, without asking anything to stop."""
_RESETS = frozenset({"SIG_DFL", "SIGTERM"})
"""What a worker names that sees to the signal itself."""
_ASKS = frozenset({"join", "is_alive"})
"""Methods of a process that only its parent may call."""
_FORK_AND_SPAWN = frozenset({"fork", "spawn"})


class Signals(Model):
    """Follows the handlers of signals, and who inherits them.

    Owns: handlers of signals, exit status.
    Emits: :class:`Circumstance`.
    """

    _harmful = Slot[tuple[Place, str]]("by the process and the signal, the inherited handler that does harm, and how")
    _stolen = Slot[Place]("by the process, where something else waits for any child")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._handed_here: dict[int, Place | None] = {}
        """By the process or pool whose worker was run, what hands it over: nothing is known of the others."""
        self._ignoring: dict[int, Place] = {}
        """By the pool, where its initializer lets each worker ignore SIGTERM."""
        self._flags: dict[ast.AST, frozenset[str]] = {}
        """By the function of a handler, the names and attributes that it sets."""

    def circumstance(
        self,
        problem: str,
        node: ast.AST,
        methods: frozenset[str],
        words: str = "",
        cause: Place | None = None,
        at: Place | None = None,
        because: Place | None = None,
    ) -> None:
        """Note what goes wrong under these start methods: in a worker only those count that can have started it.

        ``at`` is given where the node is not one of the running code, ``because`` where it is a worker's business.
        """
        place: Place | None = at or self.interp.place(node)
        if self.interp.world.kind == "child":
            methods = self.interp.world.possible(methods)
            if self.interp.frame.source is not self.interp.source:
                place = self.interp.world.handed
        if methods and place is not None:
            handed = self.interp.world.handed
            event = Circumstance(place, methods, problem=problem, words=words, cause=cause, handed=handed)
            self.interp.emit(event, because=because)

    def _verdict_on(self, handler: Values) -> str:
        """Return what a handler does: ``ignores``, ``returns`` and nothing else, ``sets`` flags, ``reaps``, or more.

        One that ``asks`` joins something, or asks whether it is alive.
        """
        if len(handler) != 1:
            return ""
        value = handler[0]
        if isinstance(value, Reference):
            return "ignores" if value.name in ("signal.SIG_IGN", "signal.Handlers.SIG_IGN") else ""
        function = function_of(value)
        if function is None:
            return ""
        body = function.node.body
        nodes = walk(body) if isinstance(body, ast.AST) else walk(*(each for each in body if not _is_by_flag(each)))
        calls = [node for node in nodes if isinstance(node, ast.Call)]
        if any(_steals(call) for call in calls):
            return "reaps"
        if any(isinstance(node, (ast.Raise, ast.Yield, ast.Await, ast.Assert)) for node in nodes):
            return ""
        names = [last_name(call.func) for call in calls]
        if _ASKS & {*names} and not IDENTITY & {*names} and not any(isinstance(n, ast.Try) for n in nodes):
            return "asks"
        if not all(name in _HARMLESS for name in names):
            return ""
        # A flag that is set here may be what the worker goes by, and then it does end.
        flags = _flags(nodes)
        if flags:
            self._flags[function.node] = flags
            return "sets"
        return "returns"

    def before_run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        self._inherit(obj)

    def before_workers_begin(self, obj: Obj, node: ast.AST) -> None:
        self._inherit(obj)

    def _inherit(self, obj: Obj) -> None:
        for word, verdicts in (("SIGTERM", ("returns", "sets", "ignores", "asks")), ("SIGCHLD", ("ignores", "reaps"))):
            place, handler = self.ask.handler_of(word) or (None, ())
            verdict = self._verdict_on(handler) if place is not None else ""
            harmful = verdict in verdicts
            if verdict in ("returns", "sets") and self._leaves_by_flag(handler):
                harmful = False
            if verdict == "sets" and self._tests_flag(obj, handler):
                harmful = False
            if verdict == "asks" and not self._asks_siblings(obj, handler):
                harmful = False
            self._harmful.keep((const((place, verdict)),) if harmful else (UNBOUND,), obj.ident, word)

    def _asks_siblings(self, obj: Obj, handler: Values) -> bool:
        """Return whether a handler joins processes, which only their parent may (``process.py``)."""
        value = handler[0] if len(handler) == 1 and obj.kind == "Process" else None
        function = function_of(value)
        if function is None or isinstance(function.node, ast.Lambda):
            return False
        owner = value.receiver if isinstance(value, Method) and isinstance(value.receiver, Obj) else None
        loops = [node for node in walk(function.node) if isinstance(node, ast.For)]
        over = {loop.target.id: loop.iter for loop in loops if isinstance(loop.target, ast.Name)}
        for call in walk(function.node):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in _ASKS:
                asked: ast.expr = call.func.value
                if isinstance(asked, ast.Name):
                    asked = over.get(asked.id, asked)
                key = (owner.ident, asked.attr) if owner is not None and isinstance(asked, ast.Attribute) else None
                if isinstance(asked, ast.Name):
                    key = (function.frame.module.ident, asked.id)
                values = self.interp.store.get(key) if key is not None else None
                held = self.interp.objects.reachable(values or ())
                if any(one.kind == "Process" for one in held):
                    return True
        return False

    def _leaves_by_flag(self, handler: Values) -> bool:
        """Return whether a flag by which a handler ends the process may be set here."""
        value = handler[0] if len(handler) == 1 else None
        function = function_of(value)
        if function is None or isinstance(function.node, ast.Lambda):
            return False
        owner = value.receiver if isinstance(value, Method) else None
        for statement in function.node.body:
            if _is_by_flag(statement):
                test, spared = statement.test, False
                while isinstance(test, ast.UnaryOp):
                    test, spared = test.operand, not spared
                key: tuple[int, str] | None = None
                if isinstance(test, ast.Name):
                    key = (function.frame.module.ident, test.id)
                elif isinstance(owner, Obj) and isinstance(test, ast.Attribute) and isinstance(test.value, ast.Name):
                    key = (owner.ident, test.attr)
                flags = self.interp.store.get(key) if key is not None else None
                if not flags or not all(isinstance(flag, Const) for flag in flags):
                    return True
                if not any(bool(constant_of((flag,))) is spared for flag in flags):
                    return True
        return False

    def _tests_flag(self, obj: Obj, handler: Values) -> bool:
        """Return whether the worker of a process may look at what a handler sets, or that is not known.

        What the workers of a pool and an executor wait for is the next task, whatever the tasks look at.
        """
        if obj.kind != "Process":
            return False
        functions = [function_of(v) for v in handler]
        run = self.interp.objects.class_attribute(obj.cls, "run") if obj.cls is not None else None
        target = run or self.interp.given.values(obj, "target")
        targets = [one for value in target for one in self.interp.imports.resolve(value)]
        workers = [function_of(v) for v in targets]
        if len(functions) != 1 or not isinstance(functions[0], Function) or not workers:
            return True
        owner = handler[0].receiver if isinstance(handler[0], Method) else None
        if owner is not None and owner in self.interp.objects.reachable((*target, *self._arguments(obj))):
            return True
        flags = self._flags.get(functions[0].node, frozenset()) | _RESETS
        return not all(
            isinstance(worker, Function) and not worker.source.may_lead_to(worker.node, flags) for worker in workers
        )

    def _arguments(self, obj: Obj) -> Values:
        return (obj, *self.interp.given.values(obj, "args", "kwargs"))

    def on_child_ran(self, region: Region, result: Values, node: ast.AST) -> None:
        worker = self.interp.world.process or self.interp.world.pool
        if worker is not None and self.interp.worker.parent is not None:
            self._handed_here[worker.ident] = self.interp.world.handed_here

    def after_run_initializer(self, pool: Obj | None, node: ast.AST) -> None:
        # The tasks are run behind it, and may set another one.
        if pool is not None and self.interp.world.kind == "child" and not self.interp.unsure:
            place, handler = self.ask.handler_of("SIGTERM") or (None, ())
            if place is not None and self._verdict_on(handler) == "ignores" and not self.ask.is_inherited("SIGTERM"):
                self._ignoring[pool.ident] = place

    def before_effect_end(self, call: LibraryCall) -> None:
        obj = call.obj
        if obj is not None:
            last = call.name.rpartition(".")[2]
            if (last == "terminate" and obj.kind in ("Process", "Pool")) or (last == "__exit__" and obj.kind == "Pool"):
                self._not_ended(obj, call.node)

    def _not_ended(self, obj: Obj, node: ast.AST) -> None:
        place = self._ignoring.get(obj.ident)
        if place is not None and self.interp.world.kind != "child":
            if not self.interp.can(obj, "joined", "closed", "escaped"):
                methods = self.ask.breaking(ALL_METHODS, obj.context)
                self.circumstance("ignored", node, methods, words=obj.kind, cause=place)
            return
        found = self._harmful.get(obj.ident, "SIGTERM")
        if not isinstance(found, tuple) or obj.ident not in self._handed_here:
            return
        if self.ask.installs_handler(obj, "SIGTERM"):
            return
        place, verdict = found
        # What raises in the child does so even if something else may have ended it before.
        known = verdict == "asks" or not self.interp.can(obj, "escaped")
        if self.interp.must(obj, "joined") or not known or self.interp.world.kind == "child":
            return
        wrong = ALL_METHODS if verdict == "ignores" else FORK
        problem = "asks" if verdict == "asks" else "terminate"
        because = self.interp.attribution.last_call_here() if self._handed_here[obj.ident] is not None else None
        methods = self.ask.breaking(wrong, obj.context)
        self.circumstance(problem, node, methods, words=obj.kind, cause=place, because=because)

    # -- exit status ------------------------------------------------------------------------------------------------

    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        if obj.kind == "Process" and attribute in ("exitcode", "is_alive") and self.interp.must(obj, "started"):
            found = self._harmful.get(obj.ident, "SIGCHLD")
            if isinstance(found, tuple):
                methods = self.ask.breaking(_FORK_AND_SPAWN, obj.context)
                words = "ignores" if found[1] == "ignores" else ""
                self.circumstance("status", node, methods, words=words, at=found[0])
            else:
                for value in self._stolen.values(obj.ident):
                    if isinstance(value, Const) and isinstance(value.value, Place):
                        # Under forkserver the server is the only child, and it is waited for until the end.
                        call = value.value.node
                        endless = isinstance(call, ast.Call) and _steals(call)
                        endless = endless and not any(isinstance(n, ast.Attribute) for n in _options(call))
                        wrong = ALL_METHODS if endless else _FORK_AND_SPAWN
                        self.circumstance("status", node, self.ask.breaking(wrong, obj.context), at=value.value)

    def effect_waits_for_any(self, call: LibraryCall) -> None:
        node = call.node
        number = call.bound["pid"][1][0] if "pid" in call.bound and len(call.bound["pid"][1]) == 1 else None
        if isinstance(number, ProcessNumber) and number.process is not None:
            self._stolen.set(self.interp.place(node), number.process.ident)
        if not isinstance(node, ast.Call) or not _steals(node) or "fork(" in self.interp.source.code:
            return
        for one in list(self.interp.made_objects.values()):
            if one.kind == "Process" and self.interp.must(one, "started") and not self.interp.can(one, "joined"):
                self._stolen.set(self.interp.place(node), one.ident)


def _is_by_flag(statement: ast.stmt) -> TypeGuard[ast.If]:
    """Return whether a statement ends the process if a flag is set: when the signal comes for the second time."""
    if not isinstance(statement, ast.If) or statement.orelse:
        return False
    test = statement.test
    while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test = test.operand
    return isinstance(test, (ast.Name, ast.Attribute)) and any(
        isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and last_name(node.func) in EXITS)
        for node in walk(statement)
    )


def _flags(nodes: list[ast.AST]) -> frozenset[str]:
    """Return the names that code binds outside of itself, and those of what it sets attributes and elements of."""
    outside = {name for node in nodes if isinstance(node, (ast.Global, ast.Nonlocal)) for name in node.names}
    for node in nodes:
        if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
            if isinstance(node, ast.Attribute):
                outside.add(node.attr)
            inner: ast.AST = node.value
            while isinstance(node, ast.Subscript) and isinstance(inner, (ast.Attribute, ast.Subscript)):
                outside |= {inner.attr} if isinstance(inner, ast.Attribute) else set()
                inner = inner.value
            if isinstance(node, ast.Subscript) and isinstance(inner, ast.Name):
                outside.add(inner.id)
    return frozenset(outside)


def _options(node: ast.AST) -> list[ast.expr]:
    return node.args[1:] if isinstance(node, ast.Call) else []


def _steals(call: ast.Call) -> bool:
    """Return whether a call waits for any child: ``os.wait()``, ``os.waitpid(-1, …)``."""
    name = last_name(call.func)
    if name in ("wait", "wait3"):
        return isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "os"
    if name in ("waitpid", "wait4") and call.args and isinstance(call.args[0], ast.UnaryOp):
        return isinstance(call.args[0].operand, ast.Constant) and call.args[0].operand.value == 1
    return False
