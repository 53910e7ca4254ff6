"""Blocks of shared memory that end because the last name for them leads elsewhere."""

from __future__ import annotations

import ast

from flake8_mp.facts.events import Memory, Place
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.values import Method, Obj, Partial, Values

_ABOUT_ARRAYS = frozenset({"shape", "dtype", "nbytes", "size", "ndim", "strides", "itemsize", "flags", "base"})
"""What an array knows without looking into its memory."""


class LostBlocks(Model):
    """Follows names that are the only ones for a block, until they stand for something else.

    ``Lib/multiprocessing/shared_memory.py``: the end of a SharedMemory object closes it, whatever points into it.

    Owns: blocks to which nothing refers any more.
    Emits: :class:`Memory`.
    """

    _lost = Slot[Place]("by the block, where its name is taken")

    def before_bind_name(self, name: str, values: Values, node: ast.AST) -> None:
        frame = self.interp.frame
        if name not in frame.globals and name not in frame.nonlocals:
            self._leaves((frame.ident, name), values, node)

    def _leaves(self, key: tuple[int, str], values: Values, node: ast.AST) -> None:
        """Called when a name stands for something else from here on."""
        before = self.interp.store.get(key) or ()
        block = before[0] if len(before) == 1 else None
        if not isinstance(block, Obj) or block.kind != "SharedMemory" or block.cls is not None or block in values:
            return
        if self.interp.again or block in self.interp.many or self.interp.must(block, "closed"):
            return
        if self.interp.can(block, "escaped") or self.interp.can(block, "kept"):
            return
        if any(_refers(found, block) for other, found in self.interp.store.items().items() if other != key):
            return
        self._lost.set(self.interp.place(node), block.ident)

    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        block = obj.parent if obj.kind == "view" else None
        if block is None or attribute in _ABOUT_ARRAYS or attribute.startswith("__"):
            return
        lost = self._lost.get(block.ident)
        if lost is not None:
            made, view = Place(block.source, block.node), Place(obj.source, obj.node)
            self.interp.emit(Memory(lost, problem="lost", name=block.kind, made=made, other=view))


def _refers(values: Values, block: Obj) -> bool:
    """Return whether values keep a block alive: it is one of them, or bound to one."""
    for value in values:
        if value is block or (isinstance(value, Method) and value.receiver is block):
            return True
        if isinstance(value, Partial) and any(_refers(each, block) for each in (value.functions, *value.args)):
            return True
    return False
