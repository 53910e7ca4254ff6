"""What the command reports about a file: findings with their places as people see them, whatever the format."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Place:
    """A stretch of a file: lines from 1, columns from 1, counted in characters; the end column is exclusive.

    In a notebook the lines are counted within the ``cell``, whose number counts all cells from 1.
    """

    path: str
    cell: int | None
    line: int
    column: int
    end_line: int
    end_column: int


def _nothing(path: str) -> Sequence[str]:
    return ()


@dataclass(frozen=True)
class Suggestion:
    """A fix as it is shown to people and programs."""

    title: str
    """What it does, in the imperative, on one line."""
    edits: tuple[tuple[Place, str], ...]
    """Stretches of the file, in the order of their places, and what replaces each of them."""
    safe: bool
    applies: bool
    """Whether ``--fix`` would apply it as the run is configured: it is safe, or unsafe fixes are wanted."""


@dataclass(frozen=True)
class Report:
    """One finding as it is shown to people and programs."""

    code: str
    name: str
    """The rule's name, like ``lambda-handoff``; of what is no rule, an empty string."""
    message: str
    """Without the start methods."""
    methods: tuple[str, ...]
    """The start methods under which it breaks, in the order in which they are shown."""
    severity: str
    """``error``, ``warning`` or ``info``."""
    place: Place
    related: tuple[tuple[Place, str], ...] = ()
    """Other places that explain it, each with a few words."""
    mark: str = ""
    """What distinguishes it in its file, and stays when lines move: made of the code and the text of the line."""
    fingerprint: str = ""
    """The same for the same finding when lines move: made of the file's path and the mark."""
    fix: Suggestion | None = None
    no_fix: str = ""
    """Why there is no fix although the rule has some, in a few words."""

    @property
    def label(self) -> str:
        """The code, with the sign ``[*]`` where ``--fix`` would fix it."""
        return f"{self.code} [*]" if self.fix is not None and self.fix.applies else self.code


@dataclass(frozen=True)
class FileReport:
    """What came of one file: reports in the order of their places, or the reason why it could not be checked."""

    path: str
    """As it is shown: relative to the current directory where it lies below it, with the system's separators."""
    reports: tuple[Report, ...] = ()
    problem: str = ""
    """One line without the path, such as ``line 3: invalid syntax``; empty where the file was checked."""
    texts: Mapping[int | None, Sequence[str]] = field(default_factory=dict, compare=False)
    """The lines without their ends, by cell; the key is None for a file that is no notebook. Only where there is
    something to report."""
    elsewhere: Callable[[str], Sequence[str]] = field(default=_nothing, compare=False, repr=False)
    """Returns the lines of another file that a related place is in, by its path as it is shown; none where they cannot
    be read."""

    def lines(self, place: Place) -> Sequence[str]:
        """Return the lines of the file, or of the cell, that a place is in; none where they are not at hand."""
        return self.texts.get(place.cell, ()) if place.path == self.path else self.elsewhere(place.path)
