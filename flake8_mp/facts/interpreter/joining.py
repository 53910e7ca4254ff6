"""Lists, tuples and dicts that are made of others: added, repeated, merged."""

from __future__ import annotations

import ast

from flake8_mp.facts.interpreter.component import Component
from flake8_mp.facts.interpreter.containers import LONGEST_DISPLAY
from flake8_mp.facts.values import NOTHING, Obj, Values, constant_of, union


class Joining(Component):
    """Makes containers of containers."""

    def joined(self, node: ast.BinOp, left: Values, right: Values) -> Obj | None:
        """Return the list or tuple that ``+`` or ``*`` makes of one, None where it is not about such."""
        parts = [v for v in (*left, *right) if isinstance(v, Obj) and v.kind in ("list", "tuple")]
        if not parts:
            return None
        first, second = self.interp.containers.items_in_order(left), self.interp.containers.items_in_order(right)
        if self._grows(node):
            first = second = None
        if isinstance(node.op, ast.Add) and first is not None:
            if second is not None:
                return self.interp.containers.container(parts[0].kind, node, first + second)
            return self.interp.containers.container(
                parts[0].kind, node, first, more=self.interp.containers.elements(right)
            )
        items, times = (first, constant_of(right)) if first is not None else (second, constant_of(left))
        if isinstance(node.op, ast.Mult) and items is not None and type(times) is int:
            if 0 <= times * len(items) <= LONGEST_DISPLAY:
                return self.interp.containers.container(parts[0].kind, node, items * times)
        return self.interp.containers.container(
            parts[0].kind, node, more=union(*(self.interp.containers.elements((part,)) for part in parts))
        )

    def _grows(self, node: ast.BinOp) -> bool:
        """Return whether the result takes the place of an operand, so that another round makes it longer."""
        outer = self.interp.syntax.node_around(node)
        if not isinstance(outer, ast.Assign):
            return False
        segment = self.interp.frame.source.segment
        operands = {segment(node.left), segment(node.right)}
        return any(segment(target) in operands for target in outer.targets)

    def merged(self, values: Values) -> tuple[dict[str, Values], Values]:
        """Return what a dict that is merged into another one brings: by its known keys, and what else is in it."""
        if len(values) == 1 and isinstance(values[0], Obj) and values[0].kind == "dict":
            one = values[0]
            return {
                key: self.interp.containers.element(one, key) or NOTHING for key in self.interp.containers.keys(one)
            }, self.interp.containers.rest(one)
        return {}, union(
            *([self.interp.containers.dict_values(v) if isinstance(v, Obj) else NOTHING for v in values] or [NOTHING])
        )
