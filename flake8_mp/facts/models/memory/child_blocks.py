"""Blocks that a forked child creates, and that its own resource tracker unlinks when it ends.

``Lib/multiprocessing/resource_tracker.py``: the process that creates or opens a block registers it with its tracker,
which is started then if it does not run, and which unlinks what is registered when the last process that writes to it
has ended. Children share the tracker of their parent, unless they were forked when it did not run yet: then the tracker
is that of the child, and ends with it. Under spawn and forkserver the parent has started it (``popen_spawn_posix.py``).
Locks and queues start none under fork: their semaphores have no names any more (``synchronize.py``).
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from flake8_mp.facts.arguments import Arguments, Bound, LibraryCall
from flake8_mp.facts.events import Memory, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.subjects import BLOCKS
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.store import Store
from flake8_mp.facts.values import Obj, Values, constant_of
from flake8_mp.rule import FORK


class ChildBlocks(Model):
    """Looks for blocks that a forked child creates for others, when its parent has no resource tracker yet.

    Owns: the resource tracker.
    Emits: :class:`Memory`.
    """

    _listens_for = BLOCKS

    _has_tracker = Slot[bool]("whether the parent may have started a resource tracker")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._made: list[Obj] = []
        """The blocks that the child which runs has created."""
        self._sent: set[int] = set()
        """The blocks whose names it has sent to other processes."""
        self._named: list[tuple[str, Obj]] = []
        """Blocks that ended with the child, by the constant that they were named with."""
        self._opened: set[str] = set()
        """The constant names under which blocks are opened."""

    # -- the tracker of the parent ----------------------------------------------------------------------------------

    def before_call_plain(self, name: str, arguments: Arguments) -> None:
        if name.startswith("multiprocessing.resource_tracker."):
            if self.interp.world.kind == "child":
                self._made.clear()  # it sees to what its tracker does
            else:
                self._has_tracker.set(True)

    def before_run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        if self.interp.world.kind == "main" and "fork" not in methods:
            self._has_tracker.set(True)

    # -- what the child creates -------------------------------------------------------------------------------------

    def around_run_child(self, proceed: Callable[..., None], *rest: Any, **details: Any) -> None:
        outer = self._made, self._sent
        self._made, self._sent = [], set()
        try:
            proceed(*rest, **details)
        finally:
            self._made, self._sent = outer

    def after_effect_shared_memory(self, call: LibraryCall) -> None:
        obj, world = call.obj, self.interp.world
        if world.kind != "child":
            self._has_tracker.set(True)
        if obj is None or obj.kind != "SharedMemory" or call.arguments.more:
            return
        name = constant_of(call.bound["name"][1]) if "name" in call.bound else None
        creates = self.interp.conditions.truth(call.bound["create"][1]) if "create" in call.bound else False
        if creates is False and isinstance(name, str):
            self._opened.add(name)
        if creates is not True or world.kind != "child" or "track" in call.bound or self.interp.unsure:
            return
        if "fork" in world.methods and self.interp.worker.parent_kind == "main" and self._is_alone():
            self._made.append(obj)
            if isinstance(name, str):
                self._named.append((name, obj))

    def _is_alone(self) -> bool:
        """Return whether the child was forked by a parent that had no tracker for certain."""
        parent = self.interp.worker.parent
        if parent is None or parent.get(self._has_tracker.key()) or self.interp.world.pool is not None:
            return False
        # A SharedMemoryManager starts one when it is made (``managers.py``).
        return not any("SharedMemoryManager" in source.code for source in self.interp.imports.sources())

    def after_put(self, obj: Obj, values: Values, item: ast.AST, arguments: Arguments, bound: Bound, name: str) -> None:
        for part in self.interp.objects.reachable(values) if self._made else ():
            block = part.parent if part.kind == "name of shared memory" else part
            if block in self._made:
                self._sent.add(block.ident)

    def on_child_ran(self, region: Region, result: Values, node: ast.AST) -> None:
        if not region.finished:
            # It goes on for good, and its tracker with it.
            self._named = [(name, one) for name, one in self._named if one not in self._made]
            return
        outer = self.interp.store
        for block in self._made:
            unlinks = False
            for path in region.finished:
                self.interp.store = Store(outer)
                self.interp.store.changes.update(path)
                unlinks = unlinks or self.interp.can(block, "unlinked", "escaped")
            self.interp.store = outer
            if unlinks:
                self._named = [(name, one) for name, one in self._named if one is not block]
            elif block.ident in self._sent:
                self._ends(block)

    def on_finish(self) -> None:
        for name, block in self._named:
            if name in self._opened and block.ident not in self._sent:
                self._ends(block)

    def _ends(self, block: Obj) -> None:
        place = Place(block.source, block.node)
        self.interp.emit(Memory(place, FORK, problem="ended with child", name=block.kind, made=place))
