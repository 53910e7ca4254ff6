"""Locks that a worker acquires, and keeps where a function or a round of a loop ends before ``release()``."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.events import LockUse, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.library.locks import LIMITS, MUTEXES
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.source import Source
from flake8_mp.facts.tree import last_name, walk
from flake8_mp.facts.values import Method, Obj, Value, Values

_RELEASES = frozenset({"release"})
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)


class LeftEarly(Model):
    """Looks for statements that leave a function or a round of a loop while a lock is acquired.

    Only functions count that both acquire and release it, and only locks that no other function releases.
    Owns: where a worker has acquired a lock that it has not released yet.
    Emits: :class:`LockUse`.
    """

    _listens_for = ("Lock", "Semaphore")

    _acquired = Slot[Place | None]("by the lock, where it was acquired, until it is released")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._left: dict[Place, tuple[Obj, str]] = {}
        """By where it was acquired, a lock that is kept where a statement leaves, and which statement that is."""
        self._kept: dict[Place, Place | None] = {}
        """Those of them that are kept until the worker ends or acquires them again, and what handed it over here."""
        self._released: set[Place] = set()
        """Where locks were acquired that the same function releases on another path."""
        self._released_elsewhere: set[Obj] = set()
        """Those that another function, or another process, releases."""

    # -- what is acquired and released ------------------------------------------------------------------------------

    def before_call(self, callee: Value, arguments: Arguments) -> None:
        for value in arguments.all():
            for one in value:
                if isinstance(one, Obj) and self._acquired.found(one.ident) is not None:
                    # The code that gets it may release it.
                    self._acquired.drop(one.ident)
        if not isinstance(callee, Method) or not isinstance(callee.receiver, Obj) or callee.function is not None:
            return
        lock = callee.receiver
        if lock.kind not in MUTEXES | LIMITS or lock.cls is not None:
            return
        here = self.interp.place(arguments.node)
        if callee.name == "release":
            place = self._acquired.get(lock.ident)
            if place is not None and _function_around(place) is _function_around(here):
                self._released.add(place)
            else:
                self._released_elsewhere.add(lock)
            self._acquired.set(None, lock.ident)
        elif callee.name == "acquire":
            self._note_kept(lock, self._acquired.values(lock.ident))
            # With arguments, perhaps it was not acquired.
            if arguments.args or arguments.kwargs or arguments.more:
                self._acquired.drop(lock.ident)
            else:
                self._acquired.set(here, lock.ident)

    def _note_kept(self, lock: Obj, values: Values) -> None:
        for value in values:
            place = getattr(value, "value", None)
            if isinstance(place, Place) and self._left.get(place, (None,))[0] is lock:
                self._kept.setdefault(place, self.interp.world.handed_here)

    # -- what leaves --------------------------------------------------------------------------------------------------

    def on_returned(self, values: Values, node: ast.Return) -> None:
        self._leaves(node, "return")

    def before_continue_statement(self, node: ast.Continue) -> None:
        self._leaves(node, "continue")

    def before_break_statement(self, node: ast.Break) -> None:
        self._leaves(node, "break")

    def _leaves(self, node: ast.stmt, word: str) -> None:
        """Note the locks that are acquired where a statement leaves a function or a round of a loop."""
        if self.interp.world.kind != "child":
            return
        here = self.interp.place(node)
        function = _function_around(here)
        for kind in (*MUTEXES, *LIMITS):
            for lock in self.interp.objects_of_kind(kind):
                place = self._acquired.get(lock.ident)
                if place is None or place in self._left or _function_around(place) is not function:
                    continue
                if not self._released_on_leaving(node, place, function):
                    self._left[place] = lock, word

    def _released_on_leaving(self, node: ast.stmt, place: Place, function: ast.AST | None) -> bool:
        """Return whether what a statement leaves, or what comes next, may release a lock."""
        inside: ast.AST = node
        for outer in self.interp.syntax.nodes_around(node, function):
            if isinstance(outer, ast.Try) and any(self._may_release(each) for each in outer.finalbody):
                return True
            if isinstance(outer, (ast.With, ast.AsyncWith)) and any(self._may_release(item) for item in outer.items):
                return True
            if isinstance(outer, _LOOPS) and not isinstance(node, ast.Return) and inside in outer.body:
                loop = set(walk(outer))
                if place.node not in loop:
                    return True
                within = set(walk(*outer.body)) if isinstance(node, ast.Continue) else loop
                after = walk(function) if isinstance(node, ast.Break) and function is not None else walk(outer)
                return any(last_name(each) in _RELEASES for each in after if each not in within)
            inside = outer
        return False

    def _may_release(self, part: ast.AST) -> bool:
        """Return whether a piece of code may release something, or a function that it names."""
        return any(source.may_lead_to(part, _RELEASES) for source in self.interp.imports.sources())

    # -- the end ------------------------------------------------------------------------------------------------------

    def on_child_ran(self, region: Region, result: Values, node: ast.AST) -> None:
        for lock in {lock: None for lock, _ in self._left.values()}:
            for path in region.finished:
                self._note_kept(lock, path.get(self._acquired.key(lock.ident)) or ())

    def on_finish(self) -> None:
        kept = [place for place in self._kept if place in self._released]
        if not kept or any(map(_releases_for_others, self.interp.imports.sources())):
            return
        for place in kept:
            lock, word = self._left[place]
            if lock not in self._released_elsewhere:
                self.interp.emit(LockUse(place, problem=word, words=lock.kind), self._kept[place])


def _function_around(place: Place) -> ast.AST | None:
    node: ast.AST | None = place.node
    while node is not None and not isinstance(node, _FUNCTIONS):
        node = place.source.around.get(node)
    return node


def _releases_for_others(source: Source) -> bool:
    """Return whether a function of a file releases what it has not acquired itself, or hands on who does."""
    if "release" not in source.code:
        return False
    acquire = {
        _function_around(Place(source, node)) for node in walk(source.tree) if getattr(node, "attr", "") == "acquire"
    }
    for node in walk(source.tree):
        if last_name(node) in _RELEASES or (isinstance(node, ast.Constant) and node.value in _RELEASES):
            call = source.around.get(node)
            if not isinstance(call, ast.Call) or call.func is not node:
                return True
            if _function_around(Place(source, node)) not in acquire:
                return True
    return False
