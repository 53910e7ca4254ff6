"""What is bound and in which state, along one way through the program.

A store is a chain of overlays: a branch writes into one of its own, and a join looks only at what its branches
changed. Keys are pairs of an object's or frame's number and a name; values are unions (see ``values.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flake8_mp.facts.values import UNBOUND_ONLY, Values, union

Key = tuple[int, str]
Changes = dict[Key, Values]


class Store:
    """Bindings and states, as an overlay over ``parent``.

    What lies below an overlay does not change while it is there.
    """

    __slots__ = ("_below", "_seen", "changes", "parent")

    def __init__(self, parent: Store | None = None, apart: bool = False) -> None:
        """Lay an overlay over a store; one that is ``apart`` remembers itself what is looked up below it."""
        self.parent = parent
        self.changes: Changes = {}
        if parent is not None and not parent.changes and not apart:
            # Nothing is to be found in the parent itself: what was found below it was found below this one.
            self._below: Store | None = parent._below
            self._seen: Changes = parent._seen
        else:
            self._below = parent
            self._seen = {}

    def get(self, key: Key) -> Values | None:
        """Return what a key holds, or None where it was never set."""
        found = self.changes.get(key)
        if found is not None:
            return found
        found = self._seen.get(key)
        if found is None:
            found = self._look_below(key)
        return found or None

    def _look_below(self, key: Key) -> Values:
        """Look a key up in the stores below, and remember it in all of those on the path."""
        seen = self._seen
        passed = [seen]
        store = self._below
        while store is not None:
            found = store.changes.get(key)
            if found is None:
                seen = store._seen
                found = seen.get(key)
            if found is not None:
                break
            passed.append(seen)
            store = store._below
        else:
            found = ()
        for seen in passed:
            seen[key] = found
        return found

    @property
    def read(self) -> Changes:
        """What was looked up below, where it is kept apart: nothing where a key was not bound."""
        return self._seen

    def holds(self, read: Changes) -> bool:
        """Return whether looking up what was read elsewhere gives the same here."""
        get = self.get
        for key, values in read.items():
            found = get(key) or ()
            if found is not values and found != values:
                return False
        return True

    def set(self, key: Key, values: Values) -> None:
        """Bind a key, here and in no store below."""
        self.changes[key] = values

    def since(self, base: Store) -> Changes:
        """Return everything that changed since ``base``, which lies below this store, as a new dict."""
        if self.parent is base:
            return self.changes.copy()
        layers = []
        store: Store | None = self
        while store is not None and store is not base:
            layers.append(store.changes)
            store = store.parent
        result: Changes = {}
        for changes in reversed(layers):
            result.update(changes)
        return result

    def items(self) -> Changes:
        """Return all that is bound, as a new dict."""
        return self.since(Store())


def join(base: Store, ends: Iterable[Changes]) -> None:
    """Write into ``base`` what holds after one of several paths from it has been taken.

    ``ends`` are the changes of each path; a key that only some paths changed keeps what ``base`` had besides.
    """
    paths = list(ends)
    if not paths:
        return
    first = paths[0]
    if len(paths) == 1:
        base.changes.update(first)
        return
    if len(paths) == 2:
        base.changes.update(_joined(first, paths[1], base.get))
        return
    keys: dict[Key, None] = {}
    for path in paths:
        keys.update(dict.fromkeys(path))
    changes, look_up = base.changes, base.get
    joined: Changes = {}
    for key in keys:
        result = first.get(key) or look_up(key) or UNBOUND_ONLY
        for path in paths:
            values = path.get(key)
            if values is None:
                values = look_up(key) or UNBOUND_ONLY
            if values is not result:
                result = union(result, values)
        joined[key] = result
    changes.update(joined)


def _joined(first: Changes, second: Changes, look_up: Callable[[Key], Values | None]) -> Changes:
    """Return what holds after one of two paths: most tests have two."""
    joined: Changes = {}
    for key, values in first.items():
        other = second.get(key)
        if other is None:
            other = look_up(key) or UNBOUND_ONLY
        if not values:
            values = look_up(key) or UNBOUND_ONLY
        joined[key] = values if other is values else union(values, other)
    for key, values in second.items():
        if key not in joined:
            before = look_up(key) or UNBOUND_ONLY
            joined[key] = before if values is before else union(before, values)
    return joined
