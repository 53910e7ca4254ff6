"""What runs later: functions that are registered for the exit, and what an exit stack or ``closing`` calls."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.tree import tests_process_identity, walk
from flake8_mp.facts.values import (
    NOTHING,
    Const,
    Function,
    Obj,
    Reference,
    Value,
    Values,
    function_of,
    union,
)


class AtExit(Model):
    """Follows functions that run later.

    Owns: functions that run at exit, ``closing``, exit stacks.
    """

    _at_exit = Slot[bool]("whether functions are registered that run at exit; False where the last one ends it")

    def effect_closing(self, call: LibraryCall) -> Values:
        made = self.interp.make("closing", call.node)
        self.interp.given.keep(made, "thing", call.arguments.args[0][1] if call.arguments.args else NOTHING)
        return (made,)

    def effect_defer(self, call: LibraryCall) -> Values:
        for values in call.arguments.all():
            functions = [function_of(v) for v in values]
            if any(isinstance(f, Function) and _unlinks(f) for f in functions):
                # It runs later, and sees to what there is then.
                self.ask.cleaned_elsewhere()
            self.interp.objects.escape(values)
        return call.arguments.args[0][1] if call.arguments.args else NOTHING

    def effect_enter_context(self, call: LibraryCall) -> Values:
        entered: list[Values] = []

        def body(values: Values) -> bool:
            entered.append(values)
            return True

        for _, values in call.arguments.args[:1]:
            for value in values:
                if isinstance(value, Obj) and value.kind == "closing":
                    # The stack closes it, and nothing more: it is given as it is.
                    entered.append(self.interp.given.found(value, "thing") or NOTHING)
                elif isinstance(value, Obj) and value.kind != "context manager":
                    enter = self.interp.objects.object_attribute(value, "__enter__", call.node)
                    for method in enter or ():
                        entered.append(self.interp.calls.call(method, Arguments(call.node)))
                if isinstance(value, Obj):
                    self.interp.objects.escape((value,))
        return union(*entered) if entered else NOTHING

    def effect_atexit(self, call: LibraryCall) -> Values:
        first = call.arguments.args[0][1] if call.arguments.args else NOTHING
        if first and all(map(_ends_at_once, first)):
            self._at_exit.set(False)  # what was registered last is called first, and nothing after it
        elif not any(map(_asks_where_it_is, first)):
            self._at_exit.set(True)
        if call.arguments.args:
            self.ask.at_exit(call.arguments.args[0][1], call.node)
        return self.effect_defer(call)

    def effect_mmap(self, call: LibraryCall) -> None:
        assert call.obj is not None
        values = call.bound["fileno"][1] if "fileno" in call.bound else NOTHING
        if all(isinstance(v, Const) and v.value == -1 for v in values):
            self.interp.move(call.obj, add="anonymous")

    def runs_at_exit(self) -> bool:
        """Return whether functions were registered on this path that run when the interpreter exits."""
        found = self._at_exit.each()
        return True in found and False not in found


def _ends_at_once(value: Value) -> bool:
    """Return whether a function is ``os._exit``, or does nothing but call it."""
    if isinstance(value, Reference):
        return value.name == "os._exit"
    node = value.node.body if isinstance(value, Function) and isinstance(value.node, ast.Lambda) else None
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "_exit"


def _asks_where_it_is(value: Value) -> bool:
    """Return whether a function looks at the process it runs in: then a forked child that calls it does no harm."""
    function = function_of(value)
    return function is not None and tests_process_identity(function.node)


def _unlinks(function: Function) -> bool:
    return any(isinstance(n, ast.Attribute) and n.attr == "unlink" for n in walk(function.node))
