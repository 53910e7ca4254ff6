"""Where in the linted file something is said that happens in another one."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flake8_mp.facts import project
from flake8_mp.facts.events import ChildRead, Event, Handoff, Place
from flake8_mp.facts.interpreter.component import Component
from flake8_mp.facts.source import Source
from flake8_mp.facts.tree import argument_for, walk

if TYPE_CHECKING:
    from flake8_mp.facts.interpreter.interpreter import Interpreter


@dataclass(frozen=True, slots=True)
class Attributed:
    """An event as the linted file says it."""

    event: Event
    through: tuple[Source, ...] | None = None
    """The files that lead to it, where it may be due to how the linted one calls them: each of them may show it by
    itself. None where the linted file brings it about."""


class Attribution(Component):
    """Decides which place of the linted file an event is said at, if any.

    An event happens at a place. Where that is in the linted file, the event is said there. Elsewhere, it is said

    * at what in the linted file *brings it about*: something that it has made, handed over or passed as an argument;
    * else at the call that has led there, if it *may depend on* what the linted file has called before; whether the
      other file shows it by itself is found out afterwards (``runs/called.py``);
    * else nowhere: it is reported where the other file is linted.

    All of this depends on the path that is running: on the calls around it and on the world.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._led_into: dict[Source, Place] = {}
        """By the other file, the first call in the linted one by which its program has come there."""

    def attributed(self, event: Event, because: Place | None = None) -> Attributed | None:
        """Return an event as the linted file says it, None where it says nothing about it.

        ``because`` is what in the linted file brings it about where the event does not show that by itself.
        """
        here = self.interp.source
        if event.place.source is here:
            return Attributed(event)
        if because is not None and because.source is not here:
            because = None
        elsewhere = event.elsewhere or event.place
        if (place := self._brought_about(event) or because) is not None:
            return Attributed(replace(event, place=place, elsewhere=elsewhere))
        if event.is_of_program:
            world = self.interp.world
            place = self.last_call_here() or world.led_by or self._led_into.get(event.place.source)
            passed = (event.place, *world.trace, *world.led_through)
            files = dict.fromkeys(each.source for each in passed if each.source is not here)
            if place is not None and self._depends_on_calls(len(files)):
                return Attributed(replace(event, place=place, elsewhere=elsewhere), tuple(files))
        return None

    def note_entered(self, other: Source) -> None:
        """Note by which call of the linted file its program has first come into another one."""
        call = self.last_call_here()
        if call is not None:
            self._led_into.setdefault(other, call)

    # -- places of the linted file ----------------------------------------------------------------------------------

    def last_call_here(self) -> Place | None:
        """Return the call in the linted file that led to where we are."""
        here = self.interp.source
        return next((place for place in reversed(self.interp.world.trace) if place.source is here), None)

    def own_place(self, node: ast.AST) -> Place | None:
        """Return where in the linted file something happens: the node, or the call there that leads to it."""
        if self.interp.frame.source is self.interp.source and self.interp.syntax.node_around(node) is not None:
            return self.interp.place(node)
        return self.last_call_here()

    def given_at(self, place: Place) -> Place | None:
        """Return what in the linted file gives the value that is named at a place.

        It is the place itself, or the call that has passed the value to a function of another file as an argument.
        """
        here = self.interp.source
        if place.source is here:
            return place
        node: ast.AST | None = place.node
        source = place.source
        for call in reversed(self.interp.world.trace):
            found = source.parameter(node) if node is not None else None
            if found is None or not isinstance(node, ast.Name):
                return None
            node, source = argument_for(call.node, *found, node.id), call.source
            if source is here:
                return call if node is not None else None
        return None

    def only_here(self, cause: Source, effect: Source) -> bool:
        """Return whether only the linted file brings a cause and its effect together: no other here knows of both.

        A module that knows of both and is never looked at by itself reports nothing: the program that uses it does.
        """
        here = self.interp.source
        if cause is here:
            return True
        calls = (*self.interp.world.led_through, *self.interp.world.trace)
        others = {effect, *(place.source for place in calls)} - {here}
        if self._runs_program():
            others = set(filter(project.is_looked_at, others))
        return not any(other.knows(cause) and other.knows(effect) for other in others)

    # -- what brings an event about ---------------------------------------------------------------------------------

    def _brought_about(self, event: Event) -> Place | None:
        """Return what in the linted file makes an event happen in another one: a call, or a worker handed over.

        A worker is what it is because somebody hands it over; all else, as what a worker hands over itself, is our
        business only where something of this file is the cause, or what it gives to a function of the other file.
        """
        since: Place | None = getattr(event, "since", None)
        if since is not None:
            return since
        here, world = self.interp.source, self.interp.world
        if world.kind == "child" and world.handed_here is not None and not isinstance(event, Handoff):
            call = self.last_call_here() if isinstance(event, ChildRead) else None
            return call if call is not None and self._names_global(call.node) else world.handed_here
        causes = [place.source for place in event.causes]
        if world.kind == "child" and self.interp.active and not (causes and isinstance(event, Handoff)):
            causes.append(self.interp.active[0].source)  # it is the worker that this happens in
        if any(self.only_here(cause, event.place.source) for cause in causes):
            value: Place | None = getattr(event, "value", None)
            if value is not None and all(place.source is not here for place in event.causes):
                if value.source is here:
                    return value
            return self.last_call_here() or world.led_by
        return self.given_at(event.place)

    def _depends_on_calls(self, files: int) -> bool:
        """Return whether what happens in ``files`` other files may depend on how the linted one calls them.

        A program calls them in this order; a function that others call does so with what it has made before.
        """
        world = self.interp.world
        if world.kind == "child":
            return self.interp.worker.parent_kind == "main" and files == 1
        if world.kind == "library":
            here = self.interp.source
            called = [f for f, call in zip(self.interp.active, world.trace, strict=False) if call.source is here]
            return bool(called) and called[-1].owner is not None and called[-1].name != "__init__"
        return world.kind == "main"

    def _runs_program(self) -> bool:
        """Return whether this is done by the program, or by a worker of it."""
        world = self.interp.world
        return (self.interp.worker.parent_kind if world.kind == "child" else world.kind) == "main"

    def _names_global(self, call: ast.AST) -> bool:
        """Return whether a call of the linted file is one of something that its module has."""
        source = self.interp.source
        called = call.func if isinstance(call, ast.Call) else call
        scope: ast.AST | None = call
        while scope is not None and not isinstance(scope, (ast.FunctionDef, ast.AsyncFunctionDef)):
            scope = source.around.get(scope)
        own = source.names_bound_in(scope) if scope is not None else frozenset()
        if scope is not None:
            own |= {node.arg for node in walk(scope.args) if isinstance(node, ast.arg)}
        return bool(source.names_in(called) - own)
