"""Flags of Process subclasses: attributes that ``run`` loops on, and that methods for the parent set in its copy."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_mp.facts.events import Life, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.own_attributes import OwnCalls, assigned_in, looped_on, methods_of, passes_on_itself
from flake8_mp.facts.source import Source
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import Class, Obj, Values
from flake8_mp.facts.values import Method as Bound

_BASES = frozenset({"multiprocessing.Process", "multiprocessing.process.BaseProcess"})
_ENDING = frozenset({"terminate", "kill", "set", "put", "put_nowait", "send", "cancel"})
"""Methods by which a process, or the loop in it, may be ended."""


class StopFlags(Model):
    """Looks for attributes that end the loop of ``run``, and are set only in the parent's copy.

    Owns: attributes of classes whose base is Process, as the text has them.
    Emits: :class:`Life`.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._classes: dict[Class, None] = {}
        self._targets: dict[tuple[Class, str], None] = {}
        """The methods that are targets of processes, each with the class of its object."""

    def refine_class_of(self, result: Values, node: ast.ClassDef) -> Values:
        if node.bases and self.interp.frame.source is self.interp.source:
            self._classes.update((value, None) for value in result if isinstance(value, Class))
        return result

    def on_run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        if obj.cls is not None or "Thread" in self.interp.source.code:
            # The same method may be that of a thread.
            return
        for value in self.interp.given.values(obj, "target"):
            owner = value.receiver if isinstance(value, Bound) else None
            if isinstance(value, Bound) and isinstance(owner, Obj) and owner.cls is not None:
                if owner.cls.source is self.interp.source:
                    self._targets[owner.cls, value.name] = None

    def on_finish(self) -> None:
        for cls, target in self._targets:
            classes, outside, complete = self.interp.objects.lineage(cls)
            if complete and not outside and all(c.source is cls.source for c in classes):
                for place, words in self._waited_for_in_vain(classes, target):
                    self.interp.emit(Life(place, problem="set late", words=words))
        for cls in self._classes:
            classes, outside, complete = self.interp.objects.lineage(cls)
            if complete and outside and set(outside) <= _BASES and all(c.source is cls.source for c in classes):
                for place, words in self._set_uselessly(classes):
                    self.interp.emit(Life(place, problem="set late", words=words))

    def _waited_for_in_vain(self, classes: list[Class], target: str) -> Iterator[tuple[Place, str]]:
        """Yield where a method sets what the target of a process loops on, in this process, and joins the process."""
        source, methods = classes[0].source, methods_of(classes)
        if target not in methods or {"__setattr__", "__getattr__", "__getattribute__"} & methods.keys():
            return
        calls = OwnCalls(methods)
        inside = calls.led_to(target)
        if any(passes_on_itself(methods[name]) for name in inside):
            return
        ends = {flag: ending for name in inside for flag, ending in looped_on(methods[name])}
        for attr in methods.keys() | {attr for name in inside for attr, _, _ in assigned_in(methods[name])}:
            ends.pop(attr, None)
        for name, method in methods.items():
            if name in inside or name == "__init__" or method.decorator_list:
                continue
            found = [assigned for attr, assigned, value in assigned_in(method) if attr in ends and value is ends[attr]]
            # Few methods set a flag: of the others it is not asked what they lead to.
            if not found or target in calls.named(name) or _is_handed_on(source, name):
                continue
            if _joins(calls, name) or any(_joins_after(calls, other, name) for other in methods.keys() - inside):
                for assigned in found:
                    yield Place(source, assigned), source.segment(assigned, 28)

    def _set_uselessly(self, classes: list[Class]) -> Iterator[tuple[Place, str]]:
        """Yield where methods that ``run`` does not lead to set what it loops on."""
        source, methods = classes[0].source, methods_of(classes)
        if "run" not in methods or {"start", "__setattr__", "__getattr__", "__getattribute__"} & methods.keys():
            return
        inside = OwnCalls(methods).led_to("run")
        if any(passes_on_itself(methods[name]) for name in inside):
            return
        flags = {flag for name in inside for flag, _ in looped_on(methods[name])}
        flags -= methods.keys() | {attr for name in inside for attr, _, _ in assigned_in(methods[name])}
        before = {attr: value for attr, _, value in assigned_in(methods.get("__init__"))} | _of_body(classes)
        for name, method in methods.items():
            if name in inside or name == "__init__" or method.decorator_list or _is_handed_on(source, name):
                continue
            for attr, target, value in assigned_in(method):
                if attr in flags and type(before.get(attr)) is bool and value is not before[attr]:
                    if isinstance(value, bool):
                        yield Place(source, target), source.segment(target, 28)


def _joins(calls: OwnCalls, name: str) -> bool:
    """Return whether a method waits without a limit for a process to end, and does nothing else to end it."""
    called = calls.called(name)
    return not _ENDING & called.keys() and any(not c.args and not c.keywords for c in called.get("join", ()))


def _joins_after(calls: OwnCalls, name: str, setter: str) -> bool:
    """Return whether a method joins like that, and calls what sets the flag; nor does what it calls do anything
    else.
    """
    if not _joins(calls, name):
        return False
    led_to = calls.led_to(name)
    return setter in led_to and not any(_ENDING & calls.called(other).keys() for other in led_to)


def _of_body(classes: list[Class]) -> dict[str, object]:
    """Return the constants that the bodies of classes bind."""
    found: dict[str, object] = {}
    for cls in classes:
        for node in cls.node.body if isinstance(cls.node, ast.ClassDef) else ():
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        found.setdefault(target.id, node.value.value)
    return found


def _is_handed_on(source: Source, name: str) -> bool:
    """Return whether a method is passed on somewhere: a handler, or a thread of the child, may call it."""
    called = {id(node.func) for node in walk(source.tree) if isinstance(node, ast.Call)}
    return any(
        (isinstance(node, ast.Attribute) and node.attr == name and id(node) not in called)
        or (isinstance(node, ast.Constant) and node.value == name)
        for node in walk(source.tree)
    )
