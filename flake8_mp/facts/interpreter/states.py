"""The states and attributes of objects, along the path."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.slot import slot_name
from flake8_mp.facts.states import State
from flake8_mp.facts.store import Changes, Store
from flake8_mp.facts.values import (
    UNBOUND,
    Obj,
    Values,
    const,
    states_of,
    union,
)

STATE = slot_name("state")
"""The part of a key under which the states of an object are kept."""
_NAMES = slot_name("names")
"""The part of a key under which the names of the attributes of an object or class are kept."""


class States:
    """What the store has of objects: sets of words that say in which state they are, and the names of attributes."""

    store: Store
    made_objects: dict[int, Obj]
    with_attributes: set[int]
    """The objects and classes of which an attribute was ever set, on whatever path."""

    def flags(self, obj: Obj) -> list[frozenset[State]]:
        """Return the states that an object can be in, each a set of words."""
        values = self.store.get((obj.ident, STATE)) or ()
        return states_of(values)

    def states_in(self, path: Store | Changes, obj: Obj) -> Values:
        """Return the states that an object can be in at the end of a path, as the store has them."""
        return path.get((obj.ident, STATE)) or ()

    def exists_in(self, path: Store | Changes, obj: Obj) -> bool:
        """Return whether an object is made on a path, or was made before."""
        return path.get((obj.ident, STATE)) is not None

    def has_state_of(self, path: Store | Changes, obj: Obj) -> bool:
        """Return whether nothing has happened to an object since a path."""
        return self.store.get((obj.ident, STATE)) is path.get((obj.ident, STATE))

    def changed_states(self, changes: Changes) -> Iterator[tuple[Obj, Values]]:
        """Return the objects whose state was changed, and their new states."""
        for (ident, name), values in changes.items():
            obj = self.made_objects.get(ident) if name == STATE else None
            if obj is not None:
                yield obj, values

    def set_states(self, obj: Obj, values: Values) -> None:
        """Say in which states an object can be from here on."""
        self.store.set((obj.ident, STATE), values)

    def is_state(self, name: str) -> bool:
        """Return whether the part of a store's key is that of a state."""
        return name == STATE

    def must(self, obj: Obj, flag: State) -> bool:
        """Return whether an object is in a state on every path."""
        states = self.flags(obj)
        return bool(states) and all(flag in state for state in states)

    def can(self, obj: Obj, *flags: State) -> bool:
        """Return whether an object may be in one of these states: on some path, or because nothing is known of it here.

        What another method has made is known by its attribute, while the state stayed on that method's path: whoever
        rests on what has *not* happened to an object must not take that for an answer.
        """
        states = self.flags(obj)
        return not states or any(not state.isdisjoint(flags) for state in states)

    def has_been(self, obj: Obj, *flags: State) -> bool:
        """Return whether an object is in one of these states on a path that is known: for what has happened."""
        return any(not state.isdisjoint(flags) for state in self.flags(obj))

    def move(self, obj: Obj, *, add: State | None = None, drop: State | None = None) -> None:
        """Change the state of an object on this path."""
        if add != "escaped" and self.store.get((obj.ident, STATE)) is None:
            # Another path has made it, and what has become of it there is not known.
            return
        states = self.flags(obj) or [frozenset()]
        moved = [(state | {add} if add else state) - {drop} for state in states]
        self.store.set((obj.ident, STATE), union(*((const(state),) for state in moved)))

    def attributes(self, ident: int) -> list[str]:
        """Return the names of the attributes that were set on an object or a class, in order."""
        values = self.store.get((ident, _NAMES)) if ident in self.with_attributes else None
        if values is None:
            return []
        names: dict[str, None] = {}
        for value in values:
            if value is not UNBOUND and hasattr(value, "value"):
                names.update(dict.fromkeys(value.value))
        return list(names)

    def clear_attributes(self, ident: int) -> None:
        """Note that no attribute was set on an object or a class so far."""
        self.store.set((ident, _NAMES), (const(()),))

    def has_attributes_in(self, path: Store | Changes, ident: int) -> bool:
        """Return whether an object or class with attributes is made on a path."""
        return path.get((ident, _NAMES)) is not None

    def add_attribute(self, ident: int, name: str) -> None:
        """Note that an attribute of an object or a class is set."""
        known = self.attributes(ident)
        if name not in known:
            self.with_attributes.add(ident)
            self.store.set((ident, _NAMES), (const((*known, name)),))

    def set_attribute(self, ident: int, name: str, values: Values, weak: bool = False) -> None:
        """Set an attribute; ``weak`` where it is not certain that it is this object's."""
        self.add_attribute(ident, name)
        if weak:
            values = union(self.store.get((ident, name)) or (UNBOUND,), values)
        self.store.set((ident, name), values)
