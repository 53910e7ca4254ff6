"""The abstract machine: it runs a module's code on abstract values, along every way, within a bound.

Running is what makes guards, helpers and life cycles simple: a guard in any spelling is a condition that is true in
the program and false in its children, and a resource is in the state in which the calls before have left it.
This file holds the state and the ways; ``expressions.py``, ``statements.py``, ``calls.py`` and ``effects.py`` teach
the machine Python and the libraries; ``reach.py`` decides what is run.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from flake8_mp.facts.events import Event, Place
from flake8_mp.facts.source import Source
from flake8_mp.facts.store import Changes, Store, join
from flake8_mp.facts.values import (
    DEFAULT,
    NOTHING,
    UNBOUND,
    UNKNOWN,
    Class,
    Context,
    Frame,
    Function,
    Obj,
    Value,
    Values,
    const,
    states_of,
    union,
)
from flake8_mp.rule import ALL_METHODS
from flake8_mp.settings import Settings

DEPTH = 90
"""So deep may expressions, statements and calls be nested together; what lies deeper is unknown."""
CALLS = 10
"""So many calls deep are local functions followed."""
WAYS = 6
"""So many ways out of a region are kept apart; further ones are joined with the last."""
STEPS_PER_LINE = 8
STEPS = 6_000
"""The bound on the work for one file: a constant and so much for each of its lines."""
ANY_EXCEPTION = frozenset({"", "Exception", "BaseException"})
"""The names of whoever handles everything that can go wrong."""


class Exhausted(Exception):
    """The bound on work is reached: what was found stands, the rest is unknown."""


class Gone(Exception):
    """A way ended inside an expression: an exit, or a call that never returns."""


@dataclass(slots=True)
class Region:
    """A stretch of code that catches ways which leave it: a function (return), a loop (break), a try (raise)."""

    base: Store
    catches: frozenset[str]
    """The kinds of leaving that end here; empty where all do."""
    ends: dict[str, list[Changes]] = field(default_factory=dict)
    expects: bool = False
    """Whether what is inside is expected to fail."""
    handles: frozenset[str] = frozenset()
    """The names of the exceptions that are handled here; an empty one stands for all."""
    narrow: bool = False
    """Whether it is a try statement around next to nothing: what is in it is expected to fail."""
    protects: bool = False
    """Whether something is cleaned up on every way out of it."""
    statement: ast.Try | None = None
    """The try statement that it is the body of."""
    frame: Frame | None = None
    """Where the handlers of that statement are evaluated."""

    @property
    def ways(self) -> list[Changes]:
        """All the ways out of it, however they leave."""
        return [way for ways in self.ends.values() for way in ways]

    @property
    def raised_at(self) -> Place | None:
        """Where the exception was raised that has left it, or None where none has for certain."""
        for way in self.ends.get("raise", []):
            for value in way.get((0, "#raised")) or ():
                place = getattr(value, "value", None)
                if isinstance(place, Place):
                    return place
        return None


@dataclass(slots=True)
class World:
    """The circumstances of a run: which process it is, and how it came here."""

    kind: str
    """``main`` (the program), ``import`` (by a child), ``library`` (somebody calls it), ``child`` (a worker),
    ``thread``, ``other`` (another module is imported)."""
    name: Values = NOTHING
    """What ``__name__`` is."""
    trace: tuple[Place, ...] = ()
    uncertain: int = 0
    """How many conditions on this way might differ between a program and its children."""
    tests: tuple[Place, ...] = ()
    """The tests of ``__name__`` on this way."""
    handed: Place | None = None
    """Where a worker was handed over."""
    methods: frozenset[str] = frozenset()
    explicit: bool = False
    """Whether the program itself chose the start method of the worker."""
    importing: bool = False
    """Whether a child is importing the module."""
    coroutine: int = 0
    """How many coroutines this way is in."""
    pool: Obj | None = None
    """The pool or executor whose worker this is."""
    process: Obj | None = None
    """The process whose target or ``run`` this is."""

    def possible(self, methods: frozenset[str]) -> frozenset[str]:
        """Return those of these start methods that can have started this worker.

        Where the program itself chose one that can, it always is that one: nothing has to be said of the others.
        """
        found = methods & self.methods
        return ALL_METHODS if found and self.explicit else found


class Machine:
    """State and control flow; what it cannot do itself is filled in by the classes that build on it."""

    def __init__(self, source: Source, settings: Settings) -> None:
        self.source = source
        self.settings = settings
        self.events: dict[Event, None] = {}
        self.store = Store()
        self.world = World("main")
        self.regions: list[Region] = []
        self.active: list[Function] = []
        self.loops = 0
        self.depth = 0
        self.steps = 0
        self.limit = STEPS + STEPS_PER_LINE * (source.text.count("\n") + 1)
        self._ids = 0
        self._made: dict[tuple[object, ...], Obj | Function | Class] = {}
        self.objects: dict[int, Obj] = {}
        self.many: set[Obj] = set()
        """Objects that stand for several, since a loop made them."""
        self.frame = self.new_frame(source, None)

    # -- identities -----------------------------------------------------------------------------------------------

    def new_id(self) -> int:
        self._ids += 1
        return self._ids

    def new_frame(self, source: Source, parent: Frame | None, **details: object) -> Frame:
        return Frame(self.new_id(), source, parent, **details)  # type: ignore[arg-type]

    def make(
        self,
        kind: str,
        node: ast.AST,
        *,
        cls: Class | None = None,
        context: Context = DEFAULT,
        parent: Obj | None = None,
        tag: str = "",
    ) -> Obj:
        """Return the object that a node makes in the current frame, fresh: nothing has happened to it yet."""
        key = (node, self.frame.ident, kind, tag, cls, parent)
        found = self._made.get(key)
        if not isinstance(found, Obj):
            found = Obj(self.new_id(), kind, node, self.frame.source, cls, context, parent, self.frame)
            self._made[key] = found
            self.objects[found.ident] = found
            if self.loops:
                self.many.add(found)
        self.store.set((found.ident, "#state"), (const(frozenset()),))
        return found

    def interned(self, key: tuple[object, ...], make: Callable[[], Function | Class]) -> Function | Class:
        """Return the function or class of a definition in a frame, the same one each time it is run."""
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = make()
        assert not isinstance(found, Obj)
        return found

    def forget(self) -> None:
        """Let go of all that was made: it refers to each other, and only the garbage collector would find it."""
        for made in self._made.values():
            del made.frame
        self.__dict__.clear()

    def place(self, node: ast.AST) -> Place:
        return Place(self.frame.source, node)

    def emit(self, event: Event) -> None:
        """Note an event; those in other files are not ours to report."""
        if event.place.source is self.source:
            self.events.setdefault(event)

    def ready_for(self, errors: frozenset[str]) -> bool:
        """Tell whether the code around awaits one of these exceptions: it handles it, or is expected to fail.

        Who handles everything awaits it only where next to nothing is tried, unless ``errors`` name everything too.
        """
        return any(
            region.expects or region.handles & errors or (region.narrow and region.handles & ANY_EXCEPTION)
            for region in self.regions
        )

    # -- states of objects ----------------------------------------------------------------------------------------

    def flags(self, obj: Obj) -> list[frozenset[str]]:
        """Return the states that an object can be in, each a set of words."""
        values = self.store.get((obj.ident, "#state")) or ()
        return states_of(values)

    def must(self, obj: Obj, flag: str) -> bool:
        """Tell whether an object is in a state on every way."""
        states = self.flags(obj)
        return bool(states) and all(flag in state for state in states)

    def can(self, obj: Obj, flag: str) -> bool:
        """Tell whether an object is in a state on some way."""
        return any(flag in state for state in self.flags(obj))

    def move(self, obj: Obj, *, add: str = "", drop: str = "") -> None:
        """Change the state of an object on this way."""
        states = self.flags(obj) or [frozenset()]
        moved = [(state | {add} if add else state) - {drop} for state in states]
        self.store.set((obj.ident, "#state"), union(*((const(state),) for state in moved)))

    def attributes(self, ident: int) -> list[str]:
        """Return the names of the attributes that were set on an object or a class, in order."""
        values = self.store.get((ident, "#names")) or ()
        names: dict[str, None] = {}
        for value in values:
            if value is not UNBOUND and hasattr(value, "value"):
                names.update(dict.fromkeys(value.value))
        return list(names)

    def set_attribute(self, ident: int, name: str, values: Values, weak: bool = False) -> None:
        """Set an attribute; ``weak`` where it is not certain that it is this object's."""
        known = self.attributes(ident)
        if name not in known:
            self.store.set((ident, "#names"), (const((*known, name)),))
        if weak:
            values = union(self.store.get((ident, name)) or (UNBOUND,), values)
        self.store.set((ident, name), values)

    # -- ways -----------------------------------------------------------------------------------------------------

    def branch(self, ways: Iterable[Callable[[], bool]]) -> bool:
        """Run several ways from here, each in an overlay, and join those that go on.

        Returns whether any of them does.
        """
        base = self.store
        ends = []
        for way in ways:
            self.store = Store(base)
            try:
                if way():
                    ends.append(self.store.since(base))
            except Gone:
                pass
            finally:
                self.store = base
        join(base, ends)
        return bool(ends)

    def region(self, catches: Iterable[str], body: Callable[[], bool], **details: Any) -> Region:
        """Run code that some ways may leave; the ways that end normally are found under ``normal``."""
        base = self.store
        region = Region(base, frozenset(catches), **details)
        self.regions.append(region)
        self.store = Store(base)
        try:
            if body():
                region.ends.setdefault("normal", []).append(self.store.since(base))
        except Gone:
            pass
        finally:
            self.regions.pop()
            self.store = base
        return region

    def leave(self, kind: str) -> None:
        """Leave by ``return``, ``break``, ``continue`` or ``raise``: the nearest region that catches it notes it."""
        for region in reversed(self.regions):
            if not region.catches or kind in region.catches:
                ends = region.ends.setdefault(kind, [])
                if len(ends) < WAYS:
                    ends.append(self.store.since(region.base))
                elif kind != "raise":
                    merged = Store(region.base)
                    join(merged, [ends.pop(), self.store.since(region.base)])
                    ends.append(merged.changes)
                return

    # -- start methods --------------------------------------------------------------------------------------------

    def methods(self, context: Context = DEFAULT) -> frozenset[str]:
        """Return the start methods that a context can use at this place."""
        if context.method is not None:
            return frozenset({context.method}) & ALL_METHODS or ALL_METHODS
        found = self._chosen()
        if found:
            return found
        only = [v.value for v in self.store.get((0, "#only")) or () if hasattr(v, "value")]
        return frozenset(only) & ALL_METHODS or ALL_METHODS

    def _chosen(self) -> frozenset[str]:
        """Return what ``set_start_method`` was called with on every way here; empty where that is not told."""
        found: set[str] = set()
        for value in self.store.get((0, "#method")) or ():
            method = getattr(value, "value", None)
            if method not in ALL_METHODS:
                return frozenset()
            found.add(method)
        return frozenset(found)

    def explicit(self, context: Context) -> bool:
        """Tell whether the program chooses the start method itself, so that the default does not matter."""
        return context.method in ALL_METHODS if context.method is not None else bool(self._chosen())

    def breaking(self, wrong: frozenset[str], context: Context) -> frozenset[str]:
        """Return the defaults under which something goes wrong that goes wrong under these start methods."""
        here = self.methods(context) & wrong
        return ALL_METHODS if here and self.explicit(context) else here

    def fix_context(self, node: ast.AST) -> None:
        """Note that the default context is fixed from here on."""
        if self.store.get((0, "#fixed")) is None:
            self.store.set((0, "#fixed"), (const(self.place(node)),))


def known(values: Values) -> list[Value]:
    """Return the alternatives about which something is known."""
    return [value for value in values if value is not UNKNOWN and value is not UNBOUND]
