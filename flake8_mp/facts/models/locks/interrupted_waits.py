"""Handlers of signals that set the event which their own process waits for."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.events import LockUse, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.values import Function, Method, Obj
from flake8_mp.rule import ALL_METHODS


class InterruptedWaits(Model):
    """Looks for handlers of signals that set the event which their own process waits for.

    Python runs a handler in the main thread, in the middle of the ``wait()`` that the signal interrupts. ``set()``
    wakes the sleepers and waits until each has woken (``Lib/multiprocessing/synchronize.py``, ``Condition.notify``):
    the one that is interrupted cannot.

    Owns: nothing.
    Emits: :class:`LockUse`.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._awaited: Obj | None = None
        """The event that is waited for where a handler is tried."""
        self._set_at: Place | None = None

    @only_with("signal")
    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        if obj.kind != "Event" or obj.cls is not None:
            return
        if self._awaited is not None:
            if attribute == "set" and obj is self._awaited:
                self._set_at = self.interp.place(self._called(node))
        elif attribute == "wait" and self.interp.world.kind in ("main", "library", "child"):
            for handler in self.ask.handlers_installed_here():
                if isinstance(handler, Function) or (isinstance(handler, Method) and handler.function is not None):
                    self._try(handler, obj, self._called(node))

    def _called(self, node: ast.AST) -> ast.AST:
        outer = self.interp.syntax.node_around(node)
        return outer if isinstance(outer, ast.Call) and outer.func is node else node

    def _try(self, handler: Function | Method, event: Obj, wait: ast.AST) -> None:
        """Note a handler that sets an event, where the event is waited for."""
        self._awaited, self._set_at = event, None
        try:
            self.ask.call_elsewhere(handler, Arguments(wait, more=True))
        finally:
            self._awaited = None
        if self._set_at is not None:
            made = Place(event.source, event.node)
            self.interp.emit(LockUse(self._set_at, ALL_METHODS, problem="interrupts", words="Event", cause=made))
