"""What a run reports: its events, each once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from flake8_mp.facts.events import Event, Place
from flake8_mp.facts.interpreter.component import Component
from flake8_mp.facts.source import Source

if TYPE_CHECKING:
    from flake8_mp.facts.interpreter.interpreter import Interpreter


class Report(Component):
    """Keeps the events of a run as the linted file says them; :class:`Attribution` decides where it does."""

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self.events: dict[Event, None] = {}
        """What happens in the linted file, and in others because of it, in the order in which it was met."""
        self.called: dict[Event, tuple[Source, ...]] = {}
        """What happens in other files when the program calls them, and the files that lead there."""
        self._met: list[Event] = []
        """Both together, each where it happens."""

    def emit(self, event: Event, because: Place | None = None) -> None:
        """Note an event; one in another file where this one brings it about, and nowhere if it does not.

        ``because`` is what in the linted file brings it about where the event does not show that by itself.
        """
        found = self.interp.attribution.attributed(event, because)
        if found is None:
            return
        said = found.event
        if found.through is None:
            if said not in self.events:
                self.events[said] = None
                self._met.append(said)
        elif said not in self.called:
            self.called[said] = found.through
            self._met.append(event)

    def withdraw(self, event: Event) -> None:
        """Take an event back: what has happened since makes it right."""
        self.events.pop(event, None)
        for each in [each for each in self.called if replace(each, place=event.place, elsewhere=None) == event]:
            del self.called[each]

    @contextmanager
    def noted(self) -> Iterator[list[Event]]:
        """Run code, and return in a list what it has reported that is new, so that it can be withdrawn later."""
        before = len(self._met)
        found: list[Event] = []
        yield found
        found += self._met[before:]

    @contextmanager
    def silenced(self) -> Iterator[None]:
        """Run code for what it returns: what is wrong with it is not reported."""
        events, called, met = set(self.events), set(self.called), len(self._met)
        try:
            yield
        finally:
            self.events = {event: None for event in self.events if event in events}
            self.called = {event: files for event, files in self.called.items() if event in called}
            del self._met[met:]
