"""Flags of objects whose methods are targets: attributes that are set in the parent's copy, which waits in ``join``."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import LibraryCall, is_given
from flake8_mp.facts.events import Life, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.own_attributes import OwnCalls, assigned_in, looped_on, methods_of, passes_on_itself
from flake8_mp.facts.models.subjects import PROCESSES
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import Class, Const, Method, Obj, Values

_LEAVE = (ast.Break, ast.Return, ast.Raise, ast.Yield, ast.YieldFrom)


class LateFlags(Model):
    """Looks for attributes that end the loop of a target, and are set while it runs, before its process is joined.

    Problems of :class:`Life` events: ``set in copy``.

    Owns: attributes of objects whose methods are targets.
    Emits: :class:`Life`.
    """

    _listens_for = PROCESSES

    _late = Slot[tuple[Place, str]]("by the process, where what its target loops on is set in the parent's copy")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._processes: dict[int, list[tuple[Obj, str]]] = {}
        """By the object whose method is a target, the processes, each with the name of the method."""
        self._ends: dict[tuple[Class, str], dict[str, bool]] = {}
        """By the class and the method, the attributes that alone end its loop, each with the value that does."""

    def before_run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        target = self.interp.given.values(obj, "target")
        value = target[0] if len(target) == 1 else None
        if obj.cls is None and isinstance(value, Method) and isinstance(value.receiver, Obj):
            known = self._processes.setdefault(value.receiver.ident, [])
            if (obj, value.name) not in known:
                known.append((obj, value.name))

    def before_set_attributes(self, owners: Values, name: str, values: Values) -> None:
        owner, target = owners[0] if len(owners) == 1 else None, self.interp.binding.target
        if not isinstance(owner, Obj) or owner.cls is None or self.interp.world.kind not in ("main", "library"):
            return
        value = values[0].value if len(values) == 1 and isinstance(values[0], Const) else None
        if owner.ident not in self._processes or not isinstance(value, bool) or not isinstance(target, ast.Attribute):
            return
        function = self.interp.frame.function
        if function is not None and function.owner is owner.cls:
            # What its own methods set is looked at as a whole.
            return
        for process, method in self._processes[owner.ident]:
            if self._ends_of(owner.cls, method).get(name) is not value:
                continue
            if self.interp.must(process, "started") and not self.interp.can(process, "ended", "joined", "escaped"):
                words = self.interp.frame.source.segment(target, 28)
                self._late.set((self.interp.place(target), words), process.ident)

    def before_effect_join(self, call: LibraryCall) -> None:
        process = call.obj
        if process is None or process.kind != "Process" or is_given(call.bound, "timeout") or self.interp.again:
            return
        found = self._late.get(process.ident)
        if found is None or self.interp.can(process, "ended", "joined", "escaped"):
            return
        place, words = found
        self.interp.emit(Life(place, problem="set in copy", words=words, cause=self.interp.place(call.node)))

    def _ends_of(self, cls: Class, target: str) -> dict[str, bool]:
        if (cls, target) not in self._ends:
            self._ends[cls, target] = self._find_ends(cls, target)
        return self._ends[cls, target]

    def _find_ends(self, cls: Class, target: str) -> dict[str, bool]:
        classes, outside, complete = self.interp.objects.lineage(cls)
        methods = methods_of(classes)
        if not complete or outside or target not in methods:
            return {}
        inside = OwnCalls(methods).led_to(target)
        if {"__setattr__", "__getattr__", "__getattribute__"} & methods.keys() or any(
            passes_on_itself(methods[name]) for name in inside
        ):
            return {}
        loops = [node for node in walk(methods[target]) if isinstance(node, (ast.While, ast.For))]
        if len(loops) != 1 or any(isinstance(node, _LEAVE) for node in walk(methods[target])):
            # Something else may end it.
            return {}
        ends = dict(looped_on(methods[target]))
        for attribute in methods.keys() | {each for name in inside for each, _, _ in assigned_in(methods[name])}:
            ends.pop(attribute, None)
        return ends
