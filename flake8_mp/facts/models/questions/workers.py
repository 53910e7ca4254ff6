"""Questions about code that runs in other processes and threads."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager

from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.events import Obstacle, Place
from flake8_mp.facts.interpreter.paths import Region, World
from flake8_mp.facts.store import Key
from flake8_mp.facts.values import Class, Function, Method, Obj, Partial, Value, Values


class WorkerQuestions:
    """Workers, and what they find in their process."""

    @contextmanager
    def run_isolated(self, world: World) -> Iterator[None]:
        """Run code in another world, outside of all that is around it here; afterwards this path goes on."""
        raise NotImplementedError

    def run_child(
        self,
        functions: Values,
        arguments: Arguments,
        methods: frozenset[str],
        node: ast.AST,
        pickles_results: bool,
        pool: Obj | None = None,
        started: Obj | None = None,
    ) -> None:
        """Run a worker as the child does: names of its module mean there what they mean after an import.

        ``methods`` are the start methods that are possible, ``node`` is where it was handed over.
        """

    def as_child(
        self,
        value: Function | Method | Partial | Obj,
        arguments: Arguments,
        methods: frozenset[str],
        node: ast.AST,
        pickles_results: bool,
        pool: Obj | None,
        started: Obj | None,
    ) -> None:
        """Run one of the functions that a worker may have, once for each place where it is handed over."""

    def call_elsewhere(self, value: Function | Method | Partial, given: Arguments) -> Region:
        """Run a call that another thread makes, or this one later: here it changes nothing."""
        raise NotImplementedError

    def process_arguments(self, obj: Obj, node: ast.AST) -> Arguments:
        """Return the arguments that a process or thread calls its target with."""
        return Arguments(node, more=True)

    def run_initializer(self, pool: Obj | None, node: ast.AST) -> None:
        """Run the initializer of a pool, as each of its workers does before its first task."""

    def in_initializer(self) -> bool:
        """Return whether an initializer is running in a worker of a pool, and no task."""
        return False

    def given_to_initializer(self, pool: Obj, node: ast.AST) -> Arguments:
        """Return the arguments that each worker of a pool calls its initializer with."""
        return Arguments(node, more=True)

    def arrives(self, values: Values, transport: str, methods: frozenset[str]) -> bool:
        """Return whether a child gets something: a fork has what this process defines, wherever that stands."""
        return True

    def as_in_parent(self, key: tuple[int, str]) -> Values | None:
        """Return what a member was in the parent, where the worker has it from there and not from its arguments."""
        return None

    def child_read(
        self,
        problem: str,
        node: ast.AST,
        values: Values,
        methods: frozenset[str],
        words: str = "",
        since: Place | None = None,
    ) -> None:
        """Note a worker that reads something which is not, under these start methods, what its parent has.

        ``since`` is where the program has made it so.
        """

    def set_at(self, key: Key) -> Place | None:
        """Return where the program sets what is under a key of the store, in a module other than the linted one."""
        return None

    def is_setting(self, key: Key, there: Values) -> bool:
        """Return whether the program has given another module's name a value in the place of a plain one."""
        return False

    def changed_by_workers(self) -> set[Key]:
        """Return the names, attributes and containers of which workers have changed their copies."""
        return set()

    def changed_here(self, key: Key) -> None:
        """Note that the parent itself has changed on this path what workers have changed before."""

    def is_changed_by_method(self, container: Obj) -> bool:
        """Return whether a worker is a method of a container: that is reported, and not what it does."""
        return False

    def can_matter(self, function: Function) -> bool:
        """Return whether running a function of the linted file for its own sake can show anything."""
        return True

    def call_from_outside(self, function: Function, receiver: Value | None, given: Bound) -> None:
        """Call a function as others may: what its parameters get that are not given is unknown."""

    def several(self) -> bool:
        """Return whether several workers do what the running one does."""
        return False

    def runner(self) -> int:
        """Return the number of the process or task whose worker is running, 0 outside of workers."""
        return 0

    def worker_begins(self, ident: int, handed: ast.AST, reached: list[Obj]) -> None:
        """Note what a process or task that begins updates: ``reached`` is what it was given."""

    def rivals(self, ident: int) -> frozenset[int]:
        """Return the workers so far that update something that a worker updates, that worker among them."""
        return frozenset()

    def run_at_once(self, ident: int, other: int, around: tuple[ast.AST, ...]) -> None:
        """Called when two processes or tasks run at once, both started in the loops ``around``."""

    def still_runs(self, ident: int) -> bool:
        """Return whether a process or task was started and nothing has waited for it since."""
        return False

    def exception_obstacle(self, cls: Class, obj: Obj | None) -> Obstacle | None:
        """Return why an exception of a class cannot come back, or None where it can or that is not known."""
        return None
