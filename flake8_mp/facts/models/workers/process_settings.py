"""What belongs to one process: its settings, what it does when it imports the program."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.events import Circumstance, Event, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library import api
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.values import (
    NOTHING,
    UNBOUND,
    Context,
    Function,
    Method,
    Obj,
    Partial,
    Reference,
    Typed,
    Unknown,
    Value,
    Values,
    constant_of,
    is_none,
)
from flake8_mp.rule import NOT_FORK

_SETS = {
    "setrecursionlimit": "recursion limit",
    "setlocale": "locale",
    "setdefaulttimeout": "default timeout",
    "setcontext": "decimal context",
}
_NEEDS = {
    "getrecursionlimit": "recursion limit",
    "getdefaulttimeout": "default timeout",
    "warn": "warning filter",
}
_READS = frozenset({"getrecursionlimit", "getdefaulttimeout", "getlocale"})
"""Functions that only say what a setting is: who restores it later, or asks for it first, is ready for any."""
_ROUNDED = (ast.Div, ast.Pow)
"""Operators whose results are rounded to the precision of the context, whatever the operands."""
_PASSES_ON = (ast.Call, ast.keyword, ast.Starred, ast.Return, ast.FormattedValue, ast.Tuple, ast.List, ast.Dict)


class ProcessSettings(Model):
    """Compares what workers need of their process with what was set in the parent only.

    Owns: settings of a process.
    """

    _setting = Slot[tuple[Place, object]]("by the setting, where this process has set it")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._ever_set: dict[str, None] = {}
        """The settings that were set on any path."""
        self._recursive: dict[Function, list[Circumstance]] = {}
        self._variables: list[tuple[Obj | None, Event]] = []
        """What was reported of context variables."""
        self._carried: set[int] = set()
        """The context variables that some worker sets: the program knows of it."""
        self._deep: set[Function] = set()
        """The functions that the parent calls recursively itself."""

    # -- settings of a process --------------------------------------------------------------------------------------

    def set_here(self, setting: str, node: ast.AST, detail: object = None) -> None:
        """Note that this process sets something for itself."""
        self._ever_set.setdefault(setting)
        self.ask.sets(setting, node)
        self._setting.set((self.interp.place(node), detail), of=setting)

    def forget_setting(self, setting: str) -> None:
        """Note that something else may be set from here on."""
        self._setting.keep(NOTHING, of=setting)

    def effect_sets_for_process(self, call: LibraryCall) -> None:
        if call.name == "setlocale" and len(call.arguments.args) + len(call.arguments.kwargs) < 2:
            return
        self.ask.set_here(_SETS[call.name], call.node)

    def before_set_attributes(self, owners: Values, name: str, values: Values) -> None:
        if any(isinstance(v, Obj) and v.kind == "decimal context" for v in owners):
            self.ask.set_here("decimal context", self.interp.binding.target or ast.Pass())

    @only_with("decimal")
    def refine_operated(self, found: Values, node: ast.BinOp, left: Values, right: Values) -> Values:
        if any(isinstance(v, Typed) and v.kind == "Decimal" for v in (*left, *right)):
            if isinstance(node.op, _ROUNDED):
                self._needs("decimal context", node)
            return (Typed(self.interp.conditions.stable((*left, *right)), "Decimal"),)
        return found

    def effect_filter_warnings(self, call: LibraryCall) -> None:
        action = constant_of(call.bound["action"][1]) if "action" in call.bound else None
        plain = set(call.bound) <= {"action", "category"} and not call.arguments.more
        category = call.bound["category"][1] if "category" in call.bound else ()
        names = tuple(v.name if isinstance(v, Reference) else "?" for v in category)
        self.ask.set_here("warning filter", call.node, (action, names) if plain else None)

    def effect_needs_setting(self, call: LibraryCall) -> None:
        if call.name in _READS and not self.passed_on(call.node):
            return
        category = call.bound["category"][1] if "category" in call.bound else ()
        names = tuple(v.name if isinstance(v, Reference) else "?" for v in category) or ("UserWarning",)
        self._needs(_NEEDS.get(call.name, "locale"), call.node, names)

    def effect_sets_variable(self, call: LibraryCall) -> None:
        obj = call.obj
        if obj is not None:
            self.ask.set_here(f"context variable {obj.ident}", call.node)
            if self.interp.world.kind == "child":
                self._carried.add(obj.ident)

    def effect_resets_variable(self, call: LibraryCall) -> None:
        if call.obj is not None:
            self.ask.forget_setting(f"context variable {call.obj.ident}")

    def effect_needs_variable(self, call: LibraryCall) -> None:
        obj = call.obj
        setting = f"context variable {obj.ident}" if obj is not None else ""
        found = self.ask.only_in_parent(setting) if obj is not None else None
        if found is not None and not self.interp.purpose.only_tests and isinstance(call.node, ast.Call):
            words = self.interp.frame.source.segment(getattr(call.node.func, "value", call.node), 24)
            methods = self.ask.lacking(setting)
            with self.interp.report.noted() as noted:
                self.ask.circumstance("setting", call.node, methods, words=f"value of `{words}`", cause=found[0])
            self._variables += [(obj, event) for event in noted]

    def after_run_initializer(self, pool: Obj | None, node: ast.AST) -> None:
        values = self.interp.given.values(pool, "initializer") if pool is not None else ()
        if any(not isinstance(v, (Function, Method, Partial)) and not is_none(v) for v in values):
            # An initializer that is not followed may set up anything.
            self.ask.settings_unknown()

    def settings_unknown(self) -> None:
        """Called when code which is not followed may set up anything in the running process."""
        for key in [*_SETS.values(), "warning filter", "locale", *self._ever_set]:
            self._setting.keep(NOTHING, of=key)

    def before_enter_manager(self, value: Value, node: ast.AST, body: Callable[[Values], bool]) -> None:
        if self.interp.world.kind == "child" and (isinstance(value, Unknown) or _is_local_context(value)):
            # A context manager that is not followed may be there to set something.
            self.settings_unknown()

    def passed_on(self, node: ast.AST) -> bool:
        """Return whether what a setting is said to be goes elsewhere: it is not kept to be restored, nor tested."""
        outer = self.interp.syntax.node_around(node)
        if isinstance(outer, ast.Call) and any(getattr(a, "attr", "").startswith("set") for a in outer.args):
            # A callback restores it: `stack.callback(sys.setrecursionlimit, sys.getrecursionlimit())`.
            return False
        return isinstance(outer, _PASSES_ON)

    def only_in_parent(self, setting: str) -> tuple[Place, object] | None:
        """Return where the parent of this worker has set something that its import and the worker do not set."""
        base, after = self.interp.worker.parent, self.interp.imported_store
        if self.interp.world.kind != "child" or base is None or after is None or self.interp.source.is_never_imported:
            return None
        key = self._setting.key(of=setting)
        found = constant_of(base.get(key) or ())
        if found is None or self.interp.store.get(key) is not base.get(key):
            return None
        if any(value is not UNBOUND for value in after.get(key) or ()):
            return None
        place, detail = found
        return place, detail

    def _needs(self, setting: str, node: ast.AST, names: tuple[str, ...] = ()) -> None:
        found = self.ask.only_in_parent(setting)
        if found is None:
            return
        place, detail = found
        if setting == "warning filter":
            if not isinstance(detail, tuple) or detail[0] not in ("error", "ignore", "always"):
                return
            if detail[1] and detail[1] not in (names, ("Warning",)):
                return
        self.ask.circumstance("setting", node, self.ask.lacking(setting), words=setting, cause=place)

    def before_call_function(self, function: Function, arguments: Arguments, receiver: Value | None = None) -> None:
        if function in self.interp.active:
            if self.interp.world.kind != "child":
                self._deep.add(function)
            else:
                found = self.ask.only_in_parent("recursion limit")
                if found is not None:
                    methods, words, cause = self.ask.lacking("recursion limit"), "recursion limit", found[0]
                    with self.interp.report.noted() as noted:
                        self.ask.circumstance("setting", arguments.node, methods, words=words, cause=cause)
                    self._recursive.setdefault(function, []).extend(e for e in noted if isinstance(e, Circumstance))

    # -- file descriptors -------------------------------------------------------------------------------------------

    def effect_descriptors(self, call: LibraryCall) -> Values:
        ends: list[Values] = [(self.interp.make("file descriptor", call.node, tag=str(end)),) for end in (0, 1)]
        return (self.interp.containers.container("tuple", call.node, ends),)

    def after_value_sent(self, values: Values, send: api.Send, node: ast.AST, via: str, context: Context) -> None:
        if len(values) == 1 and isinstance(values[0], Obj) and values[0].kind == "file descriptor":
            methods = self.ask.breaking(NOT_FORK, context)
            if not context.dill and not self.interp.unsure and methods:
                made = Place(values[0].source, values[0].node)
                self.ask.circumstance(
                    "descriptor", node, methods, words=self.interp.frame.source.segment(node), cause=made
                )

    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        base = self.interp.worker.parent
        if self.interp.world.kind != "child" or base is None or obj not in self.interp.worker.arguments:
            return
        if obj.cls is not None and self.ask.has_custom_pickling(obj.cls):
            return
        values = base.get((obj.ident, attribute)) or ()
        value = values[0] if len(values) == 1 else None
        if isinstance(value, Obj) and value.kind == "file descriptor" and not self.interp.purpose.only_tests:
            if self.interp.store.get((obj.ident, attribute)) is values:
                made = Place(value.source, value.node)
                name = self.interp.frame.source.segment(node)
                self.ask.circumstance("descriptor", node, NOT_FORK, words=name, cause=made)

    def on_finish(self) -> None:
        for variable, event in self._variables:
            if variable is not None and variable.ident in self._carried:
                self.interp.report.withdraw(event)
        for function, events in self._recursive.items():
            if function in self._deep:
                for event in events:
                    self.interp.report.withdraw(event)


def _is_local_context(value: Value) -> bool:
    return isinstance(value, Obj) and value.kind == "decimal.localcontext"
