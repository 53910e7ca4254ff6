"""The hooks by which the interpreter notifies the models, and asks them."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.row import Row
from flake8_mp.facts.source import Source
from flake8_mp.facts.store import Changes, Key
from flake8_mp.facts.values import (
    NOTHING,
    Class,
    Context,
    Frame,
    Function,
    Obj,
    Reference,
    Value,
    Values,
)


class RunHooks:
    """What happens to a run: how it begins and ends, and what runs elsewhere."""

    def begins(self) -> None:
        """Called when the module is run from its beginning, in a new store."""

    def library_begins(self, program: Changes, changes: Changes) -> None:
        """Called when functions are run as others may call them, with ``changes`` bound; ``program`` is what it has."""

    def library_returns(self) -> None:
        """Called when a function which others may call has ended, in whatever way."""

    def abandoned(self) -> None:
        """Called when a run ends whose end does not show what it leaves behind."""

    def finish(self) -> None:
        """Called when everything has run: what needed all of it can be reported now."""

    def loaded(self, source: Source) -> None:
        """Called when another module of the project is followed from here on."""

    def run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        """Called for a process that is started: its worker can be followed."""

    def run_thread(self, obj: Obj, node: ast.AST) -> None:
        """Called for a thread that is started: what it runs can be followed."""

    def workers_begin(self, obj: Obj, node: ast.AST) -> None:
        """Called for a pool whose workers start: its initializer can be followed."""

    def task(
        self, obj: Obj, function: tuple[ast.AST, Values], arguments: Arguments, context: Context, bound: Bound
    ) -> None:
        """Called for a task for a pool or an executor: its worker can be followed."""

    def child_ran(self, region: Region, result: Values, node: ast.AST) -> None:
        """Called when a worker has run, still in its world: how it ended, and what it returned."""

    def fork_hazards(self, node: ast.AST, what: str, methods: frozenset[str]) -> None:
        """Called for a fork: what is going on in this process matters."""

    def acquired(self, obj: Obj, node: ast.AST) -> None:
        """Called for a lock that is acquired."""


class ObjectHooks:
    """What happens to names, objects and containers."""

    def read_global(self, node: ast.Name, frame: Frame, values: Values) -> Values:
        """Called for a name of the module that is read; workers see other values there."""
        return values

    def took_default(self, function: Function, name: str, values: Values) -> None:
        """Called for a parameter without an argument: it is what its default was when the function was defined."""

    def missing_name(self, node: ast.Name) -> None:
        """Called for a name that code of the top level reads, and that is bound nowhere on this path."""

    def read_member(self, key: Key, node: ast.AST, values: Values) -> Values:
        """Called for an attribute of a class or module, or a key of a dict, that is read; workers see another."""
        return values

    def touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        """Called for a use of an object: an attribute, an element, a call of it."""

    def bound_global(self, name: str, node: ast.AST) -> None:
        """Called for a name of the module that is bound."""

    def globals_taken(self) -> None:
        """Called when the names of the module may be bound in a way that is not followed."""

    def changed(self, owner: Obj | Class, name: str) -> None:
        """Called for an attribute or an element that is set."""

    def stored(self, values: Values) -> Values:
        """Return what is put into a container with values: what stands for the same of an earlier round as well."""
        return values

    def keep(self, obj: Obj) -> None:
        """Called when an object is reachable for longer than the function that made it."""

    def constructed(self, obj: Obj, row: Row, arguments: Arguments) -> None:
        """Called with what an object of a library was made with."""

    def entered_without_manager(self, obj: Obj, node: ast.AST) -> None:
        """Called for a with statement on an object that is no context manager."""

    def mentioned_elsewhere(self, obj: Obj) -> bool:
        """Return whether functions that were not run have access to an object of the module."""
        return False

    def never_ends(self, obj: Obj) -> None:
        """Called for a generator that gives values forever: no path leads out of its function."""


class Hooks(RunHooks, ObjectHooks):
    """What happens while code runs: each method is what happens where no model listens or answers."""

    def read_from_module(self, node: ast.AST, name: str, frame: Frame, values: Values) -> Values:
        """Called for a name of another module that is read as its attribute; workers see other values there."""
        return values

    def returned(self, values: Values, node: ast.Return) -> None:
        """Called for what a function returns."""

    def dropped(self, values: Values, node: ast.Expr) -> None:
        """Called for the value of a statement that does nothing with it."""

    def comparison(self, node: ast.Compare, left: Values, operator: ast.AST, right: Values) -> Values | None:
        """Return what a comparison gives, where that is more than what the values show."""
        return None

    def negated(self, values: Values) -> Values | None:
        """Return what ``not`` gives, where that is more than a truth."""
        return None

    def narrowed(self, before: Values, after: Values) -> None:
        """Called for a name that is known to be only some of its alternatives on this path."""

    def is_identity_test(self, test: ast.AST) -> bool:
        """Return whether a test may differ between a program and its children for a reason that is meant."""
        return False

    def assertion_fails(self, node: ast.Assert) -> None:
        """Called for an assertion that is certain to fail."""

    def worth_again(self, node: ast.AST) -> bool:
        """Return whether a second round of a loop can show more than the first."""
        return True

    def failed(self, changes: Changes) -> None:
        """Called when something in a try statement has failed, and what had been changed there."""

    def call_reference(self, callee: Reference, arguments: Arguments) -> Values:
        """Call a function or class of a module that is not followed."""
        return NOTHING

    def call_api_method(self, receiver: Obj, name: str, row: Row, arguments: Arguments) -> Values:
        """Call a method that the API table knows."""
        return NOTHING

    def call_typed_method(self, receiver: Value, name: str, row: Row, arguments: Arguments) -> Values:
        """Call a method that the API table knows of a value of which nothing but its kind is known."""
        return NOTHING

    def follow(self, function: Function) -> bool:
        """Return whether running a function's body is worth its time."""
        return True

    def ended(self, frame: Frame, region: Region, result: Values) -> None:
        """Called when a function has ended: what it made and does not give back is left."""

    def call_builtin_method(self, receiver: Obj, name: str, arguments: Arguments) -> Values:
        """Call a method of a list, dict or set, or of an object about which nothing is known."""
        return NOTHING

    def combined(self, node: ast.BinOp, left: Values, right: Values) -> Values | None:
        """Return what an operation on two values gives, as far as that is known."""
        return None

    def runs_apart(self, node: ast.For | ast.AsyncFor) -> bool:
        """Return whether it matters what each round of a short loop does by itself."""
        return False

    def rounds_of(self, node: ast.AST, iterable: Values) -> tuple[int, int | None]:
        """Return how often the body of a loop over something is run: at least, and at most where that is known."""
        return 0, None

    def call_plain(self, name: str, arguments: Arguments) -> Values:
        """Call a builtin, or something that no row describes."""
        return NOTHING

    def out_of_order(self, branches: list[Changes]) -> None:
        """Called for code that does not run at once where it is called: a generator, a coroutine, a thread."""
