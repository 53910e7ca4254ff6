"""Start methods: which are possible where, who has chosen one, and what fixes the default context.

It encodes ``Lib/multiprocessing/context.py``: the default context is fixed by its first use, and
``set_start_method`` raises RuntimeError from then on unless it is forced.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.chosen_elsewhere import CALL, DEFAULT_CHANGED, chosen_elsewhere, fixed_on_import
from flake8_mp.facts.events import MethodCall, Place
from flake8_mp.facts.library import api
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import Kept, Slot
from flake8_mp.facts.store import Changes, Key
from flake8_mp.facts.tree import asks_for_version, last_name
from flake8_mp.facts.values import (
    DEFAULT,
    NONE,
    NOTHING,
    STABLE,
    UNBOUND,
    UNKNOWN,
    Chosen,
    Const,
    Context,
    Obj,
    Some,
    Unknown,
    Value,
    Values,
    const,
    is_none,
    union,
)
from flake8_mp.in_use import BY_CALL, BY_CONTEXT, BY_DEFAULT, BY_TEST, Choice
from flake8_mp.rule import ALL_METHODS

if TYPE_CHECKING:
    from flake8_mp.facts.interpreter.interpreter import Interpreter

_NO_RUN = "no run"
_NAMED = {*ALL_METHODS, None}
_SWALLOW = frozenset({"", "RuntimeError", "Exception", "BaseException"})


@dataclass(frozen=True, slots=True)
class StartMethod(Value):
    """The name of a start method: one of these, or None where none is chosen yet, which is allowed."""

    methods: frozenset[str]
    or_none: bool = False


@dataclass(frozen=True, slots=True)
class IsMethod(Value):
    """Whether the start method is one of these: a test that decides what is possible behind it."""

    methods: frozenset[str]


class StartMethods(Model):
    """Follows which start methods are possible, who chooses one, and what fixes the default context.

    Owns: contexts of multiprocessing, the names of start methods, tests of them.
    Emits: :class:`MethodCall`.
    """

    _chosen = Slot[str]("what ``set_start_method`` was called with")
    _only = Slot[str]("the start methods that tests have left; by the object, those when it was made")
    _fixed = Slot[Place]("where the default context was fixed")
    _fixed_by_default = Slot[Place | str]("the same in a run with the defaults; :data:`_NO_RUN` where none comes by")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._by_program: list[Values] = []
        """What the program chooses; that is all that is known of it where none of its paths comes to an end."""

        self._by_call: dict[ast.AST, Values] = {}
        """By the call, the start methods that the program names there."""

    # -- questions --------------------------------------------------------------------------------------------------

    def methods(self, context: Context = DEFAULT) -> frozenset[str]:
        """Return the start methods that a context can use at this place."""
        if context.method is not None:
            return frozenset(context.method.split()) & ALL_METHODS or ALL_METHODS
        return self._all_chosen() or self._left()

    def _left(self) -> frozenset[str]:
        """Return the start methods that tests have left."""
        found = self._only.found()
        return frozenset(self._only.each()) & ALL_METHODS or ALL_METHODS if found is not None else ALL_METHODS

    def _all_chosen(self) -> frozenset[str]:
        """Return what ``set_start_method`` was called with on every path here; empty where that is not known.

        Where the file does not call it, another module of the project may.
        """
        chosen = self._chosen.values()
        if len(chosen) == 1 and is_none(chosen[0]):
            return self._elsewhere
        found: set[str] = set()
        for value in chosen:
            method = getattr(value, "value", None)
            if method not in ALL_METHODS:
                return frozenset()
            found.add(method)
        return frozenset(found)

    @cached_property
    def _elsewhere(self) -> frozenset[str]:
        """The start methods that modules choose which the file imports, programs that import it, or its tests."""
        source = self.interp.source
        return chosen_elsewhere(source.path, is_program=source.has_guard)

    def choices(self, context: Context) -> tuple[Choice, ...] | None:
        """Return who can have chosen the start method that a context uses here, None where that is not known."""
        if context.method is not None:
            known = context.method in ALL_METHODS
            return (Choice(BY_CONTEXT, frozenset({context.method})),) if known else None
        chosen = self._chosen.values()
        named = frozenset(value.value for value in chosen if isinstance(value, Const) and isinstance(value.value, str))
        by_default = any(map(is_none, chosen)) or not chosen
        if len(named) + by_default != len(set(chosen)) + (not chosen) or not named <= ALL_METHODS or context.dill:
            return None
        if by_default and not named and self._elsewhere:
            return (Choice(BY_CALL, self._elsewhere),)
        only = frozenset(self._only.each()) & ALL_METHODS
        if only and by_default:
            return (Choice(BY_CALL if only == named else BY_TEST, only),)
        found = [Choice(BY_CALL, named)] if named else []
        return (*found, Choice(BY_DEFAULT)) if by_default else tuple(found)

    def explicit(self, context: Context) -> bool:
        """Return whether the program chooses the start method itself, so that the default does not matter."""
        return context.method in ALL_METHODS if context.method is not None else bool(self._all_chosen())

    def breaking(self, wrong: frozenset[str], context: Context) -> frozenset[str]:
        """Return the defaults under which something goes wrong that goes wrong under these start methods."""
        if context.method is not None:
            here, chosen = self.methods(context) & wrong, context.method in ALL_METHODS
        else:
            everywhere = self._all_chosen()
            here, chosen = (everywhere or self._left()) & wrong, bool(everywhere)
        return ALL_METHODS if here and chosen else here

    def fix_context(self, node: ast.AST) -> None:
        """Note that the default context is fixed from here on."""
        here = self.interp.place(node)
        if self._fixed.found() is None:
            self._fixed.set(here)
        if not _places(self._fixed_by_default.values()):
            self._fix_by_default(here)

    def leaves_defaults(self) -> None:
        self._fixed_by_default.set(_NO_RUN)

    def _fix_by_default(self, here: Place) -> None:
        """Note that a run with the defaults fixes the default context here, if one comes by."""
        if not self._fixed_by_default.is_always(_NO_RUN):
            self._fixed_by_default.set(here)

    def restrict_to_creation(self, obj: Obj) -> None:
        """Take it that only those start methods are possible that were when an object was made."""
        only = self._only.found(obj.ident)
        if only is not None:
            self._only.keep(only)

    def is_choice(self, key: Key) -> bool:
        """Return whether a key of the store holds a choice: a path that ended before it was made says nothing of it."""
        return key == self._chosen.key()

    # -- hooks ------------------------------------------------------------------------------------------------------

    def on_begins(self) -> None:
        self._chosen.keep((const(None),))

    def on_library_begins(self, program: Changes, changes: Changes) -> None:
        key = self._chosen.key()
        chosen = program.get(key)
        if chosen is None and self._by_program:
            chosen = union(*self._by_program)
        if chosen is not None:
            changes[key] = chosen
        for slot in (self._fixed, self._fixed_by_default):
            changes.pop(slot.key(), None)

    def on_constructed(self, obj: Obj, row: api.Row, arguments: Arguments) -> None:
        only = self._only.found()
        if only is not None:
            self._only.keep(only, obj.ident)

    # -- tests ------------------------------------------------------------------------------------------------------

    def answer_negated(self, values: Values) -> Values | None:
        if len(values) == 1 and isinstance(values[0], IsMethod):
            return (IsMethod(ALL_METHODS - values[0].methods),)
        return None

    def answer_comparison(self, node: ast.Compare, left: Values, operator: ast.AST, right: Values) -> Values | None:
        if len(left) != 1 or not isinstance(left[0], StartMethod) or len(node.ops) != 1:
            return None
        if len(right) == 1 and is_none(right[0]) and not left[0].or_none:
            return (const(isinstance(operator, (ast.NotEq, ast.IsNot))),)
        values = self.interp.containers.elements(right) if isinstance(operator, (ast.In, ast.NotIn)) else right
        named = {v.value for v in values if isinstance(v, Const) and isinstance(v.value, str)}
        if len(named) != len(values):
            return (STABLE,)
        negative = isinstance(operator, (ast.NotEq, ast.IsNot, ast.NotIn))
        return (IsMethod(ALL_METHODS - named if negative else ALL_METHODS & named),)

    def around_split(
        self,
        proceed: Callable[..., bool],
        test: ast.AST,
        values: Values,
        yes: Callable[[], bool],
        no: Callable[[], bool],
    ) -> bool:
        if asks_for_version(test, DEFAULT_CHANGED):
            yes, no = _with_same_fork(self._chosen, yes, no)
        if len(values) != 1 or not isinstance(values[0], IsMethod):
            return proceed(test, values, yes, no)
        methods = values[0].methods

        def path(run: Callable[[], bool], holds: bool) -> Callable[[], bool]:
            return lambda: self._leaves_any(methods, holds) and run()

        return proceed(test, values, path(yes, True), path(no, False))

    def _leaves_any(self, methods: frozenset[str], holds: bool) -> bool:
        """Note that the start method is one of these, or none of them; return whether that is possible."""
        left = self.methods() & methods if holds else self.methods() - methods
        if left:
            self._only.keep(tuple(const(method) for method in sorted(left)))
        return bool(left)

    # -- calls ------------------------------------------------------------------------------------------------------

    def effect_get_context(self, call: LibraryCall) -> Values:
        values = self._named(call, NONE)
        found: list[Value] = []
        for value in values:
            if isinstance(value, Const) and isinstance(value.value, str):
                found.append(Context(value.value, call.context.dill))
            elif is_none(value):
                if call.context.method is None:
                    self.fix_context(call.node)
                found.append(call.context)
            else:
                found.append(Context("?", call.context.dill))
        return tuple(found)

    def effect_get_start_method(self, call: LibraryCall) -> Values:
        quiet = "allow_none" in call.bound and self.interp.conditions.truth(call.bound["allow_none"][1]) is not False
        if not quiet and call.context.method is None:
            self.fix_context(call.node)
        if quiet and call.context.method is None and self.interp.world.kind == "main" and self._fixed.found() is None:
            return NONE
        settled = call.context.method is not None or (
            self._fixed.found() is not None and UNBOUND not in self._fixed.values()
        )
        return (StartMethod(self.methods(call.context), or_none=quiet and not settled),)

    def effect_set_start_method(self, call: LibraryCall) -> Values:
        values = self._named(call, NOTHING)
        forced = "force" in call.bound and self.interp.conditions.truth(call.bound["force"][1]) is not False
        here = self.interp.place(call.node)
        texts = [v.value for v in values if isinstance(v, Const) and isinstance(v.value, str)]
        unknown = [t for t in texts if t not in ALL_METHODS]
        if unknown and len(texts) == len(values):
            self.interp.emit(MethodCall(here, problem="unknown", words=unknown[0]))
            return NONE
        if call.context.method is not None:
            if call.context.method in ALL_METHODS:
                self.interp.emit(MethodCall(here, problem="concrete", words=call.context.method))
            return NONE
        caught = self.interp.flow.handles(_SWALLOW)
        if not forced and not caught:
            self._set_again(here, texts)
            self.interp.done_once += 1
        chosen: Values = tuple(const(t) for t in texts) if len(texts) == len(values) else (UNKNOWN,)
        self._chosen.keep(chosen)
        if self.interp.world.kind == "main":
            self._by_program.append(chosen)
        self._fixed.set(here)
        self._fix_by_default(here)
        if texts and len(texts) == len(values) and (caught or self._only.found() is not None):
            # Where it was set before, or is asked for, this is what the program means to have.
            self._only.keep(tuple(const(text) for text in texts))
        return NONE

    def _named(self, call: LibraryCall, missing: Values) -> Values:
        """Return the start methods that a call names.

        A function that is run for its own sake gets there what the program gives it, if that calls it.
        """
        values = _possible(call.bound["method"][1]) if "method" in call.bound else missing
        if self.interp.world.kind == "main":
            self._by_call[call.node] = union(self._by_call.get(call.node, ()), values)
        elif self.interp.world.kind == "library" and all(isinstance(value, Unknown) for value in values):
            values = self._by_call.get(call.node, values)
        return values

    def _set_again(self, here: Place, texts: list[str]) -> None:
        places = self._fixed.each()
        if len(places) < len(self._fixed.values()):
            places = _places(self._fixed_by_default.values())
        if places:
            again = any(isinstance(each.node, ast.Call) and last_name(each.node.func) == CALL for each in places)
            self.interp.emit(MethodCall(here, problem="twice" if again else "late", earlier=places[0]))
        elif self.interp.world.kind == "main" and (earlier := _fixed_on_import(self.interp, here.node)) is not None:
            again = isinstance(earlier.node, ast.Call) and last_name(earlier.node.func) == CALL
            self.interp.emit(MethodCall(here, problem="twice" if again else "late", earlier=earlier))
        elif (
            self.interp.world.kind == "import"
            and not self.interp.world.uncertain
            and not self.interp.world.tests
            and texts in (["spawn"], ["forkserver"])
        ):
            self.interp.emit(MethodCall(here, problem="import", words=texts[0]))


def _fixed_on_import(interp: Interpreter, node: ast.AST) -> Place | None:
    """Return what a module does that the file imports before, and that fixes the default context."""
    source = interp.source
    around = [node, *interp.syntax.nodes_around(node)]
    over = next((each for each in around if each in source.tree.body), None)
    if not isinstance(over, ast.stmt) or isinstance(over, (ast.FunctionDef, ast.ClassDef)):
        over = source.tree.body[-1]

    def fixes(name: str) -> bool:
        row = interp.known.row(name)
        return row is not None and row.fixes

    return fixed_on_import(source, over.lineno, fixes)


def _possible(values: Values) -> Values:
    """Return names of start methods with the choices of an option, in the place of what may be chosen.

    Choices that are no start methods raise ValueError, and all of them are the same as what is not known.
    """
    if not any(isinstance(value, Chosen) and value.among for value in values):
        return values
    found = union(*(value.among if isinstance(value, Chosen) and value.among else (value,) for value in values))
    left = tuple(v for v in found if not (isinstance(v, Some) or (isinstance(v, Const) and v.value not in _NAMED)))
    return left if left and not {v.value for v in left if isinstance(v, Const)} >= ALL_METHODS else values


def _places(values: Values) -> list[Place]:
    """Return the places that alternatives are, but for :data:`_NO_RUN`; none where one is something else."""
    found = [getattr(value, "value", None) for value in values]
    return [each for each in found if isinstance(each, Place)] if None not in found else []


def _with_same_fork(
    chosen: Kept[str], newer: Callable[[], bool], older: Callable[[], bool]
) -> tuple[Callable[[], bool], Callable[[], bool]]:
    """Return paths for newer and older Pythons: where the newer choose fork, the older have it by default."""
    forks: list[bool] = []

    def choose() -> bool:
        goes = newer()
        forks.append(chosen.is_always("fork"))
        return goes

    def leave() -> bool:
        goes = older()
        if any(forks) and all(map(is_none, chosen.values())):
            chosen.set("fork")
        return goes

    return choose, leave
