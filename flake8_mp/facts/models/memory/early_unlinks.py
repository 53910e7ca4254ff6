"""Blocks that are unlinked before a worker opens them: a task that was only submitted has not begun yet.

``multiprocessing/pool.py`` and ``concurrent/futures/process.py``: what is submitted goes by a queue and a thread to
a worker, so that the code behind the call has unlinked the block long before. A process that is started has to import
its program first, or at least to set itself up (``multiprocessing/process.py``, ``_bootstrap``).
"""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments, Bound, LibraryCall
from flake8_mp.facts.events import Memory, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.subjects import BLOCKS
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.values import Const, Context, Obj, Values, const

_LATER = frozenset({"apply_async", "map_async", "starmap_async", "submit"})
"""What submits tasks, and does not wait for them."""
_MISSING = frozenset({"FileNotFoundError", "OSError"})


class EarlyUnlinks(Model):
    """Looks for blocks that are unlinked while a worker that is to open them has not begun.

    Owns: the time between the start of a worker and the end of a block.
    Emits: :class:`Memory`.
    """

    _listens_for = BLOCKS

    _opened = Slot[bool]("by the block, whether the worker that runs has opened it by its name")
    _awaited = Slot[tuple[Place, int]]("by the block, the worker that was given it, and the pauses until then")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._opens: dict[ast.AST, list[Obj]] = {}
        """By the place where a worker is handed over, the blocks that it opens on every path."""

    # -- what workers open ----------------------------------------------------------------------------------------

    def after_effect_shared_memory(self, call: LibraryCall) -> None:
        if self.interp.world.kind != "child" or "name" not in call.bound or "create" in call.bound:
            return
        if self.ask.in_initializer():
            return
        names = call.bound["name"][1]
        block = names[0].parent if len(names) == 1 and isinstance(names[0], Obj) else None
        if block is not None and block.kind == "SharedMemory" and not self.interp.ready_for(_MISSING):
            self._opened.set(True, block.ident)

    def on_child_ran(self, region: Region, result: Values, node: ast.AST) -> None:
        ends = region.finished
        for block in self.interp.objects_of_kind("SharedMemory") if ends else ():
            if all(path.get(self._opened.key(block.ident)) == (const(True),) for path in ends):
                self._opens.setdefault(node, []).append(block)

    # -- who waits for them ---------------------------------------------------------------------------------------

    def after_task(
        self, obj: Obj, function: tuple[ast.AST, Values], arguments: Arguments, context: Context, bound: Bound
    ) -> None:
        if getattr(getattr(arguments.node, "func", None), "attr", "") in _LATER:
            self._hand_over(function[0], self.interp.place(function[0]))

    def after_run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        origin = self.interp.given.expressions.get((obj.ident, "target"))
        if obj.cls is not None or origin is None:
            self._hand_over(node, Place(obj.source, obj.node))
        else:
            self._hand_over(origin[0], Place(origin[1].source, origin[0]))

    def _hand_over(self, node: ast.AST, worker: Place) -> None:
        if self.interp.world.kind in ("main", "library") and not self.interp.world.coroutine:
            for block in self._opens.get(node, ()):
                self._awaited.set((worker, self.ask.pauses()), block.ident)

    def before_effect_unlink(self, call: LibraryCall) -> None:
        obj = call.obj
        places = self._awaited.values(obj.ident) if obj is not None and self.interp.world.kind != "child" else ()
        if obj is None or not places or self.ask.leaving() == "raise" or self.interp.can(obj, "escaped"):
            return
        if all(isinstance(value, Const) for value in places):
            for place, since in self._awaited.each(obj.ident):
                if since == self.ask.pauses():
                    made, other = Place(obj.source, obj.node), self.interp.place(call.node)
                    self.interp.emit(Memory(place, problem="unlinked early", made=made, other=other))
