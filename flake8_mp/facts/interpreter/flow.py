"""Loops, and what is tried, protected and entered: paths that come back or are caught."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from flake8_mp.facts.interpreter.component import Component
from flake8_mp.facts.interpreter.paths import PathEnded, Region
from flake8_mp.facts.store import Changes, Store, join
from flake8_mp.facts.tree import last_name, walk
from flake8_mp.facts.values import STABLE, UNBOUND, Const, Obj, Values, union

if TYPE_CHECKING:
    from flake8_mp.facts.interpreter.interpreter import Interpreter

LOOPS = 2
"""So many loops deep are bodies run twice; those inside are run once."""
MOST_APART = 4
"""So many rounds of a loop are run one by one, where that matters."""
_LEAVING = (ast.Break, ast.Continue, ast.Return, ast.Yield, ast.YieldFrom, ast.Await, ast.AsyncFor, ast.AsyncWith)
_BROAD = frozenset({"Exception", "BaseException", "AttributeError", "TypeError"})


class Flow(Component):
    """Executes the statements that repeat, catch and clean up."""

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._single: set[ast.AST] = set()
        """The loops whose body is run once at most."""
        self._apart: set[ast.AST] = set()
        """The loops whose rounds are run one by one."""

    def while_statement(self, node: ast.While) -> bool:
        values = self.interp.conditions.eval_test(node.test)
        if self.interp.conditions.truth(values) is False:
            return self.interp.statements.run(node.orelse)
        endless = self.interp.conditions.truth(values) is True and not _changes(node)

        def body() -> bool:
            self.interp.conditions.refine(node.test, True)
            outer, self.interp.times = self.interp.times, (*self.interp.times, (int(endless), None))
            try:
                return self.interp.statements.run(node.body)
            finally:
                self.interp.times = outer

        return self.run_loop(node, body, node.orelse, certain=endless, endless=endless)

    def for_statement(self, node: ast.For | ast.AsyncFor) -> bool:
        iterable = self.interp.special.iterated(self.interp.expressions.eval(node.iter), node.iter)
        values = self.interp.iteration.values_of(node.iter, iterable)
        items = None
        if len(iterable) == 1 and isinstance(iterable[0], Obj) and iterable[0].kind in ("list", "tuple", "set"):
            items = self.interp.containers.items(iterable[0])
        if items == []:
            return self.interp.statements.run(node.orelse)

        rounds = self.interp.hooks.rounds_of(node, iterable)
        if rounds[1] == 1:
            self._single.add(node)
        else:
            self._single.discard(node)

        apart = self._rounds_apart(node, items)
        if apart:
            self._apart.add(node)
        else:
            self._apart.discard(node)

        def body() -> bool:
            if apart:
                return self.interp.iteration.run_apart(node, apart, values)
            self.interp.binding.bind(node.target, values)
            self.interp.iteration.bind_each(node.target, items, node.body)
            self.interp.rounds.append(values)
            outer, self.interp.times = self.interp.times, (*self.interp.times, rounds)
            try:
                return self.interp.statements.run(node.body)
            finally:
                self.interp.rounds.pop()
                self.interp.times = outer

        # A loop that ends what another one began goes over the same elements: whether there are any matters to both.
        certain = any(isinstance(v, Obj) and v.kind in ("list", "tuple", "set", "dict") for v in iterable)
        certain = certain or any(isinstance(v, Obj) for v in values)
        return self.run_loop(node, body, node.orelse, certain=certain or rounds[1] is not None)

    def _rounds_apart(self, node: ast.For | ast.AsyncFor, items: list[Values] | None) -> list[Values]:
        """Return what the rounds of a loop are about, where they are few and run one by one; else nothing."""
        if items is None or not 1 < len(items) <= MOST_APART or self.interp.looping:
            return []
        if all(item == items[0] for item in items) or not self.interp.hooks.runs_apart(node):
            return []
        return [] if any(isinstance(inner, _LEAVING) for inner in walk(*node.body)) else items

    def run_loop(
        self,
        node: ast.AST,
        body: Callable[[], bool],
        orelse: Sequence[ast.stmt],
        certain: bool,
        endless: bool = False,
    ) -> bool:
        base, again = self.interp.store, self.interp.again
        broken: list[Changes] = []
        most = 2 if self.interp.loops < LOOPS and node not in self._apart else 1
        passes = most if self.interp.hooks.worth_again(node) else 1
        done_once = self.interp.done_once
        self.interp.loops += 1
        self.interp.looping += 1
        unsure, choices = self.interp.world.uncertain, self.interp.choices
        left = [] if certain else [Changes()]
        try:
            for number in range(most):
                if number == passes:
                    break
                if number == passes - 1:
                    self._widen(node)
                self.interp.choices = choices
                self.interp.again += number
                region = self.interp.region({"break", "continue"}, body)
                broken += region.ends.get("break", [])
                onward = region.ends.get("normal", []) + region.ends.get("continue", [])
                if self.interp.done_once != done_once and node not in self._single:
                    passes = most
                if not onward:
                    break
                after = Store(base)
                join(after, onward)
                base.changes.update(after.changes)
                if not endless:
                    left.append(dict(after.changes))
        finally:
            self.interp.again = again
            self.interp.loops -= 1
            self.interp.looping -= 1
            self.interp.world.uncertain, self.interp.choices = unsure, choices
        normal = Store(base)
        join(normal, left)
        ends = list(broken)
        if left:
            self.interp.store = normal
            try:
                if self.interp.statements.run(orelse):
                    ends.append(normal.since(base))
            finally:
                self.interp.store = base
        join(base, ends)
        return bool(ends)

    def _widen(self, node: ast.AST) -> None:
        """Let what a loop assigns be more than the constants it has so far: later rounds make it something else.

        The last round that is run stands for all that follow; a condition that only they fulfil must not count as
        false in it.
        """
        frame = self.interp.frame
        for name in frame.source.names_bound_in(node):
            owner = frame.module if name in frame.globals else frame
            values = self.interp.store.get((owner.ident, name))
            if values is not None and all(isinstance(v, Const) or v is UNBOUND for v in values):
                self.interp.store.set((owner.ident, name), union(values, (STABLE,)))

    def _try(self, node: ast.Try) -> bool:
        if node.finalbody:
            return self.protected(lambda: self._handled(node), lambda: self.interp.statements.run(node.finalbody))
        return self._handled(node)

    def _handled(self, node: ast.Try) -> bool:
        if not node.handlers:
            return self.interp.statements.run(node.body) and self.interp.statements.run(node.orelse)
        anywhere: Changes = {}
        base = self.interp.store

        def body() -> bool:
            inside = self.interp.store
            for statement in node.body:
                self.interp.store = Store(inside)
                try:
                    goes = self.interp.statements.execute(statement)
                finally:
                    changes = self.interp.store.since(inside)
                    self.interp.store = inside
                for key, values in changes.items():
                    before = anywhere.get(key) or base.get(key) or (UNBOUND,)
                    anywhere[key] = union(before, values)
                inside.changes.update(changes)
                if not goes:
                    return False
            return True

        region = self.interp.region(
            {"raise"},
            body,
            expects=self._expects_failure(node),
            handles=_handled(node),
            narrow=len(node.body) < 3,
            statement=node,
            frame=self.interp.frame,
        )
        certain = not region.ends.get("normal") and bool(region.ends.get("raise"))

        def onward() -> bool:
            join(self.interp.store, region.ends["normal"])
            return self.interp.statements.run(node.orelse)

        def handler(this: ast.ExceptHandler) -> Callable[[], bool]:
            def go() -> bool:
                join(self.interp.store, [anywhere, *region.ends.get("raise", [])])
                self.interp.hooks.failed(anywhere)
                if this.type is not None:
                    self.interp.expressions.eval(this.type)
                if this.name:
                    self.interp.binding.bind_name(this.name, (self.interp.make("exception", this),), this)
                if not certain:
                    self.interp.world.uncertain += 1
                went = self.handle(this, region)
                if not certain:
                    self.interp.world.uncertain -= 1
                return went

            return go

        branches = [onward] if region.ends.get("normal") else []
        return self.interp.branch([*branches, *(handler(h) for h in node.handlers)])

    def handle(self, handler: ast.ExceptHandler, region: Region) -> bool:
        """Run a handler; ``region`` is what it belongs to, with the paths on which something was raised there."""
        return self.interp.statements.run(handler.body)

    def handles(self, errors: AbstractSet[str]) -> bool:
        """Return whether a ``try`` around handles one of these exceptions; the empty name is that of all of them."""
        return any(region.handles & errors for region in self.interp.regions)

    def _expects_failure(self, node: ast.Try) -> bool:
        """Return whether a try statement is there because what it tries may not pickle."""
        for handler in node.handlers:
            types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
            names = {last_name(t) for t in types if t is not None}
            if names & {"PicklingError", "PickleError"}:
                return True
            if (
                (not names or names & _BROAD)
                and len(node.body) == 1
                and isinstance(node.body[0], (ast.Expr, ast.Assign))
            ):
                return True
            if names & _BROAD and "dumps" in {getattr(n, "attr", "") for s in node.body for n in walk(s)}:
                return True
        return False

    def protected(self, body: Callable[[], bool], final: Callable[[], bool]) -> bool:
        """Run ``body``, and ``final`` on every path out of it: what ``finally`` and ``with`` do."""
        region = self.interp.region((), body, protects=True)
        goes = False
        for kind, ends in list(region.ends.items()):
            goes = self.run_finally(region, kind, ends, final) or goes
        if region.ends.get("normal"):
            join(self.interp.store, region.ends["normal"])
        return goes

    def run_finally(self, region: Region, kind: str, ends: list[Changes], final: Callable[[], bool]) -> bool:
        base = self.interp.store
        self.interp.store = Store(base)
        join(self.interp.store, ends)
        try:
            went = final()
            if went and kind != "normal":
                self.interp.leave(kind)
                went = False
            if kind == "normal":
                region.ends["normal"] = [self.interp.store.since(base)] if went else []
            return went
        except PathEnded:
            region.ends["normal"] = region.ends.get("normal", []) if kind != "normal" else []
            return False
        finally:
            self.interp.store = base

    def _with(self, node: ast.With | ast.AsyncWith) -> bool:
        return self._enter(node, 0)

    def _enter(self, node: ast.With | ast.AsyncWith, index: int) -> bool:
        if index == len(node.items):
            return self.interp.statements.run(node.body)
        item = node.items[index]
        went = False

        def body(values: Values) -> bool:
            nonlocal went
            if item.optional_vars is not None:
                self.interp.binding.bind(item.optional_vars, values)
            went = self._enter(node, index + 1)
            return went

        call = item.context_expr
        if isinstance(call, ast.Call):
            name = last_name(call.func)
            if name in ("raises", "suppress") or name.startswith("assertRaises"):
                names = frozenset(getattr(a, "attr", getattr(a, "id", "?")) for a in call.args)
                region = self.interp.region(
                    {"raise"},
                    lambda: self.interp.managers.manage(self.interp.expressions.eval(call), call, body),
                    expects=True,
                    handles=names,
                )
                join(self.interp.store, region.ends.get("normal", []) + region.ends.get("raise", []))
                return True
        return self.interp.managers.manage(self.interp.expressions.eval(call), call, body)


def _changes(node: ast.While) -> bool:
    """Return whether a loop itself can change what its test is about: it is true at first only."""
    if any(isinstance(n, (ast.Attribute, ast.Subscript, ast.Call, ast.NamedExpr)) for n in walk(node.test)):
        return True
    asked = {n.id for n in walk(node.test) if isinstance(n, ast.Name)}
    inside = [n for statement in node.body for n in walk(statement)] if asked else []
    return any(isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store) and n.id in asked for n in inside)


def _gives_up(handler: ast.ExceptHandler) -> bool:
    """Return whether a handler ends the program, or passes the exception on."""
    last = handler.body[-1]
    if isinstance(last, ast.Raise):
        return True
    call = last.value if isinstance(last, ast.Expr) else None
    return isinstance(call, ast.Call) and last_name(call.func) in ("exit", "_exit")


def _handled(node: ast.Try) -> frozenset[str]:
    names = set()
    for handler in node.handlers:
        if _gives_up(handler):
            continue
        types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        names |= {"" if t is None else getattr(t, "attr", getattr(t, "id", "?")) for t in types}
    return frozenset(names)
