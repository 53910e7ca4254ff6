"""Slots: what a model, or a part of the interpreter, keeps along the way in the store.

A slot belongs to whoever declares it, and nobody else names it. It holds something by the number of an object, a class
or a frame, or for the whole process, whose number is :data:`PROCESS`; where paths meet, what it held on each of them
becomes alternatives, as for names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from flake8_mp.facts.values import UNBOUND_ONLY, Const, Values, const, constant_of

if TYPE_CHECKING:
    from flake8_mp.facts.interpreter.component import Component
    from flake8_mp.facts.store import Changes, Key, Store

T = TypeVar("T")

PROCESS = 0
"""The number under which the state of the process itself is kept."""
_MARKS = ("#", "=")
"""What no name of a program begins with: slots begin with the first, elements of a dict with the second."""


def slot_name(name: str) -> str:
    """Return the part of a store's key that no name of a program can be."""
    return f"#{name}"


def element_name(key: str) -> str:
    """Return the part of a store's key for the element of a dict under a constant key."""
    return f"={key}"


def is_name(part: str) -> bool:
    """Return whether the part of a store's key is a name or attribute of the program."""
    return part[:1] not in _MARKS


class Kept(Generic[T]):
    """A slot of one run."""

    __slots__ = ("_interp", "name")

    def __init__(self, part: Component, name: str) -> None:
        self._interp = part.interp
        self.name = name

    def key(self, owner: int = PROCESS, of: str = "") -> Key:
        """Return the key under which the store has it; ``of`` distinguishes those of one owner."""
        return owner, self.name + of

    def found(self, owner: int = PROCESS, of: str = "") -> Values | None:
        """Return the alternatives on this path, or None where nothing was ever kept."""
        return self._interp.store.get((owner, self.name + of))

    def values(self, owner: int = PROCESS, of: str = "") -> Values:
        """Return the alternatives on this path."""
        return self._interp.store.get((owner, self.name + of)) or ()

    def each(self, owner: int = PROCESS, of: str = "") -> list[T]:
        """Return the alternatives that were set, without those of which nothing is known."""
        return [value.value for value in self.values(owner, of) if isinstance(value, Const)]  # type: ignore[misc]

    def get(self, owner: int = PROCESS, of: str = "") -> T | None:
        """Return what it is for certain, None where that is not known."""
        found: T | None = constant_of(self.values(owner, of))
        return found

    def there(self, store: Store | Changes, owner: int = PROCESS, of: str = "") -> T | None:
        """Return what it is for certain at the end of another path."""
        found: T | None = constant_of(store.get((owner, self.name + of)) or ())
        return found

    def is_always(self, value: T, owner: int = PROCESS) -> bool:
        """Return whether it is this on every path."""
        return self.found(owner) == (const(value),)

    def set(self, value: T, owner: int = PROCESS, of: str = "") -> None:
        """Keep one thing on this path."""
        self._interp.store.set((owner, self.name + of), (const(value),))

    def keep(self, values: Values, owner: int = PROCESS, of: str = "") -> None:
        """Keep alternatives on this path."""
        self._interp.store.set((owner, self.name + of), values)

    def drop(self, owner: int = PROCESS, of: str = "") -> None:
        """Keep nothing from here on."""
        self._interp.store.set((owner, self.name + of), UNBOUND_ONLY)


class Slot(Generic[T]):
    """The declaration of a slot, in the body of the class that owns it: ``_limit = Slot[int]("what it is")``."""

    def __init__(self, about: str) -> None:
        self.about = about
        self._attribute = ""
        self._name = ""

    def __set_name__(self, owner: type[Component], name: str) -> None:
        self._attribute = name
        self._name = slot_name(f"{owner.__name__}.{name.strip('_')} ")

    def __get__(self, part: Component, _: Any = None) -> Kept[T]:
        # The next time the attribute of the instance itself is found.
        kept = part.__dict__[self._attribute] = Kept[T](part, self._name)
        return kept
