"""What names of the module mean in a child, which imports it or is forked."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.events import (
    ChildRead,
    Place,
)
from flake8_mp.facts.kinds import KINDS, PRIMITIVES
from flake8_mp.facts.lifelines import Lifelines
from flake8_mp.facts.source import Source
from flake8_mp.facts.store import Store
from flake8_mp.facts.tables.outside import FORK_UNSAFE
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import (
    DEFAULT,
    NOTHING,
    UNBOUND,
    Class,
    Const,
    Context,
    Deferred,
    Frame,
    Imported,
    Obj,
    Unknown,
    Value,
    Values,
    is_none,
    union,
)
from flake8_mp.rule import ALL_METHODS, FORK, NOT_FORK
from flake8_mp.settings import Settings

_UNTOLD = (Unknown, Deferred, Imported)
_RANDOM = {"random.Random": "random.Random", "numpy generator": "NumPy generator"}
_CONNECTIONS = frozenset({"sqlite3.Connection", "sqlite3.Cursor", "socket", "selector", "epoll"}) | FORK_UNSAFE
_HARMLESS_ON_SOCKETS = frozenset({"accept", "close", "fileno", "getsockname", "getpeername", "detach"})
"""A child may take connections from its parent's listening socket, and close what it does not need."""


class Children(Lifelines):
    """Hears what a worker reads of its module."""

    def __init__(self, source: Source, settings: Settings) -> None:
        super().__init__(source, settings)
        self.child_base: Store | None = None
        """What was bound when the worker was started; None outside of workers."""
        self.child_pool: Obj | None = None
        self.child_context = DEFAULT
        self.parent_kind = ""
        self.handled: set[tuple[int, str]] = set()
        """The members that the worker has set itself, or asked for before it used them."""
        self.arrived: list[Obj] = []
        """The objects that the worker got as arguments: they cross as they are in the parent."""
        self.many_children = False
        """Whether there are several workers that read the same."""
        self.seeded: set[ast.AST] = set()
        """Where generators of random numbers are made from a seed that every child uses again."""
        self.written: set[str] = set()
        """The names of the module that the worker has bound itself; ``*`` for any."""
        self.at_fork: dict[int, tuple[set[Obj], list[Obj]]] = {}
        """What was going on when the workers of a pool were started."""

    def read_global(self, node: ast.Name, frame: Frame, values: Values) -> Values:
        base = self.child_base
        if base is None or self.world.kind != "child" or frame.source is not self.source:
            return values
        if self.imported_store is None or self.source.is_never_imported or self.import_ends:
            return values
        if node.id in self.written or "*" in self.written:
            return values
        key = (frame.ident, node.id)
        here = base.get(key)
        if here is None or self.store.get(key) is not here or (values == NOTHING and here == (UNBOUND,)):
            return values
        there = self.imported_store.get(key)
        if there is None or all(v is UNBOUND for v in there):
            caught = any(region.handles & {"NameError", "Exception", ""} for region in self.regions)
            if UNBOUND not in here and not caught:
                self._child_read("unbound", node, values, NOT_FORK)
            self._shared(node, here)
            return values
        if self.testing:
            self.written.add(node.id)
            return union(values, there) if differ(there, here) else values
        if differ(there, here):
            self._child_read("stale", node, values, NOT_FORK)
        self._shared(node, here)
        if len(here) == len(there) == 1 and alike(here[0], there[0]):
            self._duplicated(node, here)
        return values

    def read_member(self, key: tuple[int, str], node: ast.AST, values: Values) -> Values:
        here = self._as_in_parent(key)
        if here is None or self.imported_store is None:
            return values
        there = self.imported_store.get(key)
        stale = there is None or differ(there, here)
        if self.testing:
            # Who asks for it first is ready for what it is after an import.
            self.handled.add(key)
            return union(values, there) if stale and there is not None else values
        if stale:
            self._child_read("stale", node, here, NOT_FORK)
        elif there is not None and len(here) == len(there) == 1 and alike(here[0], there[0]):
            self._duplicated(node, here)
        self._shared(node, here)
        return values

    def _as_in_parent(self, key: tuple[int, str]) -> Values | None:
        """Return what a member was in the parent, where the worker has it from there and not from its arguments."""
        base = self.child_base
        if base is None or self.world.kind != "child" or self.imported_store is None:
            return None
        if self.source.is_never_imported or self.import_ends or key in self.handled or (key[0], "[]") in self.handled:
            return None
        here = base.get(key)
        if here is None or self.store.get(key) is not here or any(v is UNBOUND for v in here):
            return None
        owner = self.objects.get(key[0])
        if key[0] == 0:
            return here if self.parent_kind == "main" and not self._sets(key[1].rpartition(".")[2]) else None
        if owner is None:
            return here if self.imported_store.get((key[0], "#names")) is not None else None
        if owner in self.arrived or self.imported_store.get((owner.ident, "#state")) is None:
            return None
        return here

    def _sets(self, name: str) -> bool:
        """Tell whether the running function sets an attribute of this name itself."""
        function = self.frame.function
        return function is not None and any(
            isinstance(node, ast.Attribute) and node.attr == name and isinstance(node.ctx, ast.Store)
            for node in walk(function.node)
        )

    def changed(self, owner: Obj | Class, name: str) -> None:
        if self.world.kind == "child":
            self.handled.add((owner.ident, name))

    def _child_read(
        self, problem: str, node: ast.AST, values: Values, methods: frozenset[str], words: str = ""
    ) -> None:
        methods = self.world.possible(methods)
        if methods and self.world.handed is not None:
            origins = [Place(v.source, v.node) for v in values if isinstance(v, Obj)]
            self.emit(
                ChildRead(
                    self.place(node) if self.frame.source is self.source else self.world.handed,
                    methods,
                    problem=problem,
                    name=self.frame.source.segment(node),
                    words=words,
                    bound=origins[0] if origins else None,
                    handed=self.world.handed,
                )
            )

    def _duplicated(self, node: ast.AST, values: Values) -> None:
        for value in values:
            if not isinstance(value, Obj) or len(values) != 1:
                continue
            if value.kind in PRIMITIVES and value.cls is None:
                self._child_read("primitive", node, values, NOT_FORK, KINDS[value.kind].words)
            elif value.kind == "Connection" and value.parent is not None:
                self._child_read("primitive", node, values, NOT_FORK, "Pipe")
            elif value.kind == "SharedMemory" and self.must(value, "owner"):
                self._child_read("primitive", node, values, NOT_FORK, "SharedMemory")
            elif value.kind in _RANDOM and self.many_children:
                seeded = value.node in self.seeded
                methods = ALL_METHODS if seeded else FORK | {"forkserver"}
                self._child_read("random", node, values, methods, _RANDOM[value.kind])
            elif value.kind == "mmap" and self.must(value, "anonymous"):
                self._child_read("primitive", node, values, NOT_FORK, "an anonymous mmap")

    def effect_seed(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> None:
        seeds = [values for _, values in arguments.args] + [values for _, values in arguments.kwargs.values()]
        if obj is not None and seeds and all(isinstance(v, Const) and not is_none(v) for v in seeds[0]):
            self.seeded.add(obj.node)

    def _shared(self, node: ast.AST, values: Values) -> None:
        for value in values:
            if not isinstance(value, Obj) or len(values) != 1 or value.cls is not None:
                continue
            if value.kind == "socket" and self.wanted in _HARMLESS_ON_SOCKETS:
                continue
            if value.kind in _CONNECTIONS and not self.can(value, "closed"):
                words = KINDS[value.kind].words
                self._child_read("connection", node, values, FORK, words)
            elif value.kind == "ThreadPoolExecutor" and self.must(value, "running"):
                self._child_read("threads", node, values, FORK, "ThreadPoolExecutor")

    def bound_global(self, name: str, node: ast.AST) -> None:
        if self.world.kind == "child":
            self.written.add(name)

    def globals_taken(self) -> None:
        if self.world.kind == "child":
            self.written.add("*")


def alike(one: Value, other: Value) -> bool:
    """Tell whether two values are the same thing made twice by the same code."""
    if one == other:
        return True
    return type(one) is type(other) and getattr(one, "node", one) is getattr(other, "node", None)


def differ(there: Values, here: Values) -> bool:
    """Tell whether a name means something else in a child, for certain."""
    if any(isinstance(value, _UNTOLD) or value is UNBOUND for value in there):
        return False
    return not any(alike(one, other) for one in there for other in here)
