"""The sum of the facts about one file: what rules ask."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from flake8_mp.facts import project
from flake8_mp.facts.events import ChildRead, Event, Place, TaskProblem
from flake8_mp.facts.importers import is_script
from flake8_mp.facts.source import Source
from flake8_mp.facts.tree import walk
from flake8_mp.rule import Related
from flake8_mp.settings import Settings

if TYPE_CHECKING:
    from flake8_mp.facts.interpreter.interpreter import Interpreter

MOST_OTHERS = 8
"""So many other places are named with a finding."""

E = TypeVar("E", bound=Event)


class Module:
    """One file and what happens when it runs; everything is computed on first use."""

    def __init__(self, tree: ast.Module, text: str, path: str, settings: Settings) -> None:
        self.source = Source(tree, text, path)
        self.settings = settings
        self.current: Event | None = None
        """The event that a rule has been given last: what it finds then is about that."""

    @cached_property
    def machine(self) -> Interpreter:
        """The machine that has run the file."""
        # Importing a rule, for its name or its page, does not import everything that the facts are made of.
        from flake8_mp.facts.runs.called import brought_about
        from flake8_mp.facts.runs.run import run

        machine = run(self.source, self.settings)
        machine.report.events = dict.fromkeys(brought_about(machine, self.settings))
        return machine

    def forget(self) -> None:
        """Release the machine: nothing can be asked any more."""
        if "machine" in self.__dict__:
            self.machine.forget()
            del self.machine

    def clear_current(self) -> None:
        """Begin with another rule."""
        self.current = None

    @property
    def is_incomplete(self) -> bool:
        """Whether not all of the file was run, since the bound on work was reached."""
        return self.machine.incomplete

    @property
    def elsewhere(self) -> Place | None:
        """Where the event that a rule was given last happens, if that is in another file."""
        return self.current.elsewhere if self.current is not None else None

    @property
    def events(self) -> tuple[Event, ...]:
        """All that happens, in the order in which it was met."""
        return tuple(self.machine.report.events)

    def of(self, kind: type[E]) -> Iterator[E]:
        """Return the events of one kind."""
        for event in self.machine.report.events:
            if isinstance(event, kind):
                self.current = event
                yield event

    def reads(self, *problems: str) -> Iterator[tuple[ChildRead, frozenset[str], tuple[Related, ...]]]:
        """Return what workers read that has one of these problems, each variable once.

        It comes with the start methods of all its reads, and with the places of the others.
        """
        found: dict[object, list[ChildRead]] = {}
        for event in self.machine.report.events:
            if isinstance(event, ChildRead) and event.problem in problems:
                found.setdefault(event.variable, []).append(event)
        for reads in found.values():
            here = [read for read in reads if read.elsewhere is None] or reads
            self.current = first = min(here, key=lambda read: read.place.span)
            others = dict.fromkeys(r.place for r in reads if r.place.span != first.place.span)
            related = tuple(place.related("also read here") for place in others)[:MOST_OTHERS]
            yield first, frozenset().union(*(read.methods for read in reads)), related

    def late_for_fork(self) -> Iterator[tuple[TaskProblem, tuple[Related, ...]]]:
        """Return what comes too late for forked workers, each cause once, with the places of the others.

        What they are without under all start methods is said of all of them together: see :meth:`too_late_anyway`.
        """
        found: dict[object, list[TaskProblem]] = {}
        reads = {event.place for event in self.machine.report.events if self._is_missed(event)}
        for event in self.machine.report.events:
            if isinstance(event, TaskProblem) and event.problem in _LATE and event.place not in reads:
                found.setdefault((event.problem, event.words, event.cause), []).append(event)
        for events in found.values():
            self.current = first = min(events, key=lambda each: each.place.span)
            others = dict.fromkeys(each.place for each in events if each.place.span != first.place.span)
            yield first, tuple(place.related("also read here") for place in others)[:MOST_OTHERS]

    def too_late_anyway(self, read: ChildRead) -> TaskProblem | None:
        """Return what comes too late for forked workers as well that others do not get at all."""
        reads = [event for event in self.machine.report.events if isinstance(event, ChildRead)]
        places = {each.place for each in reads if each.variable == read.variable and self._is_missed(each)}
        late = (event for event in self.machine.report.events if isinstance(event, TaskProblem))
        return next((event for event in late if event.problem in _LATE and event.place in places), None)

    def _is_missed(self, event: Event) -> bool:
        """Return whether a child that imports the module misses what it reads, if any child does so."""
        missed = isinstance(event, ChildRead) and event.problem in ("unbound", "stale")
        return missed and bool(event.methods & self.settings.start_methods)

    @property
    def is_only_imported(self) -> bool:
        """Whether nobody runs the file: pytest imports a ``conftest.py``, a package its ``__init__.py``."""
        name = Path(self.source.path).name
        return name == "conftest.py" or (name == "__init__.py" and not self.source.has_guard)

    @cached_property
    def is_program(self) -> bool:
        """Whether the file can be meant to be run: it asks for ``__name__``, lies in no package, or is a script there.

        What is only imported is none: no child runs what its guard hides.
        """
        if self.is_only_imported:
            return False
        return self.source.has_guard or not project.is_in_package(self.source.path) or is_script(self.source)

    @property
    def is_of_package(self) -> bool:
        """Whether the file is certain to be run or imported as a part of its package."""
        relative = any(isinstance(node, ast.ImportFrom) and node.level for node in walk(self.source.tree))
        return relative or project.is_in_package(self.source.path)

    @property
    def calls_its_program(self) -> bool:
        """Whether the file is a program, or its top level calls a function by its name, as that of a program does."""
        return self.is_program or (self.source.runs_by_call and not self.is_only_imported)

    @property
    def starts_processes(self) -> bool:
        """Whether the file starts processes anywhere that was reached."""
        return bool(self.machine.starts)


_LATE = frozenset({"late", "changed"})
