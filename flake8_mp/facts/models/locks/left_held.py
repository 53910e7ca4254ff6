"""What an exception leaves undone while the process survives it: a lock that stays held, an item that is never done.

Only exceptions count that code in sight raises with a statement, and that a handler in sight catches.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable
from typing import Any

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.events import LockUse, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.library.locks import LIMITS, MUTEXES
from flake8_mp.facts.models.model import Model, only_with
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
            # What was not taken in time raises an exception.
            if plain or obj.kind == "JoinableQueue":
                self._open.set(self.interp.place(arguments.node), obj.ident)
            else:
                # Perhaps it was not acquired.
                self._open.drop(obj.ident)

    @only_with("JoinableQueue")
    def around_run_loop(
        self, proceed: Callable[..., bool], node: ast.AST, body: Callable[[], bool], *rest: Any, **details: Any
    ) -> bool:
        call = node.iter if isinstance(node, ast.For) else None
        getter = call.args[0] if isinstance(call, ast.Call) and len(call.args) == 2 else None
        if self.interp.world.kind != "child" or not isinstance(getter, ast.Attribute) or getter.attr != "get":
            return proceed(node, body, *rest, **details)
        queues = [v for v in self.interp.expressions.eval(getter.value) if isinstance(v, Obj)]

        def takes() -> bool:
            if len(queues) == 1 and queues[0].kind == "JoinableQueue" and queues[0].cls is None:
                self._open.set(self.interp.place(getter), queues[0].ident)
            return body()

        return proceed(node, takes, *rest, **details)

    def _confirm(self, obj: Obj, values: Values) -> None:
        """Note that something stays open that an exception has left so."""
        place = self._left.get(obj)
        if place is None or const(place) not in values:
            return
        if obj.kind == "JoinableQueue":
            self.ask.part(obj).raises = place
        else:
            self._found[obj] = place, self.interp.world.handed_here

    @only_with("JoinableQueue")
    def before_continue_statement(self, node: ast.Continue) -> None:
        """Note an item that was taken in this round, and is not done though the rest of the round says that it is."""
        if self.interp.world.kind != "child":
            return
        around = self._inside_loop(node)
        for queue in self.interp.objects_of_kind("JoinableQueue") if around else ():
            part, values = self.ask.part(queue), self._open.values(queue.ident)
            taken = constant_of(values)
            if part.skips is None and isinstance(taken, Place) and taken.node in set(walk(around[-1])):
                if _says_done(around[-1]) and not any(self._ends(outer) for outer in around[:-1]):
                    part.skips = self.interp.place(node)

    def _inside_loop(self, node: ast.AST) -> list[ast.AST]:
        """Return what is around a statement, up to the loop that it continues with."""
        found = [node]
        for outer in self.interp.syntax.nodes_around(node):
            inside, found = found[-1], [*found, outer]
            if isinstance(outer, (ast.For, ast.AsyncFor, ast.While)) and inside in outer.body:
                return found
        return []

    def _ends(self, node: ast.AST) -> bool:
        """Return whether a statement may end something on each way out of it."""
        if isinstance(node, ast.Try):
            return any(self._may_end(each) for each in node.finalbody)
        return isinstance(node, (ast.With, ast.AsyncWith)) and any(self._may_end(each) for each in node.items)

    def _may_end(self, part: ast.AST) -> bool:
        """Return whether a piece of code may end something, or a function that it names."""
        sources = {self.interp.frame.source, *(frame.source for frame in self.interp.modules.values())}
        return any(source.may_lead_to(part, _ENDS) for source in sources)

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


def _says_done(loop: ast.AST) -> bool:
    """Return whether a loop says of each item that it is done, and of no several at once."""
    inside = [inner for statement in getattr(loop, "body", ()) for inner in walk(statement)]
    loops = [inner for inner in inside if isinstance(inner, (ast.For, ast.AsyncFor, ast.While))]
    said = {inner for inner in inside if last_name(inner) == "task_done"}
    return bool(said) and said.isdisjoint(inner for each in loops for inner in walk(each))


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
