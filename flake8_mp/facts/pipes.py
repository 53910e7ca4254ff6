"""Pipes: which end is whose, in which direction, and who holds the other one."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.queues import Queues
from flake8_mp.facts.values import Context, Obj, Values, const, constant_of


class Pipes(Queues):
    """Pipes."""

    def effect_pipe(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> None:
        assert obj is not None
        duplex = self.truth(bound["duplex"][1]) if "duplex" in bound else None if arguments.more else True
        self.store.set((obj.ident, "#duplex"), (const(duplex),))
        ends = super()._pair(obj)
        first, second = (end for values in ends for end in values if isinstance(end, Obj))
        self.pairs[obj.ident] = (first, second)

    def _pair(self, value: Obj) -> list[Values]:
        pair = self.pairs.get(value.ident)
        return [(end,) for end in pair] if pair is not None else super()._pair(value)

    def _item(self, obj: Obj, index: Values, node: ast.Subscript) -> Values:
        pair = self.pairs.get(obj.ident)
        if pair is not None:
            position = constant_of(index)
            return (pair[position],) if position in (0, 1, -1, -2) else pair
        return super()._item(obj, index, node)

    def effect_poll(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> None:
        assert obj is not None
        if name.endswith("fileno"):
            self.move(obj, add="elsewhere")
            self.part(obj).unknown = True
