"""Processes that are killed while they hold a lock: nobody else ever gets it.

``Lib/multiprocessing/synchronize.py``: a lock is a semaphore that belongs to no process, so that nothing releases it
when the process that has acquired it is gone.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts.arguments import Arguments, LibraryCall, is_given
from flake8_mp.facts.events import Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library.locks import MUTEXES
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.values import Function, Method, Obj, Reference, Value, Values

_LONG = ("time.sleep", "input", "subprocess.", "urllib.", "requests.", "socket.", "os.system", "os.popen", "select.")
"""What may take longer than a program wants to wait: functions, and beginnings of the names of some."""
_WAITING = frozenset({"get", "recv", "recv_bytes", "wait", "join", "communicate", "accept", "connect", "readline"})
_CONTAINERS = frozenset({"list", "dict", "set", "tuple"})


class KilledHolders(Model):
    """Follows processes that are killed although they may hold a lock, and who uses that lock afterwards.

    Owns: locks whose holder was killed.
    """

    _listens_for = ("terminate", "kill")

    _over = Slot[bool]("by the process, whether it was joined without a limit")
    _killed = Slot[Place]("by the lock, where a process was killed that may have held it")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._holds: dict[int, dict[Obj, bool]] = {}
        """By the process, the locks that it enters, and whether it holds them for a long time."""
        self._acquired: dict[Obj, int] = {}
        """By the lock that is held, how many calls were met before that may take long."""
        self._long = 0
        """How many calls were met that may take long."""
        self._slow: set[Obj] = set()
        """Generators whose next value may take long."""

    def before_call(self, callee: Value, arguments: Arguments) -> None:
        self._long += _takes_long(callee)
        if isinstance(callee, Method) and callee.name == "acquire" and isinstance(callee.receiver, Obj):
            # Code that waits for a limited time is ready for not getting it.
            forever = not arguments.args and not arguments.kwargs and not arguments.more
            if forever and self.interp.world.kind in ("main", "library"):
                self._is_used(callee.receiver)
            self._acquired[callee.receiver] = self._long
        elif isinstance(callee, Method) and callee.name == "release" and isinstance(callee.receiver, Obj):
            process = self.interp.world.process if self.interp.world.kind == "child" else None
            since = self._acquired.pop(callee.receiver, None)
            if process is not None and since is not None and callee.receiver.kind in MUTEXES:
                held = self._holds.setdefault(process.ident, {})
                held[callee.receiver] = held.get(callee.receiver, False) or self._long > since

    def around_call_function(
        self, proceed: Callable[..., Values], function: Function, arguments: Arguments, receiver: Value | None = None
    ) -> Values:
        before = self._long
        values = proceed(function, arguments, receiver)
        if self._long > before and self.interp.objects.is_generator(function):
            self._slow.update(value for value in values if isinstance(value, Obj))
            self._long = before
        return values

    def before_for_statement(self, node: ast.For | ast.AsyncFor) -> None:
        if self._slow and isinstance(node.iter, (ast.Name, ast.Attribute)):
            values = self.interp.expressions.eval(node.iter)
            self._long += any(isinstance(value, Obj) and value in self._slow for value in values)

    def around_manage(
        self, proceed: Callable[..., bool], managers: Values, node: ast.AST, body: Callable[[Values], bool]
    ) -> bool:
        lock = managers[0] if len(managers) == 1 else None
        if not isinstance(lock, Obj) or lock.kind not in MUTEXES or lock.cls is not None:
            return proceed(managers, node, body)
        process = self.interp.world.process if self.interp.world.kind == "child" else None
        if process is None:
            self._is_used(lock)
            return proceed(managers, node, body)
        before = self._long
        goes = proceed(managers, node, body)
        held = self._holds.setdefault(process.ident, {})
        held[lock] = held.get(lock, False) or self._long > before
        return goes

    def on_run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        self._over.set(False, obj.ident)
        for lock in self._holds.get(obj.ident, ()):
            self._is_used(lock)

    def before_effect_join(self, call: LibraryCall) -> None:
        obj = call.obj
        if obj is None or obj.kind != "Process":
            return
        if not is_given(call.bound, "timeout"):
            if self._over.get(obj.ident) is False:
                # Others that run still, and need the lock, are waited for here.
                for lock in self._holds.get(obj.ident, ()):
                    self._is_used(lock)
            self._over.set(True, obj.ident)

    def before_effect_end(self, call: LibraryCall) -> None:
        obj = call.obj
        if obj is None or obj.kind != "Process" or not call.name.endswith(("terminate", "kill")):
            return
        if not self.interp.must(obj, "started") or self._over.get(obj.ident) is not False:
            return
        if call.name.endswith("terminate") and self.ask.installs_handler(obj, "SIGTERM"):
            return  # which may leave the lock in order
        for lock, is_long in self._holds.get(obj.ident, {}).items():
            if is_long:
                self._killed.set(self.interp.place(call.node), lock.ident)
        self._over.set(True, obj.ident)

    def _is_used(self, lock: Obj) -> None:
        for place in self._killed.each(lock.ident):
            self.ask.report_use("killed holder", place, lock.kind)


def _takes_long(callee: Value) -> bool:
    if isinstance(callee, Reference):
        return callee.name.startswith(_LONG)
    if isinstance(callee, Method) and callee.function is None and callee.name in _WAITING:
        receiver = callee.receiver
        return isinstance(receiver, Obj) and receiver.kind not in _CONTAINERS
    return False
