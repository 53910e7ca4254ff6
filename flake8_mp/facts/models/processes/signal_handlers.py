"""Handlers of signals: which a process has, which its workers inherit, and which they install themselves.

signal(7): a forked child begins with the handlers of its parent, and what it executes then with the default ones.
"""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import LibraryCall
from flake8_mp.facts.events import Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.values import (
    NOTHING,
    UNBOUND,
    UNBOUND_ONLY,
    Function,
    Method,
    Obj,
    Reference,
    Value,
    Values,
    function_of,
    union,
)

_ANY = "any"
"""Stands for a signal of which it is not known which it is."""
_INSTALLS = frozenset({"signal"})
"""What an initializer mentions that installs a handler."""


class SignalHandlers(Model):
    """Follows which handlers of signals a process has installed, inherited and given to its workers.

    Owns: handlers of signals.
    """

    _listens_for = ("signal",)

    _handler = Slot[object]("by the signal, what handles it in this process")
    _place = Slot[Place]("by the signal, where its handler was installed")
    _inherited = Slot[object]("by the process or pool and the signal, what handled it in the parent")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._signals: dict[str, None] = dict.fromkeys(("SIGTERM", "SIGCHLD"))
        """The signals that matter: those that have handlers, and those that handlers of any signal may be for."""
        self._own: dict[int, set[str]] = {}
        """By the process or pool, the signals that its worker installs handlers for."""

    # -- questions ------------------------------------------------------------------------------------------------

    def handler_of(self, signal: str) -> tuple[Place, Values] | None:
        """Return where a signal's handler was installed, and what it is, if it is this one on every path here."""
        place, handler = self._place.get(of=signal), self._handler.values(of=signal)
        return (place, handler) if isinstance(place, Place) and UNBOUND not in handler else None

    def inherited_handler(self, obj: Obj, signal: str) -> Values:
        """Return what handled a signal in the parent when a process or pool was started, nothing for the default."""
        return self._inherited.values(obj.ident, signal)

    def installs_handler(self, obj: Obj, signal: str) -> bool:
        """Return whether the worker of a process or pool has a handler of its own for a signal, or perhaps has."""
        return not self._own.get(obj.ident, set()).isdisjoint({signal, _ANY})

    def handlers_installed_here(self) -> Values:
        """Return all that handles signals in the running process and was installed by it, on every path here."""
        own = (signal for signal in (*self._signals, _ANY) if not self.is_inherited(signal))
        handlers = [
            handler for signal in own if (handler := self._handler.values(of=signal)) and UNBOUND not in handler
        ]
        return union(*handlers) if handlers else ()

    def is_inherited(self, signal: str) -> bool:
        """Return whether what handles a signal in the worker that runs is what did so in its parent."""
        base, key = self.interp.worker.parent, self._handler.key(of=signal)
        return self.interp.world.kind == "child" and base is not None and base.get(key) is self.interp.store.get(key)

    # -- who installs them ----------------------------------------------------------------------------------------

    def effect_signal(self, call: LibraryCall) -> Values | None:
        if "signalnum" not in call.bound or "handler" not in call.bound:
            return None
        number = call.bound["signalnum"][1]
        handler = tuple(map(self._called, call.bound["handler"][1] or NOTHING))
        signals = {v.name.rpartition(".")[2] if isinstance(v, Reference) else "" for v in number}
        # In a loop that goes over several of them, each is handled.
        all_of_them = len(signals) == 1 or (bool(self.interp.rounds) and set(number) <= set(self.interp.rounds[-1]))
        if not signals or "" in signals or not all_of_them:
            self._handler.keep(handler, of=_ANY)
            self._note_own(_ANY)
            for signal in self._signals:
                self._forget(signal)
            return None
        for signal in signals:
            self._signals.setdefault(signal)
            self._handler.keep(handler, of=signal)
            self._place.set(self.interp.place(call.node), of=signal)
            self._note_own(signal)
            self.ask.set_here(f"{signal} handler", call.node)
        return None

    def _called(self, handler: Value) -> Value:
        """Return what is run when a handler is called: of an instance its ``__call__``."""
        if not isinstance(handler, Obj) or handler.cls is None:
            return handler
        found = self.interp.objects.class_attribute(handler.cls, "__call__") or ()
        function = found[0] if len(found) == 1 else None
        return Method(handler, "__call__", function) if isinstance(function, Function) else handler

    def _note_own(self, signal: str) -> None:
        worker = self.interp.world.process or self.interp.world.pool
        if worker is not None:
            # A worker that goes on forever leaves nothing behind by which it could be recognised.
            self._own.setdefault(worker.ident, set()).add(signal)

    def _forget(self, signal: str) -> None:
        """Note that a signal may be handled by something else from here on."""
        self._place.keep(NOTHING, of=signal)
        self._handler.keep(NOTHING, of=signal)
        self.ask.forget_setting(f"{signal} handler")

    def on_settings_unknown(self) -> None:
        self._note_own(_ANY)
        for signal in self._signals:
            self._place.keep(NOTHING, of=signal)
            self._handler.keep(NOTHING, of=signal)

    # -- who inherits them ----------------------------------------------------------------------------------------

    def before_run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        self._inherit(obj)

    def before_workers_begin(self, obj: Obj, node: ast.AST) -> None:
        for value in self.interp.given.values(obj, "initializer"):
            function = function_of(value)
            if function is None or function.source.may_lead_to(function.node, _INSTALLS):
                self._own.setdefault(obj.ident, set()).add(_ANY)
        self._inherit(obj)

    def _inherit(self, obj: Obj) -> None:
        for signal in self._signals:
            self._inherited.keep(self._handler.values(of=signal) or UNBOUND_ONLY, obj.ident, signal)

    # -- who needs them -------------------------------------------------------------------------------------------

    def effect_needs_signal(self, call: LibraryCall) -> None:
        if call.name != "getsignal" or self.ask.passed_on(call.node):
            self._is_needed(call.arguments.args[0][1] if call.arguments.args else (), call.node)

    def before_effect_kill(self, call: LibraryCall) -> None:
        if self.ask.signals_itself(call.arguments):
            self._is_needed(call.arguments.args[-1][1], call.node)

    def _is_needed(self, number: Values, node: ast.AST) -> None:
        """Note a worker that relies on a handler which only its parent has installed."""
        if len(number) == 1 and isinstance(number[0], Reference):
            setting = f"{number[0].name.rpartition('.')[2]} handler"
            found = self.ask.only_in_parent(setting)
            if found is not None:
                self.ask.circumstance("setting", node, self.ask.lacking(setting), words=setting, cause=found[0])
