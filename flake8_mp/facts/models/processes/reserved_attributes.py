"""Attributes of subclasses of Process that bear a name which Process itself uses.

It encodes ``BaseProcess`` of ``Lib/multiprocessing/process.py``: the constructor of a process copies ``_config`` of the
process that runs and appends to its ``_identity``, ``start`` refuses a process that has a ``_popen``, and ``pid``,
``ident``, ``exitcode`` and ``sentinel`` are properties without a setter.
"""

from __future__ import annotations

import ast

from flake8_mp.facts.events import Life, Place
from flake8_mp.facts.library import api
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.subjects import PROCESSES
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.values import Const, Context, Obj, Value, Values, is_none

_READ_ONLY = frozenset({"pid", "ident", "exitcode", "sentinel"})
_FOR_CHILDREN = {"_config": "dict", "_identity": "tuple"}
"""What a process passes on to those that it makes itself, with the type that it has to be of."""


class ReservedAttributes(Model):
    """Looks for attributes of processes that replace those of Process.

    Problems of :class:`Life` events: ``read-only``, ``reserved``.

    Owns: attributes of processes that Process has as well.
    Emits: :class:`Life`.
    """

    _listens_for = PROCESSES

    _replaced = Slot[Place]("by the process and the attribute, where it is replaced")

    def before_set_attributes(self, owners: Values, name: str, values: Values) -> None:
        owner, target = owners[0] if len(owners) == 1 else None, self.interp.binding.target
        if not isinstance(owner, Obj) or owner.kind != "Process" or owner.cls is None or target is None:
            return
        if not isinstance(target, ast.Attribute) or any(region.expects for region in self.interp.regions):
            return
        if self.interp.objects.class_attribute(owner.cls, name) or not self.interp.objects.lineage(owner.cls)[2]:
            # The class has an attribute or a property of its own.
            return
        if name in _READ_ONLY:
            self._note(target, "read-only")
        elif name == "_popen" and not self._may_be_its_own(owner, values):
            self._note(target, "reserved")
        elif name in _FOR_CHILDREN:
            if values and all(self._is_another_type(value, _FOR_CHILDREN[name]) for value in values):
                self._replaced.set(self.interp.place(target), owner.ident, of=name)
            else:
                self._replaced.drop(owner.ident, of=name)

    def before_started(self, what: str, node: ast.AST, context: Context) -> None:
        process = self.interp.world.process
        if self.interp.world.kind != "child" or process is None or process.cls is None or self.interp.unsure:
            return
        for name in _FOR_CHILDREN:
            place = self._replaced.get(process.ident, of=name)
            if place is not None:
                words = place.source.segment(place.node, 28)
                event = Life(place, problem="reserved", words=words, cause=self.interp.place(node))
                self.interp.emit(event, because=Place(process.source, process.node))

    def _may_be_its_own(self, owner: Obj, values: Values) -> bool:
        """Return whether ``start`` may still find what it expects, or has been called already."""
        if self.interp.world.kind == "child" or not self.interp.must(owner, "built"):
            return True
        if self.interp.can(owner, "started", "escaped"):
            return True
        return not values or any(not isinstance(v, (Const, Obj)) or is_none(v) for v in values)

    def _note(self, target: ast.Attribute, problem: str) -> None:
        words = self.interp.frame.source.segment(target, 28)
        self.interp.emit(Life(self.interp.place(target), problem=problem, words=words))

    def _is_another_type(self, value: Value, kind: str) -> bool:
        """Return whether a value is certain not to be a dict or a tuple, nor something that may behave like one."""
        if isinstance(value, Const):
            return True
        if not isinstance(value, Obj):
            return False
        if value.cls is None or value.kind != "instance":
            return value.kind in ("list", "dict", "tuple", "set") and value.kind != kind
        _, outside, complete = self.interp.objects.lineage(value.cls)
        return (
            complete and set(outside) <= api.PLAIN_BASES and not self.interp.objects.class_attribute(value.cls, "copy")
        )
