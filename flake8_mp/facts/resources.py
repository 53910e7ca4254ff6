"""Resources and their lives: shared memory, views on it, threads, locks; who owns them, and what is left at the end."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.events import (
    Memory,
    Place,
)
from flake8_mp.facts.kinds import BLOCKS, SEMAPHORES
from flake8_mp.facts.machine import Region
from flake8_mp.facts.store import Changes
from flake8_mp.facts.threads import Threads
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import (
    NOTHING,
    UNBOUND,
    Const,
    Context,
    Frame,
    Function,
    Method,
    Obj,
    Partial,
    Values,
    const,
    is_none,
    states_of,
    union,
)

_ABOUT_ARRAYS = frozenset({"shape", "dtype", "nbytes", "size", "ndim", "strides", "itemsize", "flags", "base"})
"""What an array knows without looking into its memory."""
_LEFT = frozenset({"leak", "leak on a way", "dropped"})
_FAILURES = frozenset({"FileNotFoundError", "BufferError", "OSError", "ValueError"})


class Resources(Threads):
    """Follows what happens to resources, and who is left with them."""

    def effect_shared_memory(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        assert obj is not None
        named = bound["name"][1] if "name" in bound else None
        if obj.kind == "ShareableList":
            creates: bool | None = "sequence" in bound and not all(is_none(v) for v in bound["sequence"][1])
        else:
            creates = self.truth(bound["create"][1]) if "create" in bound else False
        if arguments.more:
            creates = None
        if creates:
            self.move(obj, add="owner")
            if named is not None and not all(is_none(v) for v in named):
                self.move(obj, add="named")
            if any(region.expects for region in self.regions):
                self.move(obj, add="escaped")
            self.owned.setdefault(self.frame.ident, []).append(obj)
        else:
            if creates is False:
                self.attached.setdefault(self.frame.ident, []).append(obj)
            origins = tuple(v.parent for v in named or () if isinstance(v, Obj) and v.parent is not None)
            if origins:
                self.store.set((obj.ident, "#origin"), origins)
        return (obj,)

    def special_attribute(self, obj: Obj, name: str, node: ast.AST) -> Values | None:
        if obj.kind in ("SharedMemory", "managed SharedMemory"):
            if name == "buf":
                buffer = self.make("buffer", node, parent=obj, tag="buf")
                return (buffer, const(None)) if self.can(obj, "closed") else (buffer,)
            if name == "name":
                self.move(obj, add="named")
                return (self.make("name of shared memory", node, parent=obj, tag="name"),)
        if obj.kind == "ShareableList" and name == "shm":
            return (self.make("SharedMemory", obj.node, parent=obj, tag="shm"),) if obj.cls is None else NOTHING
        if obj.kind == "exception" and name == "__traceback__":
            return (self.make("frame", node),)
        return super().special_attribute(obj, name, node)

    def touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        super().touch(obj, node, attribute)
        block = obj.parent if obj.kind in ("view", "memoryview", "buffer") else None
        if block is not None and block.kind == "SharedMemory" and self.must(block, "closed"):
            if obj.kind == "view" and not attribute.startswith("__") and attribute not in _ABOUT_ARRAYS:
                self._memory("crash", block, node, other=obj)
            elif obj.kind == "buffer" or (
                obj.kind == "memoryview" and not self.must(obj, "released") and attribute == "[]"
            ):
                self._memory("closed", block, node)

    def _memory(self, problem: str, obj: Obj, node: ast.AST, other: Obj | None = None) -> None:
        if problem not in _LEFT and (self._another_round(obj) or self.ready_for(_FAILURES)):
            return
        self.emit(
            Memory(
                Place(obj.source, node) if node is obj.node else self.place(node),
                problem=problem,
                name=obj.kind,
                made=Place(obj.source, obj.node),
                other=Place(other.source, other.node) if other is not None else None,
            )
        )

    def out_of_order(self, ways: list[Changes]) -> None:
        super().out_of_order(ways)
        for way in ways:
            for ident, name in way:
                obj = self.objects.get(ident) if name == "#state" else None
                if obj is not None and obj.kind in BLOCKS:
                    self.store.set((ident, name), (const(frozenset({"escaped"})),))

    def _another_round(self, obj: Obj) -> bool:
        """Tell whether a second round of a loop meets another object, which is the same to this machine."""
        return bool(self.again) and (obj in self.many or any(obj in values for values in self.rounds))

    def failed(self, changes: Changes) -> None:
        super().failed(changes)
        for (ident, name), values in changes.items():
            obj = self.objects.get(ident) if name == "#state" else None
            if obj is not None and obj.kind in BLOCKS:
                gone = tuple(v for v in values if isinstance(v, Const) and "unlinked" in words_of(v))
                if gone:
                    # What failed is the unlinking, or something behind it: the block is gone already.
                    self.store.set((ident, name), gone)

    def effect_unlink(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> Values:
        assert obj is not None
        if self.must(obj, "unlinked"):
            self._memory("unlinked twice", obj, arguments.node)
        self.move(obj, add="unlinked")
        if obj.parent is not None:
            self.move(obj.parent, add="unlinked")
        for origin in self.store.get((obj.ident, "#origin")) or ():
            if isinstance(origin, Obj):
                self.move(origin, add="escaped")
        if not self.can(obj, "owner") and obj.parent is None:
            self.cleaned_by_name = True
        return NOTHING

    def effect_close(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> None:
        assert obj is not None
        if obj.kind in BLOCKS:
            for view in self._live_views(obj):
                self._memory("views", obj, arguments.node, other=view)
        self.move(obj, add="closed")

    def _live_views(self, block: Obj) -> list[Obj]:
        found = []
        for value in self.store.get((block.ident, "#views")) or ():
            frame_id, name = value.value if isinstance(value, Const) and isinstance(value.value, tuple) else (0, "")
            frame: Frame | None = self.frame
            while frame is not None and frame.ident != frame_id:
                frame = frame.parent
            values = self.store.get((frame_id, name)) if frame is not None else None
            views = [v for v in values or () if isinstance(v, Obj) and v.kind == "memoryview" and v.parent is block]
            if values and len(views) == len(values) and not any(self.can(v, "released") for v in views):
                found += views
        return found

    def bind_name(self, name: str, values: Values, node: ast.AST) -> None:
        super().bind_name(name, values, node)
        for value in values:
            if isinstance(value, Obj) and value.kind == "memoryview" and value.parent is not None:
                key = (value.parent.ident, "#views")
                entry = const((self.frame.ident, name))
                self.store.set(key, union(self.store.get(key) or (entry,), (entry,)))
            elif isinstance(value, Obj) and (name in self.frame.globals or name in self.frame.nonlocals):
                self.keep(value)

    def keep(self, obj: Obj) -> None:
        """Note that an object is reachable for longer than the function that made it."""
        if obj.kind in BLOCKS or obj.kind in SEMAPHORES or obj.kind in ("view", "list", "dict", "tuple", "set"):
            if not self.must(obj, "kept"):
                self.move(obj, add="kept")
                for values in self.parts(obj):
                    for value in values:
                        if isinstance(value, Obj):
                            self.keep(value)

    def _set_attributes(self, owners: Values, name: str, values: Values) -> None:
        super()._set_attributes(owners, name, values)
        for value in values:
            if isinstance(value, Obj):
                self.keep(value)
                for owner in owners:
                    if isinstance(owner, Obj) and owner.cls is not None and self.class_attribute(owner.cls, "__del__"):
                        self.escape((value,))

    def effect_release_view(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> None:
        assert obj is not None
        self.move(obj, add="released")

    def effect_view_self(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        assert obj is not None
        return (self.make("memoryview", arguments.node, parent=obj.parent or obj),)

    def effect_closing(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        made = self.make("closing", arguments.node)
        self.store.set((made.ident, "#thing"), arguments.args[0][1] if arguments.args else NOTHING)
        return (made,)

    def effect_mmap(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> None:
        assert obj is not None
        values = bound["fileno"][1] if "fileno" in bound else NOTHING
        if all(isinstance(v, Const) and v.value == -1 for v in values):
            self.move(obj, add="anonymous")

    def entered_without_manager(self, obj: Obj, node: ast.AST) -> None:
        if obj.kind == "SharedMemory":
            self._memory("with", obj, node)
            self.move(obj, add="escaped")

    def effect_defer(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> Values:
        for values in arguments.all():
            functions = [v.function if isinstance(v, Method) else v for v in values]
            if any(isinstance(f, Function) and _unlinks(f) for f in functions):
                # It runs later, and sees to what there is then.
                self.cleaned_by_name = True
            self.escape(values)
        return arguments.args[0][1] if arguments.args else NOTHING

    def effect_enter_context(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        entered: list[Values] = []

        def body(values: Values) -> bool:
            entered.append(values)
            return True

        for _, values in arguments.args[:1]:
            for value in values:
                if isinstance(value, Obj) and value.kind != "context manager":
                    enter = self.object_attribute(value, "__enter__", arguments.node)
                    for method in enter or ():
                        entered.append(self.call(method, Arguments(arguments.node)))
                    self.escape((value,))
        return union(*entered) if entered else NOTHING

    def effect_atexit(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> Values:
        if not any(isinstance(v, Function) and _asks_who_it_is(v) for values in arguments.all() for v in values):
            self.store.set((0, "#atexit"), (const(True),))
        if arguments.args:
            self.at_exit(arguments.args[0][1], arguments.node)
        return self.effect_defer(name, arguments, bound, obj, context)

    def ended(self, frame: Frame, region: Region, result: Values) -> None:
        """Look what is left of the objects that a frame owns, on every way out of it."""
        objects = self.owned.pop(frame.ident, [])
        mapped = [*objects, *self.attached.pop(frame.ident, [])]
        if not mapped:
            return
        returned = self._reach(result)
        for obj in objects:
            if obj in returned and self.frame is not frame:
                self.owned.setdefault(self.frame.ident, []).append(obj)
            elif obj.kind in BLOCKS:
                if frame.parent is not None and self.world.kind == "main" and self._kept(obj):
                    self.owned.setdefault(self.frame.module.ident, []).append(obj)
                else:
                    self._left(obj, region, top=frame.parent is None)
        if frame.parent is not None:
            self._dropped(mapped, returned)

    def _dropped(self, mapped: list[Obj], returned: list[Obj]) -> None:
        """Note arrays that live on when the block that they point into is gone with the function that opened it."""
        views = [*returned, *(view for block in mapped for view in self.views.get(block.ident, ()))]
        for view in dict.fromkeys(views):
            block = view.parent
            if block is None or block not in mapped or block in returned or view.kind not in ("view", "buffer"):
                continue
            survives = view in returned or self.must(view, "kept")
            if survives and block.kind == "SharedMemory" and not self._elsewhere(block):
                self._memory("dropped", block, block.node, other=view)

    def _kept(self, obj: Obj) -> bool:
        return (self.must(obj, "kept") or self.must(obj, "named")) and not self.can(obj, "escaped")

    def _elsewhere(self, obj: Obj) -> bool:
        return self.can(obj, "escaped") or self.can(obj, "kept")

    def _reach(self, values: Values) -> list[Obj]:
        found: list[Obj] = []
        seen: list[Function] = []
        todo = list(values)
        while todo and len(found) < 50:
            value = todo.pop()
            if isinstance(value, Method):
                value = value.receiver
            if isinstance(value, Obj) and value not in found:
                found.append(value)
                todo += [v for inner in self.parts(value) for v in inner]
            elif isinstance(value, Function) and value.local and value not in seen:
                seen.append(value)
                todo += self.captured(value)
            elif isinstance(value, Partial):
                todo += [v for inner in (*value.args, *(x for _, x in value.kwargs)) for v in inner]
        return found

    def _left(self, obj: Obj, region: Region, top: bool) -> None:
        ways: list[tuple[str, Changes]] = [(kind, way) for kind, ends in region.ends.items() for way in ends]
        leaks, ends = [], 0
        for kind, way in ways:
            values = way.get((obj.ident, "#state")) or region.base.get((obj.ident, "#state"))
            if values is None or (UNBOUND in values and len(values) == 1):
                continue
            states = states_of(values)
            if any({"escaped"} & state or (not top and "kept" in state) for state in states):
                return
            ends += 1
            if states and all("unlinked" not in state for state in states):
                leaks.append(kind)
            elif states and any("unlinked" not in state for state in states):
                leaks.append("partly")
        if not leaks or self.cleaned_by_name or (top and self.mentioned_elsewhere(obj)):
            return
        found = [v for _, way in ways for v in way.get((obj.ident, "#state")) or () if isinstance(v, Const)]
        if not top and any("named" in words_of(state) for state in found):
            # Who has the name can unlink it.
            return
        if len(leaks) == ends and "partly" not in leaks:
            self._memory("leak", obj, obj.node)
        else:
            self._memory("leak on a way", obj, obj.node)


def _unlinks(function: Function) -> bool:
    return any(isinstance(n, ast.Attribute) and n.attr == "unlink" for n in walk(function.node))


def _asks_who_it_is(function: Function) -> bool:
    return any(isinstance(n, ast.Attribute) and n.attr in ("getpid", "current_process") for n in walk(function.node))


def words_of(state: Const) -> frozenset[str]:
    """Return the words of one state of an object."""
    return state.value if isinstance(state.value, frozenset) else frozenset()
