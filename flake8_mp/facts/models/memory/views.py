"""Views: arrays and memory views that point into a block of shared memory."""

from __future__ import annotations

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.values import DEFAULT, NOTHING, VIEWS, Const, Frame, Obj, Values, const, union

_RAW = "raw array"
"""The kind of what ``get_obj()`` of an Array gives: the memory without the lock."""


class Views(Model):
    """Makes arrays and memory views on blocks of memory, and knows which of them are left.

    Owns: the kinds ``view``, ``memoryview``, ``buffer`` and ``raw array``.
    """

    _names = Slot[tuple[int, str]]("by the block, the frames and the names that stand for memory views on it")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._made_from: dict[int, list[Obj]] = {}
        """By the block, the arrays and memory views that point into it."""

    def views_of(self, block: Obj) -> list[Obj]:
        """Return the arrays and memory views that were made from a block."""
        return self._made_from.get(block.ident, [])

    def view_named(self, view: Obj, name: str, owner: Obj | None = None) -> None:
        """Called for a name, or of an attribute of ``owner``, that a memory view on a block is bound to."""
        assert view.parent is not None
        entry = const((owner.ident if owner is not None else self.interp.frame.ident, name))
        self._names.keep(union(self._names.values(view.parent.ident) or (entry,), (entry,)), view.parent.ident)

    def answer_call_plain(self, name: str, arguments: Arguments) -> Values | None:
        if name == "memoryview" and arguments.args:
            return self.effect_view(LibraryCall(name, arguments, {}, None, DEFAULT)) or NOTHING
        return None

    def live_views(self, block: Obj) -> list[Obj]:
        """Return the memory views on a block that names and attributes still stand for."""
        found = []
        for value in self._names.values(block.ident):
            frame_id, name = value.value if isinstance(value, Const) and isinstance(value.value, tuple) else (0, "")
            frame: Frame | None = self.interp.frame
            while frame is not None and frame.ident != frame_id:
                frame = frame.parent
            bound = frame is not None or frame_id in self.interp.made_objects
            values = self.interp.store.get((frame_id, name)) if bound else None
            views = [v for v in values or () if isinstance(v, Obj) and v.kind == "memoryview" and v.parent is block]
            if values and len(views) == len(values) and not any(self.interp.can(v, "released") for v in views):
                found += views
        return found

    def effect_view(self, call: LibraryCall) -> Values | None:
        # Only ndarray(buffer=...) releases the buffer that it points into; all others keep close() from working.
        kind = "view" if call.name == "ndarray" else "memoryview"
        for values in call.arguments.all():
            for value in values:
                parent = value.parent if isinstance(value, Obj) else None
                if isinstance(value, Obj) and value.kind == "RawArray" and value.cls is None:
                    parent = value
                if isinstance(value, Obj) and value.kind in (*VIEWS, _RAW, "RawArray") and parent is not None:
                    view = self.interp.make(kind, call.node, parent=parent)
                    known = self._made_from.setdefault(parent.ident, [])
                    if view not in known:
                        known.append(view)
                    return (view,)
        return (self.interp.make(kind, call.node),) if call.name == "memoryview" else NOTHING

    def effect_raw_array(self, call: LibraryCall) -> Values:
        assert call.obj is not None
        return (self.interp.make(_RAW, call.node, parent=call.obj),)

    def effect_release_view(self, call: LibraryCall) -> None:
        assert call.obj is not None
        self.interp.move(call.obj, add="released")

    def effect_view_self(self, call: LibraryCall) -> Values:
        obj = call.obj
        assert obj is not None
        return (self.interp.make("memoryview", call.node, parent=obj.parent or obj),)
