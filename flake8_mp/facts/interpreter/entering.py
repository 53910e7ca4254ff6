"""What with statements do: context managers of every kind, left on every path."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.interpreter.component import Component
from flake8_mp.facts.store import join
from flake8_mp.facts.tree import yields
from flake8_mp.facts.values import NOTHING, Obj, Value, Values, union


class Entering(Component):
    """Enters and leaves context managers."""

    def manage(self, managers: Values, node: ast.AST, body: Callable[[Values], bool]) -> bool:
        if len(managers) == 1:
            return self.enter_manager(managers[0], node, body)

        def path(value: Value) -> Callable[[], bool]:
            return lambda: self.enter_manager(value, node, body)

        with self.interp.doubting():
            return self.interp.branch([path(value) for value in managers])

    def enter_manager(self, value: Value, node: ast.AST, body: Callable[[Values], bool]) -> bool:
        if isinstance(value, Obj):
            if value.kind == "context manager" and value.ident in self.interp.suspended:
                return self._manage_generator(value, body)
            if value.kind == "closing":
                inner = self.interp.given.found(value, "thing") or NOTHING
                return self.interp.flow.protected(lambda: body(inner), lambda: self._close(inner, node))
            enter = self.interp.objects.object_attribute(
                value, "__enter__", node
            ) or self.interp.objects.object_attribute(value, "__aenter__", node)
            leave = self.interp.objects.object_attribute(
                value, "__exit__", node
            ) or self.interp.objects.object_attribute(value, "__aexit__", node)
            if enter is not None and enter != NOTHING:
                return self._manage_object(enter, leave or NOTHING, node, body)
            self.interp.hooks.entered_without_manager(value, node)
            given = (value,) if value.kind not in ("instance", "TemporaryDirectory") else NOTHING
            return self.interp.flow.protected(lambda: body(given), lambda: True)
        return self.interp.flow.protected(lambda: body(NOTHING), lambda: True)

    def _manage_object(self, enter: Values, leave: Values, node: ast.AST, body: Callable[[Values], bool]) -> bool:
        entered = union(*(self.interp.calls.call(method, Arguments(node)) for method in enter))

        def final() -> bool:
            exception = [(node, NOTHING)] * 3
            for method in leave:
                self.interp.calls.call(method, Arguments(node, list(exception)))
            return True

        return self.interp.flow.protected(lambda: body(entered), final)

    def _close(self, values: Values, node: ast.AST) -> bool:
        for value in values:
            if isinstance(value, Obj):
                for method in self.interp.objects.object_attribute(value, "close", node) or ():
                    self.interp.calls.call(method, Arguments(node))
        return True

    def _manage_generator(self, value: Obj, body: Callable[[Values], bool]) -> bool:
        """Run a generator that is a context manager: the body of the with statement runs where it yields.

        A ``return``, ``break`` or ``continue`` in the body ends the generator as its normal end does: what stands
        behind the ``yield`` is run (``contextlib._GeneratorContextManager.__exit__``).
        """
        function, arguments, receiver = self.interp.suspended[value.ident]
        goes_on = not isinstance(function.node, ast.Lambda) and _goes_on_after_yield(function.node.body)
        went: list[bool] = []
        left: dict[str, None] = {}
        inside = self.interp.frame, self.interp.loops, self.interp.active, self.interp.world.trace
        paths = ("return", "break", "continue")

        def on_yield(values: Values) -> bool:
            here = self.interp.frame, self.interp.loops, self.interp.active, self.interp.world.trace
            self.interp.frame, self.interp.loops, self.interp.active, self.interp.world.trace = inside
            try:
                region = self.interp.region(paths, lambda: body(values))
            finally:
                self.interp.frame, self.interp.loops, self.interp.active, self.interp.world.trace = here
            went.append("normal" in region.ends)
            ends = list(region.ends.get("normal", []))
            for kind in paths:
                if not goes_on:
                    self.interp.calls.forward(region, kind, f"{kind}@{value.ident}")
                elif region.ends.get(kind):
                    left[kind] = None
                    ends += region.ends[kind]
            join(self.interp.store, ends)
            return bool(ends)

        def run() -> bool:
            self.interp.calls.enter(function, arguments, receiver, on_yield)
            return True

        self.interp.active = list(self.interp.active)
        region = self.interp.region({f"{kind}@{value.ident}" for kind in paths}, run)
        self.interp.active = inside[2]
        for kind in paths:
            self.interp.calls.forward(region, f"{kind}@{value.ident}", kind)
        join(self.interp.store, region.ends.get("normal", []))
        if not went:
            return body(NOTHING)
        if "normal" not in region.ends:
            return False
        for kind in left:
            self.interp.leave(kind)
        return any(went)


def _goes_on_after_yield(body: list[ast.stmt]) -> bool:
    """Return whether a statement stands behind a ``yield`` in code that is left by it on its normal way only."""
    for index, statement in enumerate(body):
        if not yields(statement):
            continue
        if index + 1 < len(body) or isinstance(statement, (ast.For, ast.AsyncFor, ast.While)):
            return True
        if isinstance(statement, ast.Try) and statement.orelse:
            return True
        blocks = [getattr(statement, field, []) for field in ("body", "orelse", "finalbody")]
        blocks += [each.body for each in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ()))]
        return any(_goes_on_after_yield(block) for block in blocks)
    return False
