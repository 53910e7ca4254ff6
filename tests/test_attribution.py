"""Where the linted file says what happens in another one, decided for one event at a time, without any model."""

from __future__ import annotations

import ast
from dataclasses import replace

import pytest

from flake8_mp.facts.events import Event, ImportEnd, Place, Shape, Unshared
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import World
from flake8_mp.facts.source import Source
from flake8_mp.facts.tree import walk
from flake8_mp.settings import Settings

LINTED = "import other\n\nlock = object()\nother.use(lock)\n"
OTHER = "def use(thing):\n    thing.close()\n\n\ndef unused():\n    pass\n"


def source(text: str, path: str) -> Source:
    return Source(ast.parse(text), text, path)


def place(of: Source, text: str) -> Place:
    """Return the first expression of a file with this text, or ``pass``."""
    nodes = (node for node in walk(of.tree) if isinstance(node, (ast.expr, ast.Pass)))
    return Place(of, next(node for node in nodes if ast.unparse(node) == text))


@pytest.fixture
def interp() -> Interpreter:
    """Return an interpreter that is in ``other.use``, called by the program."""
    interp = Interpreter(source(LINTED, "linted.py"), Settings())
    interp.world = World("main", trace=(place(interp.source, "other.use(lock)"),))
    return interp


@pytest.fixture
def other() -> Source:
    return source(OTHER, "other.py")


def said(interp: Interpreter, event: Event, because: Place | None = None) -> tuple[str, bool] | None:
    """Return the text of the place at which an event is said, and whether it is certain that it is said there."""
    found = interp.attribution.attributed(event, because)
    if found is None:
        return None
    assert found.event.place.source is interp.source
    assert found.event == event or found.event.elsewhere == event.place
    return ast.unparse(found.event.place.node), found.through is None


def test_what_happens_here_is_said_here(interp: Interpreter) -> None:
    assert said(interp, Shape(place(interp.source, "lock"))) == ("lock", True)


def test_what_this_file_has_made_is_its_business(interp: Interpreter, other: Source) -> None:
    event = Unshared(place(other, "pass"), cause=place(interp.source, "object()"))
    assert said(interp, event) == ("other.use(lock)", True)


def test_an_argument_is_said_where_it_is_given(interp: Interpreter, other: Source) -> None:
    assert said(interp, Shape(place(other, "thing"))) == ("other.use(lock)", True)


def test_a_reason_counts_if_it_is_in_this_file(interp: Interpreter, other: Source) -> None:
    event = Shape(place(other, "pass"))
    assert said(interp, event, because=place(interp.source, "lock")) == ("lock", True)
    assert said(interp, event, because=place(other, "pass")) == ("other.use(lock)", False)


def test_all_else_may_depend_on_what_the_program_has_called(interp: Interpreter, other: Source) -> None:
    event = Shape(place(other, "pass"))
    assert said(interp, event) == ("other.use(lock)", False)
    found = interp.attribution.attributed(event)
    assert found is not None
    assert found.through == (other,)
    # What other code calls has been called by nobody before.
    interp.world = replace(interp.world, kind="library")
    assert said(interp, event) is None


def test_what_is_about_its_own_file_is_said_there_only(interp: Interpreter, other: Source) -> None:
    assert said(interp, ImportEnd(place(other, "pass"))) is None


def test_the_first_call_into_a_file_leads_there_when_no_call_is_left(interp: Interpreter, other: Source) -> None:
    interp.attribution.note_entered(other)
    interp.world = World("main")
    assert said(interp, Shape(place(other, "pass"))) == ("other.use(lock)", False)


def test_each_event_is_reported_once_and_can_be_withdrawn(interp: Interpreter, other: Source) -> None:
    here, there = Shape(place(interp.source, "lock")), Shape(place(other, "pass"))
    with interp.report.noted() as noted:
        for event in (here, there, here, there):
            interp.emit(event)
    assert noted == [here, there]
    assert (len(interp.report.events), len(interp.report.called)) == (1, 1)
    with interp.report.noted() as noted:
        interp.emit(here)
    assert noted == []
    for event in (here, there):
        interp.report.withdraw(event)
    assert not interp.report.events
    assert not interp.report.called


def test_what_is_run_for_what_it_returns_reports_nothing(interp: Interpreter, other: Source) -> None:
    interp.emit(Shape(place(interp.source, "lock")))
    with interp.report.silenced(), interp.report.noted() as noted:
        interp.emit(Shape(place(interp.source, "other")))
        interp.emit(Shape(place(other, "pass")))
    assert len(noted) == 2
    assert [event.place.text for event in interp.report.events] == ["lock"]
    assert not interp.report.called
