"""What callbacks of a pool collect, and who reads it before any of them can have run.

``Lib/multiprocessing/pool.py``: a thread of the parent calls the callback when the result of its task has arrived.
``close()`` waits for nothing; ``join()`` and ``get()`` do.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.events import Place, PoolUse
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library import api
from flake8_mp.facts.library.pools import LATER
from flake8_mp.facts.models.looked_into import is_looked_into
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import Const, Method, Obj, Values

_FILLING = frozenset({"append", "extend", "insert", "add", "update", "setdefault"})
_CONTAINERS = frozenset({"list", "dict", "set"})


class EarlyReads(Model):
    """Looks for containers that callbacks fill, and that are read before the tasks can have been done.

    Owns: what callbacks fill.
    Emits: :class:`PoolUse`.
    """

    _listens_for = ("callback",)

    _handed_over = Slot[int]("by the container, how many pauses there were when the last task that fills it was given")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._filled: set[Obj] = set()
        """What the callback that is running fills."""
        self._given: dict[Obj, list[Place]] = {}
        """By the container, where the tasks were given whose callbacks fill it."""
        self._early: dict[Obj, tuple[PoolUse, Place | None]] = {}
        """By the container, who reads it too early, unless it is read again later, and what here leads there."""

    # -- who fills it -----------------------------------------------------------------------------------------------

    def before_call_builtin_method(self, receiver: Obj, name: str, arguments: Arguments) -> None:
        if name in _FILLING and self.ask.callback_of() is not None:
            self._filled.add(receiver)

    def before_set_item(self, owners: Values, index: Values, values: Values, node: ast.AST) -> None:
        if self.ask.callback_of() is not None:
            self._filled.update(owner for owner in owners if isinstance(owner, Obj))

    def around_call_api_method(
        self, proceed: Callable[..., Values], receiver: Obj, name: str, row: api.Row, arguments: Arguments
    ) -> Values:
        if receiver.kind != "Pool" or name not in LATER or self.interp.world.kind not in ("main", "library"):
            return proceed(receiver, name, row, arguments)
        outer, self._filled = self._filled, set()
        try:
            found = proceed(receiver, name, row, arguments)
            _, callbacks = arguments.bind(row).get("callback", (arguments.node, ()))
            for callback in callbacks:
                if isinstance(callback, Method) and callback.function is None and callback.name in _FILLING:
                    self._filled.update(one for one in (callback.receiver,) if isinstance(one, Obj))
            for container in self._filled:
                if container.kind in _CONTAINERS and container.cls is None:
                    self._handed_over.set(self.ask.pauses(), container.ident)
                    self._given.setdefault(container, []).append(self.interp.place(arguments.node))
        finally:
            self._filled = outer
        return found

    # -- who reads it -----------------------------------------------------------------------------------------------

    def refine_name(self, values: Values, node: ast.Name) -> Values:
        if self._given and isinstance(node.ctx, ast.Load):
            self._is_read(values, node)
        return values

    def refine_attribute_expression(self, values: Values, node: ast.Attribute) -> Values:
        if self._given and isinstance(node.ctx, ast.Load):
            self._is_read(values, node)
        return values

    def _is_read(self, values: Values, node: ast.expr) -> None:
        container = values[0] if len(values) == 1 else None
        if not isinstance(container, Obj) or container not in self._given:
            return
        if self.interp.world.kind not in ("main", "library"):
            return
        if self.interp.again or self.interp.unsure:
            return
        early, moments = self._early.get(container), self._handed_over.values(container.ident)
        if {v.value for v in moments if isinstance(v, Const)} != {self.ask.pauses()}:
            if early is not None and early[0].place.node is not node:
                # It was only looked at in between.
                del self._early[container]
        elif early is None and is_looked_into(self.interp.syntax, node) and not self._comes_back(container, node):
            words, cause = self.interp.frame.source.segment(node), self._given[container][-1]
            event = PoolUse(self.interp.place(node), problem="callbacks", words=words, cause=cause)
            ours = container.source is self.interp.source
            self._early[container] = event, self.interp.attribution.last_call_here() if ours else None

    def on_finish(self) -> None:
        for event, because in self._early.values():
            self.interp.emit(event, because)

    def _comes_back(self, container: Obj, node: ast.AST) -> bool:
        """Return whether the container is read again later: by the caller, or by a loop that waits."""
        if isinstance(self.interp.syntax.node_around(node), ast.Return):
            return True
        given = {place.node for place in self._given[container]}
        for over in self.interp.syntax.nodes_around(node):
            if isinstance(over, ast.While) or (isinstance(over, ast.For) and not given.isdisjoint(walk(over))):
                return True
        return False
