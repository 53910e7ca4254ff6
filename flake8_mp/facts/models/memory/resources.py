"""Resources and their lives: shared memory, views on it, threads, locks; who owns them, and what is left at the end."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import LibraryCall, is_given
from flake8_mp.facts.events import Memory, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.library.kinds import BLOCKS, SEMAPHORES
from flake8_mp.facts.models import subjects
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.store import Changes
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import (
    NOTHING,
    UNBOUND,
    Const,
    Frame,
    Obj,
    Values,
    const,
    is_none,
    states_of,
    words_of,
)

_ABOUT_ARRAYS = frozenset({"shape", "dtype", "nbytes", "size", "ndim", "strides", "itemsize", "flags", "base"})
"""What an array knows without looking into its memory."""
_LEFT = frozenset({"leak", "leak on a way", "dropped"})
_FAILURES = frozenset({"FileNotFoundError", "BufferError", "OSError", "ValueError"})


class Resources(Model):
    """Follows blocks of shared memory, who has to unlink them, and what is left at the end.

    Owns: the kinds ``SharedMemory`` and ``ShareableList``, what has to unlink them.
    Emits: :class:`Memory`.
    """

    _origin = Slot[object]("by the block, those by whose name it was opened")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._attached: dict[int, list[Obj]] = {}
        """By the frame, the blocks that it has opened and does not own."""
        self._owned: dict[int, list[Obj]] = {}
        """By the frame that has to see to their end, the resources."""
        self._cleaned_by_name = False
        """Whether something unlinks blocks that it knows by name, or later: nothing else has to."""

    def effect_shared_memory(self, call: LibraryCall) -> Values:
        obj = call.obj
        assert obj is not None
        named = call.bound["name"][1] if "name" in call.bound else None
        if obj.kind == "ShareableList":
            creates: bool | None = is_given(call.bound, "sequence")
        else:
            creates = self.interp.conditions.truth(call.bound["create"][1]) if "create" in call.bound else False
        if call.arguments.more:
            creates = None
        if creates:
            self.interp.move(obj, add="owner")
            if named is not None and not all(is_none(v) for v in named):
                self.interp.move(obj, add="named")
            if any(region.expects for region in self.interp.regions):
                self.interp.move(obj, add="escaped")
            self._owned.setdefault(self.interp.frame.ident, []).append(obj)
        else:
            if creates is False:
                self._attached.setdefault(self.interp.frame.ident, []).append(obj)
            origins = tuple(v.parent for v in named or () if isinstance(v, Obj) and v.parent is not None)
            if origins:
                self._origin.keep(origins, obj.ident)
        return (obj,)

    @only_with(*subjects.BLOCKS, "__traceback__")
    def answer_special_attribute(self, obj: Obj, name: str, node: ast.AST) -> Values | None:
        if obj.kind in ("SharedMemory", "managed SharedMemory"):
            if name == "buf":
                buffer = self.interp.make("buffer", node, parent=obj, tag="buf")
                return (buffer, const(None)) if self.interp.can(obj, "closed") else (buffer,)
            if name == "name":
                self.interp.move(obj, add="named")
                return (self.interp.make("name of shared memory", node, parent=obj, tag="name"),)
        if obj.kind == "ShareableList" and name == "shm":
            return (self.interp.make("SharedMemory", obj.node, parent=obj, tag="shm"),) if obj.cls is None else NOTHING
        if obj.kind == "exception" and name == "__traceback__":
            return (self.interp.make("frame", node),)
        return None

    @only_with(*subjects.BLOCKS)
    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        block = obj.parent if obj.kind in ("view", "memoryview", "buffer") else None
        if block is not None and block.kind == "SharedMemory" and self._is_closed(block):
            if obj.kind == "view" and not attribute.startswith("__") and attribute not in _ABOUT_ARRAYS:
                self.memory("crash", block, node, other=obj)
            elif obj.kind == "buffer" or (
                obj.kind == "memoryview" and not self.interp.must(obj, "released") and attribute == "[]"
            ):
                self.memory("closed", block, node)

    def _is_closed(self, block: Obj) -> bool:
        return self.interp.must(block, "closed") and not self.interp.can(block, "perhaps")

    def memory(self, problem: str, obj: Obj, node: ast.AST, other: Obj | None = None) -> None:
        if problem not in _LEFT and (self.another_round(obj) or self.interp.ready_for(_FAILURES)):
            return
        self.interp.emit(
            Memory(
                Place(obj.source, node) if node is obj.node else self.interp.place(node),
                problem=problem,
                name=obj.kind,
                made=Place(obj.source, obj.node),
                other=Place(other.source, other.node) if other is not None else None,
            )
        )

    def on_out_of_order(self, branches: list[Changes]) -> None:
        for path in branches:
            for obj, _ in self.interp.changed_states(path):
                if obj.kind in BLOCKS:
                    self.interp.set_states(obj, (const(frozenset({"escaped"})),))

    def another_round(self, obj: Obj) -> bool:
        """Return whether a second round of a loop meets another object, which is the same to this machine."""
        return bool(self.interp.again) and (
            obj in self.interp.many or any(obj in values for values in self.interp.rounds)
        )

    def origins_of(self, block: Obj) -> Values:
        """Return the blocks by whose name a block was opened; nothing where that is not known."""
        return self._origin.values(block.ident)

    def on_failed(self, changes: Changes) -> None:
        for obj, values in self.interp.changed_states(changes):
            if obj.kind in BLOCKS:
                gone = tuple(v for v in values if isinstance(v, Const) and "unlinked" in words_of(v))
                if gone:
                    # What failed is the unlinking, or something behind it: the block is gone already, but whether
                    # what refers to it now still does is not known.
                    self.interp.set_states(obj, tuple(const(words_of(v) | {"perhaps"}) for v in gone))

    def effect_unlink(self, call: LibraryCall) -> Values:
        obj = call.obj
        assert obj is not None
        if self.interp.must(obj, "unlinked") and not self.interp.can(obj, "perhaps"):
            self.memory("unlinked twice", obj, call.node)
        self.interp.move(obj, add="unlinked")
        if obj.parent is not None:
            self.interp.move(obj.parent, add="unlinked")
        for origin in self.ask.origins_of(obj):
            if isinstance(origin, Obj):
                self.interp.move(origin, add="escaped")
        if not self.interp.can(obj, "owner") and obj.parent is None:
            self._cleaned_by_name = True
        return NOTHING

    def effect_close(self, call: LibraryCall) -> None:
        obj = call.obj
        assert obj is not None
        if obj.kind in BLOCKS:
            for view in self.ask.live_views(obj):
                self.memory("views", obj, call.node, other=view)
        self.interp.move(obj, add="closed")

    def after_bind_name(self, name: str, values: Values, node: ast.AST) -> None:
        for value in values:
            if isinstance(value, Obj) and value.kind == "memoryview" and value.parent is not None:
                self.ask.view_named(value, name)
            elif isinstance(value, Obj) and (name in self.interp.frame.globals or name in self.interp.frame.nonlocals):
                self.interp.hooks.keep(value)

    def on_keep(self, obj: Obj) -> None:
        """Note that an object is reachable for longer than the function that made it."""
        if obj.kind in BLOCKS or obj.kind in SEMAPHORES or obj.kind in ("view", "list", "dict", "tuple", "set"):
            if not self.interp.must(obj, "kept"):
                self.interp.move(obj, add="kept")
                for values in self.interp.objects.parts(obj):
                    for value in values:
                        if isinstance(value, Obj):
                            self.interp.hooks.keep(value)

    def after_set_attributes(self, owners: Values, name: str, values: Values) -> None:
        for value in values:
            if isinstance(value, Obj):
                self.interp.hooks.keep(value)
                only = owners[0] if len(owners) == 1 else None
                if value.kind == "memoryview" and value.parent is not None and isinstance(only, Obj):
                    self.ask.view_named(value, name, only)
                for owner in owners:
                    if (
                        isinstance(owner, Obj)
                        and owner.cls is not None
                        and self.interp.objects.class_attribute(owner.cls, "__del__")
                    ):
                        self.interp.objects.escape((value,))

    def on_entered_without_manager(self, obj: Obj, node: ast.AST) -> None:
        if obj.kind == "SharedMemory":
            self.memory("with", obj, node)
            self.interp.move(obj, add="escaped")

    def on_ended(self, frame: Frame, region: Region, result: Values) -> None:
        """Look what is left of the objects that a frame owns, on every path out of it."""
        objects = self._owned.pop(frame.ident, [])
        if frame.parent is None and frame.source is self.interp.source and self.interp.world.kind == "main":
            # The program ends, and with it the other modules of it.
            for module in self.interp.modules.values():
                objects += self._owned.pop(module.ident, [])
        mapped = [*objects, *self._attached.pop(frame.ident, [])]
        if not mapped:
            return
        returned = self.interp.objects.reachable(result)
        for obj in objects:
            if obj in returned and self.interp.frame is not frame:
                self._owned.setdefault(self.interp.frame.ident, []).append(obj)
            elif obj.kind in BLOCKS:
                if frame.parent is not None and self.interp.world.kind == "main" and self._kept(obj):
                    self._owned.setdefault(self.interp.frame.module.ident, []).append(obj)
                else:
                    self._left(obj, region, frame)
        if frame.parent is not None:
            self._dropped(mapped, returned)

    def _dropped(self, mapped: list[Obj], returned: list[Obj]) -> None:
        """Note arrays that live on when the block that they point into is gone with the function that opened it."""
        views = [*returned, *(view for block in mapped for view in self.ask.views_of(block))]
        for view in dict.fromkeys(views):
            block = view.parent
            if block is None or block not in mapped or block in returned or view.kind not in ("view", "buffer"):
                continue
            survives = view in returned or self.interp.must(view, "kept")
            if survives and block.kind == "SharedMemory" and not self._elsewhere(block):
                self.memory("dropped", block, block.node, other=view)

    def _kept(self, obj: Obj) -> bool:
        return (self.interp.must(obj, "kept") or self.interp.must(obj, "named")) and not self.interp.can(obj, "escaped")

    def _elsewhere(self, obj: Obj) -> bool:
        return self.interp.can(obj, "escaped") or self.interp.can(obj, "kept")

    def _left(self, obj: Obj, region: Region, frame: Frame) -> None:
        top = frame.parent is None
        branches: list[tuple[str, Changes]] = [(kind, path) for kind, ends in region.ends.items() for path in ends]
        leaks, ends = [], 0
        for kind, path in branches:
            values = self.interp.states_in(path, obj) or self.interp.states_in(region.base, obj)
            if not values or (UNBOUND in values and len(values) == 1):
                continue
            states = states_of(values)
            if any("escaped" in state or (not top and "kept" in state) for state in states):
                return
            ends += 1
            if states and all("unlinked" not in state for state in states):
                leaks.append(kind)
            elif states and any("unlinked" not in state for state in states) and UNBOUND not in values:
                # Where it is made on some paths only, those may be the ones on which it is unlinked.
                leaks.append("partly")
        if not leaks or self._cleaned_by_name or (top and self.interp.hooks.mentioned_elsewhere(obj)):
            return
        found = [v for _, path in branches for v in self.interp.states_in(path, obj) if isinstance(v, Const)]
        if not top and any("named" in words_of(state) for state in found):
            # Code that has the name can unlink it.
            return
        # Where each path that was followed raises, what unlinks it stands on the one that it was written for.
        is_in_sight = set(leaks) == {"raise"} and _unlinks(frame)
        if len(leaks) == ends and "partly" not in leaks and not is_in_sight:
            self.memory("leak", obj, obj.node)
        else:
            self.memory("leak on a way", obj, obj.node)

    def on_narrowed(self, before: Values, after: Values) -> None:
        for value in before:
            if isinstance(value, Obj) and value not in after and value.kind in BLOCKS:
                # On this path the object was never made.
                self.interp.set_states(value, (UNBOUND,))

    def on_abandoned(self) -> None:
        self._owned.clear()

    def cleaned_elsewhere(self) -> None:
        """Note that something unlinks blocks that it knows by name, or later."""
        self._cleaned_by_name = True


def _unlinks(frame: Frame) -> bool:
    """Return whether the code of a frame unlinks anything."""
    scope = frame.function.node if frame.function is not None else frame.source.tree
    return any(isinstance(node, ast.Attribute) and node.attr == "unlink" for node in walk(scope))
