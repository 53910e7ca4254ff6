"""What a test replaces in its own process, and a worker that imports everything anew reads as it was."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from flake8_mp.facts.arguments import Bound, LibraryCall
from flake8_mp.facts.events import Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.tree import last_name
from flake8_mp.facts.values import NONE, Class, Frame, Function, Imported, Obj, Value, Values, constant_of
from flake8_mp.rule import NOT_FORK


class _Patch(NamedTuple):
    """Something that is replaced for a while: whose attribute, under which name, where, and in which run."""

    owner: Value
    name: str
    place: Place
    run: int


class LostPatches(Model):
    """Follows what tests replace in the project to workers that read it.

    It is replaced by ``patch`` or ``patch.object``, or by pytest's ``monkeypatch`` until the test is over.

    Owns: what is replaced while a worker starts.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._any = "patch.object" in interp.source.code or "patch(" in interp.source.code
        """Whether the file can replace anything in this way."""
        self._active: list[_Patch] = []

    @contextmanager
    def _replaced(self, calls: list[ast.Call]) -> Iterator[None]:
        before = len(self._active)
        for call in calls:
            self._active += self._patches(call)
        try:
            yield
        finally:
            del self._active[before:]

    def _patches(self, call: ast.Call) -> Iterator[_Patch]:
        if _is_patch(call.func):
            yield from self._by_name(call)
            return
        name = call.args[1].value if len(call.args) > 1 and isinstance(call.args[1], ast.Constant) else None
        if not isinstance(name, str) or not _is_patch_object(call.func):
            return
        owner = call.args[0]
        if not isinstance(owner, (ast.Name, ast.Attribute)):
            return
        yield from self._in_owners(self.interp.expressions.eval(owner), name, call)

    def around_call_from_outside(self, proceed: Callable[..., None], *rest: Any) -> None:
        before = len(self._active)
        try:
            proceed(*rest)
        finally:
            del self._active[before:]

    def effect_replace_attribute(self, call: LibraryCall) -> Values:
        """Note what ``monkeypatch.setattr`` replaces: ``(owner, name, value)``, or ``("module.name", value)``."""
        node = call.node
        if isinstance(node, ast.Call) and isinstance(_constant(call.bound, "target"), str):
            self._active += self._by_name(node)
        elif isinstance(attribute := _constant(call.bound, "name"), str):
            self._active += self._in_owners(call.bound["target"][1], attribute, node)
        return NONE

    def _in_owners(self, owners: Values, name: str, node: ast.AST) -> Iterator[_Patch]:
        for value in owners:
            if isinstance(value, (Class, Imported)):
                yield _Patch(value, name, self.interp.place(node), self.interp.world.number)

    def _by_name(self, call: ast.Call) -> Iterator[_Patch]:
        """Give what is replaced by its dotted name, where that is in a module of the project."""
        module, _, name = self._target(call.args[0] if call.args else None).rpartition(".")
        if not module or not name:
            return
        source = self.interp.source
        if module == "__main__":
            owners: Values = (Imported(module, source.path, 0),)
        else:
            found = self.interp.imports.imported(module, 0)
            owners = tuple(one for value in found for one in self.interp.imports.resolve(value))
        for value in owners:
            if isinstance(value, Imported):
                yield _Patch(value, name, self.interp.place(call), self.interp.world.number)

    def _target(self, node: ast.AST | None) -> str:
        """Return the dotted name that a string stands for, in which ``{__name__}`` is the file itself."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        if isinstance(node, ast.JoinedStr) and len(node.values) == 2:
            first, last = node.values
            if isinstance(first, ast.FormattedValue) and getattr(first.value, "id", "") == "__name__":
                text = last.value if isinstance(last, ast.Constant) else None
                return f"__main__{text}" if isinstance(text, str) else ""
        return ""

    def around__with(self, proceed: Callable[..., bool], node: ast.With | ast.AsyncWith) -> bool:
        if not self._any or self.interp.frame.source is not self.interp.source:
            return proceed(node)
        calls = [item.context_expr for item in node.items if isinstance(item.context_expr, ast.Call)]
        with self._replaced(calls):
            return proceed(node)

    def around_enter(self, proceed: Callable[..., Values], function: Function, *rest: Any) -> Values:
        if not self._any or function.source is not self.interp.source or isinstance(function.node, ast.Lambda):
            return proceed(function, *rest)
        frame, self.interp.frame = self.interp.frame, function.frame.module
        try:
            held = self._replaced([each for each in function.node.decorator_list if isinstance(each, ast.Call)])
            held.__enter__()
        finally:
            self.interp.frame = frame
        try:
            return proceed(function, *rest)
        finally:
            held.__exit__(None, None, None)

    # -- what workers read --------------------------------------------------------------------------------------------

    def before_object_attribute(self, obj: Obj, name: str, node: ast.AST) -> None:
        if self._active and self.interp.world.kind == "child" and obj.cls is not None:
            self._read(self.interp.objects.lineage(obj.cls)[0], name, node)

    def before_read_global(self, node: ast.Name, frame: Frame, values: Values) -> None:
        self._read_in(frame, node.id, node)

    def before_read_from_module(self, node: ast.Attribute, name: str, frame: Frame, values: Values) -> None:
        self._read_in(frame, name, node)

    def _read_in(self, frame: Frame, name: str, node: ast.AST) -> None:
        if self._active and self.interp.world.kind == "child":
            modules = [patch.owner for patch in self._active if isinstance(patch.owner, Imported)]
            self._read([one for one in modules if one.path == frame.source.path], name, node)

    def _read(self, owners: list[Class] | list[Imported], name: str, node: ast.AST) -> None:
        mine = [patch for patch in self._active if patch.run == self.interp.world.number]
        for patch in self._active:
            if patch in mine or patch.name != name or not any(patch.owner == owner for owner in owners):
                continue
            if not any(own.name == name for own in mine):
                here = patch.place if patch.place.source is self.interp.source else None
                self.ask.child_read("patched", node, (), NOT_FORK, since=here)


def _constant(bound: Bound, parameter: str) -> object:
    """Return the constant that a parameter is for certain, None where it is something else, or not given."""
    return constant_of(bound[parameter][1]) if parameter in bound else None


def _is_patch(function: ast.expr) -> bool:
    """Return whether a call is one of ``patch`` itself, however it is reached."""
    return last_name(function) == "patch"


def _is_patch_object(function: ast.expr) -> bool:
    """Return whether a call is one of ``patch.object``, however ``patch`` is reached."""
    if not isinstance(function, ast.Attribute) or function.attr != "object":
        return False
    return last_name(function.value) == "patch"
