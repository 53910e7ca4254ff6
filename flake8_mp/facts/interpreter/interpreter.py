"""The state of a run, and the parts that run it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from flake8_mp.facts import project
from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.events import Event, Place
from flake8_mp.facts.interpreter.binding import Binding
from flake8_mp.facts.interpreter.calls import Calls
from flake8_mp.facts.interpreter.component import Component
from flake8_mp.facts.interpreter.conditions import Conditions
from flake8_mp.facts.interpreter.containers import Containers
from flake8_mp.facts.interpreter.entering import Entering
from flake8_mp.facts.interpreter.expressions import Expressions
from flake8_mp.facts.interpreter.flow import Flow
from flake8_mp.facts.interpreter.given import Given
from flake8_mp.facts.interpreter.imports import Imports
from flake8_mp.facts.interpreter.known import Builtins, Known
from flake8_mp.facts.interpreter.news import News
from flake8_mp.facts.interpreter.objects import Objects
from flake8_mp.facts.interpreter.special_methods import SpecialMethods
from flake8_mp.facts.interpreter.statements import Statements
from flake8_mp.facts.interpreter.syntax import Syntax
from flake8_mp.facts.interpreter.ways import ANY_EXCEPTION, RAISED, STEPS, STEPS_PER_LINE, WAYS, Gone, Region, World
from flake8_mp.facts.interpreter.worker import Worker
from flake8_mp.facts.slot import PROCESS, slot_name
from flake8_mp.facts.source import Source
from flake8_mp.facts.store import Changes, Store, join
from flake8_mp.facts.values import (
    DEFAULT,
    UNBOUND,
    UNKNOWN,
    Class,
    Context,
    Deferred,
    Frame,
    Function,
    Obj,
    Value,
    Values,
    const,
    states_of,
    union,
)
from flake8_mp.settings import Settings

_STATE = slot_name("state")
"""The part of a key under which the states of an object are kept."""
_NAMES = slot_name("names")
"""The part of a key under which the names of the attributes of an object or class are kept."""


class Interpreter:
    """The state of a run, the ways through the code, and the parts that know Python."""

    unsure = 0
    """Whether it is not certain that it is a process that something is handed to."""
    call_count = 0
    """How many calls were evaluated so far."""
    testing = 0
    judging = 0
    """In how many expressions whose values decide something."""
    again = 0
    """In how many loops this is a second round over the same things."""
    times: tuple[tuple[int, int | None], ...] = ()
    """How often the loops around this go round, one by one: at least, and at most where that is known."""

    def __init__(self, source: Source, settings: Settings) -> None:
        self.source = source
        self.settings = settings
        self.events: dict[Event, None] = {}
        self.store = Store()
        self.world = World("main")
        self.regions: list[Region] = []
        self.active: list[Function] = []
        self.loops = 0
        self.looping = 0
        """In how many loops, those around the calls counted."""
        self.depth = 0
        self.steps = 0
        self.incomplete = False
        """Whether the bound on work was reached somewhere: that something is nowhere done cannot be said then."""
        self.limit = STEPS + STEPS_PER_LINE * (source.text.count("\n") + 1)
        self.last_id = 0
        self._made: dict[tuple[object, ...], Obj | Function | Class] = {}
        self.made_objects: dict[int, Obj] = {}
        self._by_kind: dict[str, list[Obj]] = {}
        self.many: set[Obj] = set()
        """Objects that stand for several, since a loop made them."""
        self.frame = self.new_frame(source, None)
        self.rounds: list[Values] = []
        """What the loops around this go over, one by one."""
        self.starts: list[Place] = []
        """Where processes are started."""
        self.dull: dict[tuple[object, ...], list[tuple[Changes, Values]]] = {}
        """Functions that did nothing to anything in this run, and what they returned, which is nothing known."""
        self.generators: list[tuple[Frame, Callable[[Values], bool] | None, list[Values]]] = []
        """The generators that are running: who waits for what they yield, and what they have."""
        self.suspended: dict[int, tuple[Function, Arguments, Value | None]] = {}
        """By the context manager that it makes, a generator function that is not entered yet."""
        self.modules: dict[str, Frame] = {}
        """By the path, the modules of the project that were imported."""
        self.opaque: set[str] = set()
        """The modules that are not followed."""
        self.program = "multiprocess" not in source.text or source.has_guard or not project.is_in_package(source.path)
        """A program is small and says what it runs; a library has many modules that lead nowhere."""
        self.names: dict[int, str] = {}
        self.on_import: Changes = {}
        """What other modules of the project have bound when they were imported, as far as anybody asked."""
        self.demanded: dict[tuple[int, str], Changes] = {}
        """By the module and the name, what binding it on demand has bound."""
        self.found: dict[tuple[str, str, int], str | None] = {}
        self.resolving: list[Deferred] = []
        """The imports that are being followed: two modules may import each other."""
        self.awaiting = False
        """Whether what is called now is awaited at once."""
        self.import_ends = False
        """Whether a child ends its own import of the module."""
        self.imported_store: dict[tuple[int, str], Values] | None = None
        """What is bound when a child has imported the module; None while that is not known."""
        self.worker = Worker()
        self.ask: Any = None
        """What models ask each other: the interpreter itself asks nothing of them but by its news."""
        self.news = News()
        self.known: Known = Builtins()
        """What is known of the names of other modules."""
        self.conditions = Conditions(self)
        self.containers = Containers(self)
        self.expressions = Expressions(self)
        self.binding = Binding(self)
        self.flow = Flow(self)
        self.statements = Statements(self)
        self.objects = Objects(self)
        self.imports = Imports(self)
        self.calls = Calls(self)
        self.managers = Entering(self)
        self.special = SpecialMethods(self)
        self.syntax = Syntax(self)
        self.given = Given(self)
        self.effects: dict[str, Callable[..., Values | None]] = {}
        """By the word of a row, what it does."""
        self.listeners: list[Component] = []
        """Who hears the news and answers."""
        self.parts = (
            self.conditions,
            self.containers,
            self.expressions,
            self.binding,
            self.flow,
            self.statements,
            self.objects,
            self.imports,
            self.calls,
            self.managers,
            self.syntax,
            self.given,
        )

    def operation(self, name: str) -> Callable[[Any], Any]:
        """Return what a part does with a kind of node."""
        found: Callable[[Any], Any] = next(getattr(part, name) for part in self.parts if hasattr(part, name))
        return found

    # -- identities -----------------------------------------------------------------------------------------------

    def new_id(self) -> int:
        self.last_id += 1
        return self.last_id

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
            self.made_objects[found.ident] = found
            self._by_kind.setdefault(kind, []).append(found)
            if self.loops:
                self.many.add(found)
        self.store.set((found.ident, _STATE), (const(frozenset()),))
        return found

    def objects_of_kind(self, kind: str) -> list[Obj]:
        """Return the objects of a kind that were made so far, on whatever way."""
        return self._by_kind.get(kind, [])

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
        for part in (*self.parts, *self.listeners, self.ask, self.news):
            vars(part).clear()
        self.__dict__.clear()

    def place(self, node: ast.AST) -> Place:
        return Place(self.frame.source, node)

    def emit(self, event: Event) -> None:
        """Note an event; one in another file where this one brings it about, and nowhere if it does not."""
        if event.place.source is self.source:
            self.events.setdefault(event)
        elif (place := self._brought_about(event)) is not None:
            self.events.setdefault(replace(event, place=place, elsewhere=event.place))

    def _brought_about(self, event: Event) -> Place | None:
        """Return what in the linted file makes an event happen in another one: a call, or a worker handed over.

        A worker is what it is because somebody hands it over; all else is our business only where something of this
        file is the cause.
        """
        handed = self.world.handed
        if self.world.kind == "child" and handed is not None and handed.source is self.source:
            return handed
        if any(place.source is self.source for place in event.causes):
            return next((place for place in reversed(self.world.trace) if place.source is self.source), None)
        return None

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
        values = self.store.get((obj.ident, _STATE)) or ()
        return states_of(values)

    def states_in(self, way: Store | Changes, obj: Obj) -> Values:
        """Return the states that an object can be in at the end of a way, as the store has them."""
        return way.get((obj.ident, _STATE)) or ()

    def exists_in(self, way: Store | Changes, obj: Obj) -> bool:
        """Tell whether an object is made on a way, or was made before."""
        return way.get((obj.ident, _STATE)) is not None

    def has_state_of(self, way: Store | Changes, obj: Obj) -> bool:
        """Tell whether nothing has happened to an object since a way."""
        return self.store.get((obj.ident, _STATE)) is way.get((obj.ident, _STATE))

    def changed_states(self, changes: Changes) -> Iterator[tuple[Obj, Values]]:
        """Return the objects whose state was changed, and their new states."""
        for (ident, name), values in changes.items():
            obj = self.made_objects.get(ident) if name == _STATE else None
            if obj is not None:
                yield obj, values

    def set_states(self, obj: Obj, values: Values) -> None:
        """Say in which states an object can be from here on."""
        self.store.set((obj.ident, _STATE), values)

    def is_state(self, name: str) -> bool:
        """Tell whether the part of a store's key is that of a state."""
        return name == _STATE

    def must(self, obj: Obj, flag: str) -> bool:
        """Tell whether an object is in a state on every way."""
        states = self.flags(obj)
        return bool(states) and all(flag in state for state in states)

    def can(self, obj: Obj, flag: str) -> bool:
        """Tell whether an object is in a state on some way."""
        return any(flag in state for state in self.flags(obj))

    def move(self, obj: Obj, *, add: str = "", drop: str = "") -> None:
        """Change the state of an object on this way."""
        if add != "escaped" and self.store.get((obj.ident, _STATE)) is None:
            # Another way has made it, and what has become of it there is not known.
            return
        states = self.flags(obj) or [frozenset()]
        moved = [(state | {add} if add else state) - {drop} for state in states]
        self.store.set((obj.ident, _STATE), union(*((const(state),) for state in moved)))

    def attributes(self, ident: int) -> list[str]:
        """Return the names of the attributes that were set on an object or a class, in order."""
        values = self.store.get((ident, _NAMES)) or ()
        names: dict[str, None] = {}
        for value in values:
            if value is not UNBOUND and hasattr(value, "value"):
                names.update(dict.fromkeys(value.value))
        return list(names)

    def clear_attributes(self, ident: int) -> None:
        """Note that no attribute was set on an object or a class so far."""
        self.store.set((ident, _NAMES), (const(()),))

    def has_attributes_in(self, way: Store | Changes, ident: int) -> bool:
        """Tell whether an object or class with attributes is made on a way."""
        return way.get((ident, _NAMES)) is not None

    def add_attribute(self, ident: int, name: str) -> None:
        """Note that an attribute of an object or a class is set."""
        known = self.attributes(ident)
        if name not in known:
            self.store.set((ident, _NAMES), (const((*known, name)),))

    def set_attribute(self, ident: int, name: str, values: Values, weak: bool = False) -> None:
        """Set an attribute; ``weak`` where it is not certain that it is this object's."""
        self.add_attribute(ident, name)
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

    def note_raised(self, place: Place | None) -> None:
        """Note where an exception is raised on this way; None where that is not certain."""
        self.store.set((PROCESS, RAISED), (const(place),))


def known(values: Values) -> list[Value]:
    """Return the alternatives about which something is known."""
    return [value for value in values if value is not UNKNOWN and value is not UNBOUND]
