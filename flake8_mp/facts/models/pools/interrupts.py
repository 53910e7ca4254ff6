"""Ctrl-C: the workers get it as well, and what they were working on never comes back.

``Lib/multiprocessing/pool.py``: a worker that a KeyboardInterrupt ends has taken its task with it; ``join()`` after
``close()`` waits for the results of all tasks, and new workers do only those that nobody has begun. A process that it
ends puts nothing into a queue any more.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.library.channels import QUEUES
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.source import Source
from flake8_mp.facts.tree import last_name, walk
from flake8_mp.facts.values import Obj, is_none

_ENDS = frozenset({"terminate", "kill", "SIG_IGN"})
_OF_POOLS = frozenset({"terminate", "close", "join"})
"""What no task calls when it is interrupted, but whatever has the pool."""
_OUTLIVES = (
    *("SIG_IGN", "SIG_BLOCK", "signal(", "setsid", "setpgrp", "setpgid"),
    *("finally", "atexit", "__exit__", "contextmanager", "Finalize"),
)
"""Words of code by which workers may live on, or still put something when they are interrupted."""
_STATES = frozenset({"empty", "qsize"})
_INTERRUPTS = frozenset({"KeyboardInterrupt", "BaseException"})


class Interrupts(Model):
    """Looks for handlers of KeyboardInterrupt that wait for workers which the interrupt has ended.

    Owns: nothing of the libraries.
    """

    _listens_for = ("KeyboardInterrupt",)

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._running: list[tuple[ast.ExceptHandler, Region]] = []
        """The handlers of KeyboardInterrupt that run, and what they belong to."""

    def around_handle(self, proceed: Callable[..., bool], handler: ast.ExceptHandler, region: Region) -> bool:
        if not _is_for_interrupts(handler):
            return proceed(handler, region)
        self._running.append((handler, region))
        try:
            return proceed(handler, region)
        finally:
            self._running.pop()

    def before_effect_join(self, call: LibraryCall) -> None:
        obj = call.obj
        if obj is None or obj.kind != "Pool" or obj.cls is not None or not call.name.endswith("join"):
            return
        if self.interp.world.kind not in ("main", "library") or not self._running:
            return
        handler, region = self._running[-1]
        sources = self.interp.imports.sources()
        if (
            any("SIG_IGN" in source.code for source in sources)
            or any(_is_caught_elsewhere(handler, source) for source in sources)
            or any(_names(node) & _ENDS for statement in handler.body for node in walk(statement))
        ):
            return
        # What is made in what is tried is perhaps ended there.
        begins = not self.interp.exists_in(region.base, obj) or self.interp.can(obj, "ended")
        initializer = self.interp.given.found(obj, "initializer")
        if not begins and (initializer is None or all(map(is_none, initializer))) and not self.interp.unsure:
            self.ask.used("interrupted", obj, call.node, "join")

    def after_taken(self, obj: Obj, arguments: Arguments, waits: bool) -> None:
        if (
            not waits
            or not self._running
            or obj.kind not in QUEUES
            or self.interp.world.kind not in ("main", "library")
        ):
            return
        handler, region = self._running[-1]
        loop = self.ask.loop_around(arguments.node)
        if loop is None or not any(loop is node for statement in handler.body for node in walk(statement)):
            return  # One item may be left in it.
        if any(getattr(node, "attr", "") in _STATES for node in walk(loop)):
            return
        users, others = self.ask.users(obj), self.ask.others(obj)
        if not users or not others or self.ask.part(obj).gives or self.interp.unsure:
            return
        begun = all(
            user.kind == "Process" and self.interp.exists_in(region.base, user) and self.interp.must(user, "started")
            for user in users
        )
        if not begun or not any(part.gives for part in others):
            return
        for source in self.interp.imports.sources():
            if any(word in source.code for word in _OUTLIVES) or _is_caught_elsewhere(handler, source):
                return
        self.ask.report_use("interrupted", arguments.node, self.ask.words(obj))


def _is_caught_elsewhere(handler: ast.ExceptHandler, source: Source) -> bool:
    """Return whether anything else in a file catches interrupts, as tasks may do to give something back."""
    return any(
        isinstance(node, ast.ExceptHandler)
        and node is not handler
        and (node.type is None or any(_names(part) & _INTERRUPTS for part in walk(node.type)))
        and not any(source.may_lead_to(statement, _OF_POOLS) for statement in node.body)
        and not _is_beside_start(node, source)
        for node in walk(source.tree)
    )


def _is_beside_start(handler: ast.ExceptHandler, source: Source) -> bool:
    """Return whether the function of a handler starts processes itself: it is not what these run."""
    over = source.around.get(handler)
    while over is not None and not isinstance(over, (ast.FunctionDef, ast.AsyncFunctionDef)):
        over = source.around.get(over)
    return over is not None and any(
        isinstance(node, ast.Call) and last_name(node.func) == "Process" for node in walk(over)
    )


def _is_for_interrupts(handler: ast.ExceptHandler) -> bool:
    """Return whether a handler is one of KeyboardInterrupt, and of nothing more frequent."""
    types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    caught = {getattr(each, "id", "") for each in types}
    return "KeyboardInterrupt" in caught and caught <= _INTERRUPTS | {"SystemExit"}


def _names(node: ast.AST) -> set[str]:
    return {getattr(node, "attr", ""), getattr(node, "id", "")}
