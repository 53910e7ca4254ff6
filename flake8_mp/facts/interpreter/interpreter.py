"""The state of a run, and the parts that run it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from flake8_mp.facts import project
from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.events import Event, Place
from flake8_mp.facts.interpreter.attribution import Attribution
from flake8_mp.facts.interpreter.binding import Binding
from flake8_mp.facts.interpreter.calls import Calls
from flake8_mp.facts.interpreter.component import Component
from flake8_mp.facts.interpreter.conditions import Conditions
from flake8_mp.facts.interpreter.containers import Containers
from flake8_mp.facts.interpreter.entering import Entering
from flake8_mp.facts.interpreter.expressions import Expressions
from flake8_mp.facts.interpreter.flow import Flow
from flake8_mp.facts.interpreter.given import Given
from flake8_mp.facts.interpreter.hooks import Hooks
from flake8_mp.facts.interpreter.imports import Imports
from flake8_mp.facts.interpreter.iteration import Iteration
from flake8_mp.facts.interpreter.joining import Joining
from flake8_mp.facts.interpreter.known import Builtins, Known
from flake8_mp.facts.interpreter.objects import Objects
from flake8_mp.facts.interpreter.paths import (
    ANY_EXCEPTION,
    MAX_PATHS,
    RAISED,
    STEPS,
    STEPS_PER_LINE,
    PathEnded,
    Region,
    World,
)
from flake8_mp.facts.interpreter.purpose import PURPOSES, USE, Evaluating
from flake8_mp.facts.interpreter.report import Report
from flake8_mp.facts.interpreter.set_by_name import SetByName
from flake8_mp.facts.interpreter.special_methods import SpecialMethods
from flake8_mp.facts.interpreter.statements import Statements
from flake8_mp.facts.interpreter.states import STATE, States
from flake8_mp.facts.interpreter.syntax import Syntax
from flake8_mp.facts.interpreter.worker import Worker
from flake8_mp.facts.slot import PROCESS
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
)
from flake8_mp.settings import Settings


class Interpreter(States):
    """The state of a run, the paths through the code, and the parts that know Python."""

    unsure = 0
    """Whether it is not certain that it is a process that something is handed to."""
    call_count = 0
    """How many calls were evaluated so far."""
    purpose = USE
    """What the expression is for that is being evaluated."""
    again = 0
    """In how many loops this is a second round over the same things."""
    choices = 0
    """How many paths that were chosen, for reasons not known, lead here in the functions that are running."""
    apart = 0
    """Which round of a loop this is, where its rounds are run one by one: what it makes is another thing in each."""
    done_once = 0
    """How often something was done that may be done only once: another round of a loop around it shows more."""
    times: tuple[tuple[int, int | None], ...] = ()
    """How often the loops around this go round, one by one: at least, and at most where that is known."""

    def __init__(self, source: Source, settings: Settings) -> None:
        self.source = source
        self.settings = settings
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
        self.limit = STEPS + STEPS_PER_LINE * sum(1 for line in source.code_lines if line.strip())
        self.last_id = 0
        self._made: dict[tuple[object, ...], Obj | Function | Class] = {}
        self.made_objects: dict[int, Obj] = {}
        self.with_attributes: set[int] = set()
        self._by_kind: dict[str, list[Obj]] = {}
        self.many: set[Obj] = set()
        """Objects that stand for several, since a loop made them."""
        self.frame = self.new_frame(source, None)
        self.rounds: list[Values] = []
        """What the loops around this go over, one by one."""
        self.starts: list[Place] = []
        """Where processes are started."""
        self.pure_results: dict[tuple[object, ...], list[tuple[Changes, Values]]] = {}
        """Functions that did nothing to anything in this run, and what they returned, which is nothing known."""
        self.generators: list[tuple[Frame, Callable[[Values], bool] | None, list[Values]]] = []
        """The generators that are running: who waits for what they yield, and what they have."""
        self.suspended: dict[int, tuple[Function, Arguments, Value | None]] = {}
        """By the context manager that it makes, a generator function that is not entered yet."""
        self.modules: dict[str, Frame] = {}
        """By the path, the modules of the project that were imported."""
        self.opaque: set[str] = set()
        """The modules that are not followed."""
        self.program = (
            "multiprocess" not in source.code
            or source.has_guard
            or source.runs_by_call
            or not project.is_in_package(source.path)
        )
        """A program is small and says what it runs; a library has many modules that lead nowhere."""
        self.names: dict[int, str] = {}
        self.on_import: Changes = {}
        """What other modules of the project have bound when they were imported, as far as that was needed."""
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
        """What models ask each other: the interpreter itself asks nothing of them but by its hooks."""
        self.hooks = Hooks()
        self.known: Known = Builtins()
        """What is known of the names of other modules."""
        self.attribution = Attribution(self)
        self.report = Report(self)
        self.conditions = Conditions(self)
        self.containers = Containers(self)
        self.set_by_name = SetByName(self)
        self.joining = Joining(self)
        self.iteration = Iteration(self)
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
        self.effects: dict[str, Callable[[LibraryCall], Values | None]] = {}
        """By the word of a row, what it does."""
        self.listeners: list[Component] = []
        """The models, which implement the hooks."""
        self.parts = (
            self.attribution,
            self.report,
            self.conditions,
            self.containers,
            self.set_by_name,
            self.expressions,
            self.binding,
            self.flow,
            self.statements,
            self.objects,
            self.imports,
            self.calls,
            self.managers,
            self.special,
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
        key = (node, self.frame.ident, kind, tag, cls, parent, self.apart)
        found = self._made.get(key)
        if not isinstance(found, Obj):
            found = Obj(self.new_id(), kind, node, self.frame.source, cls, context, parent, self.frame)
            self._made[key] = found
            self.made_objects[found.ident] = found
            self._by_kind.setdefault(kind, []).append(found)
            if self.loops:
                self.many.add(found)
        self.store.set((found.ident, STATE), (const(frozenset()),))
        return found

    def objects_of_kind(self, kind: str) -> list[Obj]:
        """Return the objects of a kind that were made so far, on whatever path."""
        return self._by_kind.get(kind, [])

    def interned(self, key: tuple[object, ...], make: Callable[[], Function | Class]) -> Function | Class:
        """Return the function or class of a definition in a frame, the same one each time it is run."""
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = make()
        assert not isinstance(found, Obj)
        return found

    def forget(self) -> None:
        """Release all that was made: it refers to each other, and only the garbage collector would find it."""
        for made in self._made.values():
            del made.frame
        for part in (*self.parts, *self.listeners, self.ask, self.hooks):
            vars(part).clear()
        self.__dict__.clear()

    def place(self, node: ast.AST) -> Place:
        return Place(self.frame.source, node)

    def emit(self, event: Event, because: Place | None = None) -> None:
        """Report an event: see :meth:`Report.emit`."""
        self.report.emit(event, because)

    def evaluating(self, *, only_tests: bool = False, decides: bool = False) -> Evaluating:
        """Return a context manager in which what is evaluated has a purpose, besides that of the code around it."""
        outer = self.purpose
        return Evaluating(self, PURPOSES[outer.only_tests or only_tests, outer.decides or decides])

    def using(self) -> Evaluating:
        """Return a context manager in which what is evaluated is used, even if the code around it only tests."""
        return Evaluating(self, PURPOSES[False, self.purpose.decides])

    @contextmanager
    def doubting(self, unsure: bool = True) -> Iterator[None]:
        """Run code where it may not be certain what is called, or what it is done to."""
        self.unsure += unsure
        try:
            yield
        finally:
            self.unsure -= unsure

    def ready_for(self, errors: frozenset[str]) -> bool:
        """Return whether the code around awaits one of these exceptions: it handles it, or is expected to fail.

        A handler of everything expects it only where next to nothing is tried, unless ``errors`` name everything too.
        """
        return any(
            region.expects or region.handles & errors or (region.narrow and region.handles & ANY_EXCEPTION)
            for region in self.regions
        )

    # -- paths -----------------------------------------------------------------------------------------------------

    def branch(self, branches: Iterable[Callable[[], bool]]) -> bool:
        """Run several paths from here, each in an overlay, and join those that go on.

        Returns whether any of them does.
        """
        base = self.store
        ends = []
        branches = list(branches)
        chosen = len(branches) > 1
        outer = self.choices
        for branch in branches:
            self.store = Store(base)
            self.choices = outer + chosen
            try:
                if branch():
                    ends.append(self.store.since(base))
            except PathEnded:
                pass
            finally:
                self.store = base
        # Where they meet again, all of them, what comes after does not depend on the choice.
        self.choices = outer + (len(ends) < len(branches))
        join(base, ends)
        return bool(ends)

    def region(self, catches: Iterable[str], body: Callable[[], bool], **details: Any) -> Region:
        """Run code that some paths may leave; the paths that end normally are found under ``normal``."""
        base = self.store
        region = Region(base, frozenset(catches), **details)
        self.regions.append(region)
        self.store = Store(base)
        try:
            if body():
                region.ends.setdefault("normal", []).append(self.store.since(base))
        except PathEnded:
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
                if len(ends) < MAX_PATHS:
                    ends.append(self.store.since(region.base))
                elif kind != "raise":
                    merged = Store(region.base)
                    join(merged, [ends.pop(), self.store.since(region.base)])
                    ends.append(merged.changes)
                return

    def note_raised(self, place: Place | None) -> None:
        """Note where an exception is raised on this path; None where that is not certain."""
        self.store.set((PROCESS, RAISED), (const(place),))


def known(values: Values) -> list[Value]:
    """Return the alternatives about which something is known."""
    return [value for value in values if value is not UNKNOWN and value is not UNBOUND]
