"""What is sent more often, or in smaller pieces, than is needed."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.events import Cost, Place
from flake8_mp.facts.library import api
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.values import Context, Measured, Method, Obj, Partial, Value, Values, const

_READS_ALL = frozenset({"Pool.map", "Pool.map_async", "Pool.starmap", "Pool.starmap_async"})
"""What makes a list of its iterable before anything runs: ``Pool._map_async`` in ``Lib/multiprocessing/pool.py``."""
_ONE_BY_ONE = frozenset({"Pool.imap", "Pool.imap_unordered"})
"""What sends each item on its own unless it is set otherwise another ``chunksize``."""
_SINGLE = frozenset({"Pool.apply", "Pool.apply_async"})
MANY = 5_000
"""So many items are too many to send one by one."""
HEAVY = 1_000_000
"""So many bytes are too many to be pickled again and again."""


class Costs(Model):
    """Looks for what is sent more often, or in smaller pieces, than is needed.

    Owns: what is the same in each task.
    Emits: :class:`Cost`.
    """

    _resent_with_each = Slot[object]("by the container, what is heavy and the same in all its elements")

    def before_effect_task(self, call: LibraryCall) -> None:
        if call.name in _READS_ALL and "iterable" in call.bound:
            self._is_exhausted(call.name, [call.bound["iterable"]])
        if call.name in _ONE_BY_ONE and "iterable" in call.bound:
            self._one_by_one(call.name, [call.bound["iterable"]], call.bound.get("chunksize"))
        if call.name in _SINGLE:
            self._sent_in_a_loop([call.bound[key] for key in ("func", "args", "kwds") if key in call.bound])
        elif "func" in call.bound:
            self._sent_with_each(call.bound["func"])
            self._resent([call.bound["iterable"]] if "iterable" in call.bound else [])

    def before_effect_map(self, call: LibraryCall) -> None:
        # Lib/concurrent/futures/process.py: every task is submitted before the first result is given, unless
        # ``buffersize`` (3.14) limits them.
        if "buffersize" not in call.arguments.kwargs and not call.arguments.more:
            self._is_exhausted(call.name, call.arguments.args[1:])
        if call.arguments.args and not call.arguments.more:
            self._one_by_one(call.name, call.arguments.args[1:], call.arguments.kwargs.get("chunksize"))
            self._sent_with_each(call.arguments.args[0])
            self._resent(call.arguments.args[1:])

    def before_effect_submit(self, call: LibraryCall) -> None:
        self._sent_in_a_loop([*call.arguments.args, *call.arguments.kwargs.values()])

    # -- how much at once -----------------------------------------------------------------------------------------

    def _is_exhausted(self, name: str, iterables: list[tuple[ast.AST, Values]]) -> None:
        if iterables and all(self.ask.is_endless(values) for _, values in iterables):
            self.ask.cost("endless", iterables[0][0], name)

    def _one_by_one(
        self, name: str, iterables: list[tuple[ast.AST, Values]], chunksize: tuple[ast.AST, Values] | None
    ) -> None:
        if chunksize is not None and chunksize[1] != (const(1),):
            return
        counts = [self.ask.count(values) for _, values in iterables if not self.ask.is_endless(values)]
        if counts and min(counts) >= MANY:
            self.ask.cost("tiny chunks", iterables[0][0], name, count=min(counts))

    # -- how often ------------------------------------------------------------------------------------------------

    def _sent_in_a_loop(self, given: list[tuple[ast.AST, Values]]) -> None:
        """Note what is given to each task of a loop, and was there before the loop."""
        round_ = next(reversed(self.ask.rounds_here()), None)
        if round_ is None or not isinstance(round_.node, (ast.For, ast.ListComp, ast.SetComp, ast.DictComp)):
            return
        for node, values in given:
            for part, each in self._parts_of(node, values):
                if self._weighs(each) < HEAVY or self.ask.depends(round_, part):
                    continue
                if self._heavy_before(each, round_.began):
                    self._heavy(part, each)

    def _parts_of(self, node: ast.AST, values: Values) -> list[tuple[ast.AST, Values]]:
        """Return the elements of a tuple that is written down, each with its own node."""
        if isinstance(node, ast.Tuple) and len(values) == 1 and isinstance(values[0], Obj):
            items = self.interp.containers.items(values[0])
            if items is not None and len(items) == len(node.elts):
                return list(zip(node.elts, items, strict=True))
        return [(node, values)]

    def _sent_with_each(self, function: tuple[ast.AST, Values]) -> None:
        """Note what a callable takes along: it is pickled with each chunk of tasks."""
        node, values = function
        if self._weighs(values) >= HEAVY:
            self._heavy(node, values)

    def _resent(self, iterables: list[tuple[ast.AST, Values]]) -> None:
        for node, values in iterables:
            for value in values:
                heavy = self._resent_with_each.found(value.ident) if isinstance(value, Obj) else None
                if heavy is not None:
                    self._heavy(node, heavy)

    def _heavy(self, node: ast.AST, values: Values) -> None:
        made = [value.receiver if isinstance(value, Method) else value for value in values]
        places = [Place(value.source, value.node) for value in made if isinstance(value, Obj)]
        cause = places[0] if len(places) == 1 else None
        self.ask.cost("sent again", node, f"{self._weighs(values) / 1e6:.0f}", cause)

    def _weighs(self, values: Values) -> int:
        return min((self._captures(value) for value in values), default=0)

    def _captures(self, value: Value) -> int:
        """Return how many bytes a value takes along, a callable included."""
        if isinstance(value, Partial):
            return sum(self._weighs(v) for v in (*value.args, *(v for _, v in value.kwargs)))
        if isinstance(value, Method):
            return self.ask.weight((value.receiver,))
        return self.ask.weight((value,))

    def _heavy_before(self, values: Values, moment: int) -> bool:
        for value in values:
            parts: tuple[Values, ...] = ((value,),)
            if isinstance(value, Partial):
                parts = (*value.args, *(v for _, v in value.kwargs))
            elif isinstance(value, Method):
                parts = ((value.receiver,),)
            if not all(self.ask.made_before(part, moment) for part in parts if self.ask.weight(part)):
                return False
        return True

    # -- the same in each item ------------------------------------------------------------------------------------

    def refine_call_plain(self, result: Values, name: str, arguments: Arguments) -> Values:
        if len(result) == 1 and isinstance(result[0], Obj) and not arguments.more:
            if name == "itertools.repeat":
                values = arguments.args[0][1] if arguments.args else ()
                if self.ask.weight(values) >= HEAVY:
                    self._resent_with_each.keep(values, result[0].ident)
            elif name in ("zip", "list", "tuple", "enumerate"):
                for _, values in arguments.args:
                    for value in values:
                        heavy = self._resent_with_each.found(value.ident) if isinstance(value, Obj) else None
                        if heavy is not None:
                            self._resent_with_each.keep(heavy, result[0].ident)
        return result

    def around_comprehension(
        self, proceed: Callable[..., Values], node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> Values:
        before = self.interp.call_count
        result = proceed(node)
        made = result[0]
        if isinstance(made, Obj) and made.kind in ("list", "generator"):
            self._same_in_each(made, self.interp.containers.elements(result), before)
        return result

    def after_add(self, container: Obj, values: Values) -> None:
        round_ = self.ask.newest_round()
        if round_ is not None and round_.world is self.interp.world and container.kind == "list":
            self._same_in_each(container, values, round_.began)

    def _same_in_each(self, container: Obj, elements: Values, moment: int) -> None:
        """Note what is the same in all the elements of a container."""
        for element in elements:
            items = (
                self.interp.containers.items(element) if isinstance(element, Obj) and element.kind == "tuple" else None
            )
            for part in items or [(element,)]:
                if self.ask.weight(part) >= HEAVY and self.ask.made_before(part, moment):
                    self._resent_with_each.keep(part, container.ident)

    # -- arrays ---------------------------------------------------------------------------------------------------

    def after_value_sent(self, values: Values, send: api.Send, node: ast.AST, via: str, context: Context) -> None:
        if send.role == "function" or (send.transport == api.INHERITED and via != "Process") or self.interp.unsure:
            return
        methods = self.ask.pickled_under(send.transport, context)
        size = min((v.size if isinstance(v, Measured) and v.array else 0 for v in values), default=0)
        if methods and size >= HEAVY:
            self.interp.emit(Cost(self.interp.place(node), methods, problem="array", words=f"{size / 1e6:.0f}"))
