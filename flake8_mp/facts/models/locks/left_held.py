"""What an exception leaves undone while the process survives it: a lock that stays held, an item that is never done.

Only exceptions count that code in sight raises with a statement, and that a handler in sight catches.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.events import LockUse, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.library.locks import LIMITS, MUTEXES
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.source import Source
from flake8_mp.facts.store import Changes, Store
from flake8_mp.facts.tree import last_name, walk
from flake8_mp.facts.values import NONE, Method, Obj, Value, Values, const, constant_of

_BEGINS = {**dict.fromkeys(MUTEXES | LIMITS, "acquire"), "JoinableQueue": "get"}
_ENDS = frozenset({"release", "task_done"})
_MOST_BASES = 8


class LeftHeld(Model):
    """Looks for exceptions that a worker survives, and that leave a lock held or an item undone.

    Owns: what was begun with ``acquire`` or ``get`` and is not ended yet.
    Emits: :class:`LockUse`.
    """

    _listens_for = ("Lock", "Semaphore", "JoinableQueue")

    _open = Slot[Place | None]("by the lock or queue, where it was acquired or read, until it is released or done")
    _raised = Slot[Place]("where the last exception was raised")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._left: dict[Obj, Place] = {}
        """By the lock or queue, where it was begun what an exception leaves open."""
        self._found: dict[Obj, tuple[Place, Place | None]] = {}
        """Those that stay open while the worker goes on, or until it ends, and what has handed it over here."""
        self._ended_elsewhere: set[Obj] = set()
        """Those that other code ends for whoever has begun it."""

    def before_call(self, callee: Value, arguments: Arguments) -> None:
        if not isinstance(callee, Method) or not isinstance(callee.receiver, Obj) or callee.function is not None:
            return
        obj = callee.receiver
        if obj.kind not in _BEGINS or obj.cls is not None:
            return
        if callee.name in _ENDS:
            if self.interp.world.kind != "child" and self._open.get(obj.ident) is None:
                self._ended_elsewhere.add(obj)
            self._open.set(None, obj.ident)
        elif callee.name == _BEGINS[obj.kind]:
            self._confirm(obj, self._open.values(obj.ident))
            plain = not arguments.args and not arguments.kwargs and not arguments.more
            if plain:
                self._open.set(self.interp.place(arguments.node), obj.ident)
            else:
                # Perhaps it was not acquired.
                self._open.drop(obj.ident)

    def _confirm(self, obj: Obj, values: Values) -> None:
        """Note that something stays open that an exception has left so."""
        place = self._left.get(obj)
        if place is None or const(place) not in values:
            return
        if obj.kind == "JoinableQueue":
            self.ask.part(obj).raises = place
        else:
            self._found[obj] = place, self.interp.world.handed_here

    def before_raised(self, values: Values, node: ast.Raise) -> None:
        self._raised.set(self.interp.place(node))

    def around_handle(self, proceed: Callable[..., bool], handler: ast.ExceptHandler, region: Region) -> bool:
        if self.interp.world.kind != "child" or any(isinstance(n, ast.Raise) for n in walk(*handler.body)):
            return proceed(handler, region)
        left = [pair for path in region.ends.get("raise", ()) for pair in self._left_by(path, region, handler)]
        goes = proceed(handler, region)
        for obj, place in left:
            if const(place) in self._open.values(obj.ident):
                self._left.setdefault(obj, place)
        return goes

    def _left_by(self, path: Changes, region: Region, handler: ast.ExceptHandler) -> list[tuple[Obj, Place]]:
        """Return what stays open on a path to a handler, and is ended on all paths on which nothing is raised."""
        raised = self._raised.there(path)
        source = self.interp.frame.source
        if raised is None or not _catches(handler, raised, source) or self._may_end_later(region):
            return []
        return self._open_on(path, region.ends.get("normal", []), region.base)

    def _may_end_later(self, region: Region) -> bool:
        """Return whether the function that a try statement stands in ends things outside of what is tried."""
        function = self.interp.frame.function
        sources = {self.interp.frame.source, *(frame.source for frame in self.interp.modules.values())}
        tried = set(walk(*region.statement.body)) if region.statement is not None else set()
        for node in walk(function.node) if function is not None else ():
            name = last_name(node)
            if name and node not in tried:
                if name in _ENDS or any(
                    source.may_lead_to(each, _ENDS) for source in sources for each in source.functions.get(name, ())
                ):
                    return True
        return False

    def _open_on(self, path: Changes, normal: list[Changes], base: Store) -> list[tuple[Obj, Place]]:
        """Return what is open at the end of one path, and ended on the normal ones from the same point."""
        found = []
        _, name = self._open.key()
        for ident in {ident for end in normal for ident, key in end if key == name}:
            obj, key = self.interp.made_objects.get(ident), (ident, name)
            place = constant_of(path.get(key) or base.get(key) or ())
            if obj is not None and isinstance(place, Place) and all(end.get(key) == NONE for end in normal):
                found.append((obj, place))
        return found

    def on_child_ran(self, region: Region, result: Values, node: ast.AST) -> None:
        ends = region.finished
        for obj in list(self._left):
            for path in ends:
                self._confirm(obj, path.get(self._open.key(obj.ident)) or ())
        for path in region.ends.get("raise", []):
            for obj, place in self._open_on(path, ends, region.base):
                if obj.kind in LIMITS:
                    self._found.setdefault(obj, (place, self.interp.world.handed_here))

    def on_finish(self) -> None:
        for obj, (place, because) in self._found.items():
            if obj not in self._ended_elsewhere:
                self.interp.emit(LockUse(place, problem="lost", words=obj.kind), because)


def _catches(handler: ast.ExceptHandler, raised: Place, source: Source) -> bool:
    """Return whether a handler is one for what is raised at a place."""
    if handler.type is None:
        return True
    types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    caught = {last_name(each) for each in types}
    exception = raised.node.exc if isinstance(raised.node, ast.Raise) else None
    if exception is None:
        return False
    todo = [last_name(exception.func if isinstance(exception, ast.Call) else exception)]
    seen: set[str] = set()
    while todo and len(seen) < _MOST_BASES:
        name = todo.pop()
        seen.add(name)
        if name in caught:
            return True
        known = getattr(builtins, name, None) if name else None
        if isinstance(known, type):
            if {each.__name__ for each in known.__mro__} & caught:
                return True
            continue
        for each in {raised.source, source}:
            for node in walk(each.tree):
                if isinstance(node, ast.ClassDef) and node.name == name:
                    todo += [last_name(base) for base in node.bases if last_name(base) not in seen]
    return False
