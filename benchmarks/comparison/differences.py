"""Where two collections differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from comparison.results import Collection, Found, Place

KINDS = ("vanished", "new", "changed")


@dataclass(frozen=True)
class Difference:
    """A finding that only one side has, or that the two sides report differently."""

    file: str
    old: Found | None
    new: Found | None

    @property
    def kind(self) -> str:
        """One of ``KINDS``."""
        return "vanished" if self.new is None else "new" if self.old is None else "changed"

    @property
    def shown(self) -> Found:
        """The finding that it is printed as: the new one if there is one."""
        shown = self.new or self.old
        assert shown is not None
        return shown

    def lines(self) -> Iterator[str]:
        """Yield it as it is printed."""
        shown = self.shown
        place = shown.place
        yield f"{self.file}:{place.line}:{place.column + 1}: {shown.code} {shown.message}"
        if self.old is None or self.new is None:
            yield f"    methods: {', '.join(shown.methods)}"
            return
        for what in ("code", "place", "message", "methods", "related"):
            old, new = getattr(self.old, what), getattr(self.new, what)
            if old != new:
                yield f"    {what} was {_words(old)}"
                yield f"    {what} is  {_words(new)}"


def _words(value: object) -> str:
    if isinstance(value, Place):
        return f"{value.line}:{value.column + 1} to {value.end_line}:{value.end_column + 1}"
    if isinstance(value, tuple):
        return "; ".join(str(each) if isinstance(each, str) else " ".join(map(str, each)) for each in value) or "none"
    return str(value)


def differences(file: str, old: Sequence[Found], new: Sequence[Found]) -> list[Difference]:
    """Compare the findings of one file: what both sides have alike is left out, the rest is paired where it can be.

    A pair has the code and the place in common, else the code and the line, else the place: the change is then shown as
    one. Whatever finds no partner has vanished or is new.
    """
    gone, come = list((Counter(old) - Counter(new)).elements()), list((Counter(new) - Counter(old)).elements())
    found = []
    keys: tuple[Callable[[Found], object], ...] = (
        lambda finding: (finding.code, finding.place),
        lambda finding: (finding.code, finding.place.line),
        lambda finding: finding.place,
    )
    for key in keys:
        for before in list(gone):
            after = next((each for each in come if key(each) == key(before)), None)
            if after is not None:
                gone.remove(before)
                come.remove(after)
                found.append(Difference(file, before, after))
    found += [Difference(file, before, None) for before in gone]
    found += [Difference(file, None, after) for after in come]
    return found


@dataclass(frozen=True)
class Comparison:
    """What two collections have in common, and where they differ."""

    differences: tuple[Difference, ...]
    compared: tuple[str, ...]
    """The files that were linted for both, from the same source."""
    edited: tuple[str, ...]
    """Files whose source is not the same."""
    only_old: tuple[str, ...]
    """Files that were not asked for the second time, or are gone."""
    only_new: tuple[str, ...]


def compare(old: Collection, new: Collection) -> Comparison:
    """Compare what two revisions say about the files that both were asked about."""
    before, after = old.files, new.files
    found: list[Difference] = []
    compared, edited = [], []
    for file in sorted(before.keys() & after.keys()):
        was, now = before[file], after[file]
        if was and now and was.source != now.source:
            edited.append(file)
            continue
        compared.append(file)
        found += differences(file, was.findings if was else (), now.findings if now else ())
    return Comparison(
        tuple(found),
        tuple(compared),
        tuple(edited),
        tuple(sorted(before.keys() - after.keys())),
        tuple(sorted(after.keys() - before.keys())),
    )
