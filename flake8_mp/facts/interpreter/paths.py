"""The abstract machine: it runs a module's code on abstract values, along every path, within a bound.

Running is what makes guards, helpers and life cycles simple: a guard in any spelling is a condition that is true in
the program and false in its children, and a resource is in the state in which the calls before have left it.
This file holds the state and the paths; ``expressions.py``, ``statements.py``, ``calls.py`` and ``effects.py`` teach
the machine Python and the libraries; ``reach.py`` decides what is run.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from itertools import count

from flake8_mp.facts.events import Place
from flake8_mp.facts.slot import PROCESS, slot_name
from flake8_mp.facts.states import WorldKind
from flake8_mp.facts.store import Changes, Store
from flake8_mp.facts.values import (
    NOTHING,
    Frame,
    Obj,
    Values,
)
from flake8_mp.rule import ALL_METHODS

DEPTH = 90
"""So deep may expressions, statements and calls be nested together; what lies deeper is unknown."""
CALLS = 10
"""So many calls deep are local functions followed."""
MAX_PATHS = 6
"""So many paths out of a region are kept apart; further ones are joined with the last."""
STEPS_PER_LINE = 16
STEPS = 6_000
"""The bound on the work for one file: a constant and so much for each of its lines."""
RAISED = slot_name("raised")
"""The part of a key under which it is kept where the exception of a path was raised."""
ANY_EXCEPTION = frozenset({"", "Exception", "BaseException"})
"""The names of handlers of everything that can go wrong."""


class Exhausted(Exception):
    """The bound on work is reached: what was found stands, the rest is unknown."""


class PathEnded(Exception):
    """A path ended inside an expression: an exit, or a call that never returns."""


@dataclass(slots=True)
class Region:
    """A stretch of code that catches paths which leave it: a function (return), a loop (break), a try (raise)."""

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
    """Whether something is cleaned up on every path out of it."""
    statement: ast.Try | None = None
    """The try statement that it is the body of."""
    frame: Frame | None = None
    """Where the handlers of that statement are evaluated."""

    @property
    def paths(self) -> list[Changes]:
        """All the paths out of it, however they leave."""
        return [path for paths in self.ends.values() for path in paths]

    @property
    def finished(self) -> list[Changes]:
        """The paths on which a function comes to its end or returns."""
        return [path for kind in ("normal", "return") for path in self.ends.get(kind, [])]

    @property
    def raised_at(self) -> Place | None:
        """Where the exception was raised that has left it, or None where none has for certain."""
        for path in self.ends.get("raise", []):
            for value in path.get((PROCESS, RAISED)) or ():
                place = getattr(value, "value", None)
                if isinstance(place, Place):
                    return place
        return None


@dataclass(slots=True)
class World:
    """The circumstances of a run: which process it is, and how it came here."""

    kind: WorldKind
    """``main`` (the program), ``import`` (by a child), ``library`` (other code calls it), ``child`` (a worker),
    ``thread``, ``other`` (another module is imported)."""
    name: Values = NOTHING
    """What ``__name__`` is."""
    trace: tuple[Place, ...] = ()
    uncertain: int = 0
    """How many conditions on this path might differ between a program and its children."""
    tests: tuple[Place, ...] = ()
    """The tests of ``__name__`` on this path."""
    handed: Place | None = None
    """Where a worker was handed over."""
    handed_here: Place | None = None
    """What in the linted file handed it over: that place, or the call that gave it to a function of another file."""
    led_by: Place | None = None
    """The call in the linted file that led to the start of the worker."""
    led_through: tuple[Place, ...] = ()
    """All calls that led to the start of the worker."""
    methods: frozenset[str] = frozenset()
    explicit: bool = False
    """Whether the program itself chose the start method of the worker."""
    importing: bool = False
    """Whether a child is importing the module."""
    coroutine: int = 0
    """How many coroutines this path is in."""
    pool: Obj | None = None
    """The pool or executor whose worker this is."""
    process: Obj | None = None
    """The process whose target or ``run`` this is."""
    number: int = field(default_factory=count().__next__)
    """Which run this is: what is remembered of one says nothing about another."""

    def possible(self, methods: frozenset[str]) -> frozenset[str]:
        """Return those of these start methods that can have started this worker.

        Where the program itself chose one that can, it always is that one: nothing has to be said of the others.
        """
        found = methods & self.methods
        return ALL_METHODS if found and self.explicit else found
