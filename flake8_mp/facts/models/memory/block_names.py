"""Names that a program gives to blocks of shared memory itself: who creates a block under one, and who opens it."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments, Bound, LibraryCall
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.subjects import BLOCKS
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.values import Context, Obj, Values, constant_of

"""What a block may be that is no longer there under its name."""


class BlockNames(Model):
    """Follows which block the program has created under which name.

    Owns: names of blocks that are no attribute of a block.
    """

    _listens_for = BLOCKS

    _name = Slot[str]("by the block, the name that the program gives it")
    _created = Slot[object]("by the name, the block that was created under it last")
    _made_at = Slot[int]("by the name, how many calls there were then")
    _opened = Slot[object]("by the block, those that were created under the name that it was opened by")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._handed_at = 0
        """How many calls there were when a worker was started or got a task last: it may know each of the names."""

    def on_run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        self._handed_at = self.interp.call_count

    def on_task(
        self, obj: Obj, function: tuple[ast.AST, Values], arguments: Arguments, context: Context, bound: Bound
    ) -> None:
        self._handed_at = self.interp.call_count

    def after_effect_shared_memory(self, call: LibraryCall) -> None:
        obj = call.obj
        if obj is None or obj.kind != "SharedMemory" or call.arguments.more or "name" not in call.bound:
            return
        creates = self.interp.conditions.truth(call.bound["create"][1]) if "create" in call.bound else False
        key = self._key(*call.bound["name"])
        if not key or creates is None:
            return
        earlier = self._created.values(of=key)
        there = bool(earlier) and all(isinstance(v, Obj) for v in earlier)
        if not creates:
            self._opened.keep(earlier if there else (), obj.ident)
            return
        if there and isinstance(constant_of(call.bound["name"][1]), str):
            before = min(self._made_at.each(of=key), default=0)
            gone = any(self.interp.can(v, "unlinked", "escaped") for v in earlier if isinstance(v, Obj))
            if not gone and self._handed_at <= before:
                self.ask.memory("twice", obj, call.node)
        self._created.keep((obj,), of=key)
        self._made_at.set(self.interp.call_count, of=key)
        self._name.set(key, obj.ident)

    def _key(self, node: ast.AST, values: Values) -> str:
        """Return what is the same text for the same name of a block; empty where that is not known.

        It is a constant, or the attribute of one object, which a worker has as its parent does.
        """
        text = constant_of(values)
        if isinstance(text, str):
            return repr(text)
        if isinstance(node, ast.Attribute) and not any(isinstance(v, Obj) for v in values):
            owners = self.interp.expressions.eval(node.value)
            if len(owners) == 1 and isinstance(owners[0], Obj) and owners[0].cls is not None:
                if node.attr not in owners[0].cls.source.reset_attributes and owners[0] not in self.interp.many:
                    return f"{owners[0].ident}.{node.attr}"
        return ""

    def after_effect_unlink(self, call: LibraryCall) -> None:
        key = self._name.get(call.obj.ident) if call.obj is not None else None
        if key is not None:
            self._created.set(None, of=key)

    def refine_origins_of(self, values: Values, block: Obj) -> Values:
        return values or self._opened.values(block.ident)
