"""What is sent, made or waited for more often than is needed."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.unread import Unread
from flake8_mp.facts.values import Context, Obj, Values

_READS_ALL = frozenset({"Pool.map", "Pool.map_async", "Pool.starmap", "Pool.starmap_async"})
"""What makes a list of its iterable before anything runs: ``Pool._map_async`` in ``Lib/multiprocessing/pool.py``."""


class Costs(Unread):
    """What is sent, made or waited for more often than is needed."""

    def effect_task(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> None:
        if name in _READS_ALL and "iterable" in bound:
            self._read_to_its_end(name, [bound["iterable"]])
        super().effect_task(name, arguments, bound, obj, context)

    def effect_map(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> None:
        # Lib/concurrent/futures/process.py: every task is submitted before the first result is given, unless
        # ``buffersize`` (3.14) limits them.
        if "buffersize" not in arguments.kwargs and not arguments.more:
            self._read_to_its_end(name, arguments.args[1:])
        super().effect_map(name, arguments, bound, obj, context)

    def _read_to_its_end(self, name: str, iterables: list[tuple[ast.AST, Values]]) -> None:
        if iterables and all(self.is_endless(values) for _, values in iterables):
            self.cost("endless", iterables[0][0], name)
