"""What a coroutine waits for without letting its event loop go on."""

from __future__ import annotations

import ast

from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import Obj

_BLOCKS = {
    "Queue": {"get", "join"},
    "JoinableQueue": {"get", "join"},
    "SimpleQueue": {"get"},
    "proxy Queue": {"get"},
    "Process": {"join"},
    "Pool": {"apply", "map", "starmap", "join"},
    "AsyncResult": {"get", "wait"},
    "Future": {"result", "exception"},
    "Connection": {"recv", "recv_bytes"},
    "Event": {"wait"},
    "Barrier": {"wait"},
    "Lock": {"acquire"},
    "RLock": {"acquire"},
    "Semaphore": {"acquire"},
    "BoundedSemaphore": {"acquire"},
}
"""By the kind of object, the methods that wait for another process."""
_ASKS = frozenset({"is_alive", "exitcode", "sentinel", "ready", "done", "empty", "poll", "is_set"}) | frozenset(
    {"terminate", "kill", "put", "put_nowait"}
)
"""Whoever asks first, ends it, or gives it what it takes, does not wait long."""


class Coroutines(Model):
    """Looks for waiting in coroutines.

    Owns: calls that block.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._asked_first: set[int] = set()

    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        if attribute in _ASKS and self.interp.world.kind not in ("child", "thread"):
            self._asked_first.add(obj.ident)
        function = self.interp.frame.function
        if function is None or not function.is_async or attribute not in _BLOCKS.get(obj.kind, ()):
            return
        call = self.interp.syntax.node_around(node)
        if (
            not isinstance(call, ast.Call)
            or call.func is not node
            or isinstance(self.interp.syntax.node_around(call), ast.Await)
        ):
            return
        if (
            obj.ident in self._asked_first
            or self.interp.can(obj, "escaped")
            or (obj.cls is not None and obj.kind != "Process")
        ):
            return
        if obj.kind != "Pool" and (call.args or call.keywords):
            # It does not wait at all, or for so long only.
            return
        if obj.kind != "Process" or not self._awaits_between(function.node, obj.node, call):
            self.ask.cost("blocking", call, words=attribute)

    def _awaits_between(self, function: ast.AST, made: ast.AST, joined: ast.AST) -> bool:
        """Return whether something is awaited while a process runs: it may have announced by then that it is done."""
        first, last = _position(made), _position(joined)
        return any(isinstance(n, ast.Await) and first < _position(n) < last for n in walk(function))


def _position(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
