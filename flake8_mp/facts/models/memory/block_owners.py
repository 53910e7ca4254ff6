"""Objects whose end unlinks a block of shared memory: each copy of them, and each that a worker makes of its name."""

from __future__ import annotations

import ast

from flake8_mp.facts.events import Memory, Place
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.library import api
from flake8_mp.facts.library.kinds import BLOCKS
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import is_name
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import Context, Frame, Function, Obj, Values
from flake8_mp.rule import ALL_METHODS


class BlockOwners(Model):
    """Looks for instances whose ``__del__`` unlinks a block that is not theirs alone.

    Owns: the ends of instances that hold blocks.
    Emits: :class:`Memory`.
    """

    def after_value_sent(self, values: Values, send: api.Send, node: ast.AST, via: str, context: Context) -> None:
        # Lib/multiprocessing/spawn.py: a spawned child ends as a program does, and its objects with it.
        methods = ALL_METHODS if send.transport == api.PICKLED else self.ask.breaking(frozenset({"spawn"}), context)
        if not methods or context.dill or self.interp.unsure:
            return
        for value in values:
            if len(values) == 1 and isinstance(value, Obj) and value.cls is not None and self._ended_blocks(value):
                self.interp.emit(Memory(self.interp.place(node), methods, problem="ended by copy", name=value.cls.name))

    def on_ended(self, frame: Frame, region: Region, result: Values) -> None:
        """Look which instances end with a function of a worker, and with them blocks of its parent."""
        if self.interp.world.kind != "child" or frame.parent is None:
            return
        kept = self.interp.objects.reachable(result)
        names = [key for key in self.interp.store.changes if key[0] == frame.ident]
        for value in {value for key in names for value in self.interp.store.get(key) or ()}:
            if not isinstance(value, Obj) or value.kind != "instance" or value.frame is not frame or value.cls is None:
                continue
            if value in kept or self.interp.can(value, "escaped") or self._lives_on(value, frame):
                continue
            if any(self._has_other_owner(block) for block in self._ended_blocks(value)):
                place = Place(value.source, value.node)
                self.interp.emit(Memory(place, problem="ended by opening", name=value.cls.name))

    def _lives_on(self, obj: Obj, frame: Frame) -> bool:
        """Return whether something refers to an instance that does not end with the function."""
        return any(
            obj in values
            for (ident, name), values in self.interp.store.items().items()
            if ident == frame.module.ident or ident in self.interp.made_objects or not is_name(name)
        )

    def _has_other_owner(self, block: Obj) -> bool:
        """Return whether a block was opened by the name of one that another such object of the parent has."""
        base = self.interp.worker.parent
        if self.interp.can(block, "owner") or base is None:
            return False
        return any(
            isinstance(origin, Obj)
            and self.interp.exists_in(base, origin)
            and any(origin in self._ended_blocks(owner) for owner in self.interp.objects_of_kind("instance"))
            for origin in self.ask.origins_of(block)
        )

    def _ended_blocks(self, obj: Obj) -> list[Obj]:
        """Return the blocks that the end of an instance unlinks, which is the end of each copy."""
        if obj.cls is None or self.ask.has_custom_pickling(obj.cls):
            return []
        found = self.interp.objects.class_attribute(obj.cls, "__del__")
        function = found[0] if found is not None and len(found) == 1 else None
        if not isinstance(function, Function):
            return []
        blocks = []
        for name in self.interp.attributes(obj.ident):
            values = self.interp.store.get((obj.ident, name)) or ()
            if len(values) == 1 and isinstance(values[0], Obj) and values[0].kind in BLOCKS:
                if _unlinks_always(function, name):
                    blocks.append(values[0])
        return blocks


def _unlinks_always(function: Function, attribute: str) -> bool:
    """Return whether a method always unlinks the block in an attribute: it only asks whether there is one."""
    if isinstance(function.node, ast.Lambda):
        return False
    for node in walk(function.node):
        if isinstance(node, (ast.IfExp, ast.BoolOp, ast.Match)):
            return False
        if isinstance(node, ast.If) and not _asks_for(node.test, attribute):
            return False
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == "unlink"
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == attribute
        for node in walk(function.node)
    )


def _asks_for(test: ast.expr, attribute: str) -> bool:
    """Return whether a test asks for nothing but whether an attribute is there and not None."""
    return all(
        node.attr == attribute
        if isinstance(node, ast.Attribute)
        else node.value in (None, attribute)
        if isinstance(node, ast.Constant)
        else node.id in ("self", "hasattr", "getattr")
        if isinstance(node, ast.Name)
        else isinstance(node, (ast.Compare, ast.Call, ast.UnaryOp, ast.cmpop, ast.unaryop, ast.expr_context))
        for node in ast.walk(test)
    )
