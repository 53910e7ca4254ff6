"""What statements do: ways that split, join and end."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from flake8_mp.facts.binding import Binding
from flake8_mp.facts.events import (
    ImportEnd,
)
from flake8_mp.facts.machine import DEPTH, Gone, Region
from flake8_mp.facts.store import Changes, Store, join
from flake8_mp.facts.values import (
    NOTHING,
    UNBOUND,
    Const,
    IsChild,
    IsMethod,
    Obj,
    Values,
    const,
    is_child_pid,
    union,
)

LOOPS = 2
"""So many loops deep are bodies run twice; those inside are run once."""

_ABOUT_PROCESS = frozenset({"__name__", "parent_process", "current_process"})
_BROAD = frozenset({"Exception", "BaseException", "AttributeError", "TypeError"})


class Statements(Binding):
    """Executes statements."""

    def run(self, body: Sequence[ast.stmt]) -> bool:
        """Execute statements in order; return whether the way goes on behind them."""
        return all(self.execute(statement) for statement in body)

    def execute(self, node: ast.stmt) -> bool:
        """Execute one statement; return whether the way goes on behind it."""
        handler = _HANDLERS.get(type(node))
        if handler is None:
            return True
        self.tick()
        if self.depth > DEPTH:
            return True
        self.depth += 1
        try:
            return handler(self, node) is not False
        except Gone:
            return False
        finally:
            self.depth -= 1

    def _expression(self, node: ast.Expr) -> None:
        self.eval(node.value)

    def _return(self, node: ast.Return) -> bool:
        values = self.eval(node.value)
        self.returned(values, node)
        self.store.set((self.frame.ident, "#return"), values)
        self.leave("return")
        return False

    def _raise(self, node: ast.Raise) -> bool:
        values = self.eval(node.exc) if node.exc is not None else NOTHING
        if node.cause is not None:
            self.eval(node.cause)
        self.raised(values, node)
        self.leave("raise")
        return False

    def raised(self, values: Values, node: ast.Raise) -> None:
        """Hear of an exception that is raised by a statement."""
        if self.world.kind == "import" and not self.world.uncertain and self.frame.parent is None:
            if self.world.tests:
                self.emit(ImportEnd(self.place(node)))

    def _assert(self, node: ast.Assert) -> bool:
        if self.truth(self.eval(node.test)) is False:
            if self.world.kind == "import" and not self.world.uncertain and _mentions_name(node.test):
                self.emit(ImportEnd(self.place(node)))
            self.leave("raise")
            return False
        self.refine(node.test, True)
        return True

    def _break(self, node: ast.Break) -> bool:
        self.leave("break")
        return False

    def _continue(self, node: ast.Continue) -> bool:
        self.leave("continue")
        return False

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.bind_name(node.name, self.function(node), node)

    def _class(self, node: ast.ClassDef) -> None:
        self.bind_name(node.name, self.class_of(node), node)

    def _if(self, node: ast.If) -> bool:
        values = self.eval_test(node.test)
        return self.split(node.test, values, lambda: self.run(node.body), lambda: self.run(node.orelse))

    def split(self, test: ast.AST, values: Values, yes: Callable[[], bool], no: Callable[[], bool]) -> bool:
        """Go the way that a test decides, or both."""
        truth = self.truth(values)
        about_name = _mentions_name(test)
        tests = self.world.tests
        if about_name:
            self.world.tests = (*tests, self.place(test))
        try:
            if truth is not None:
                self.refine(test, truth)
                return yes() if truth else no()
            unsure = 0 if self.stable(values) else 1
            self.world.uncertain += unsure
            went: list[bool] = []
            sides: list[str] = []
            entered: list[str] = []
            decided = self.side_of_fork()
            child = self._asks_for_child(values)
            methods = values[0].methods if len(values) == 1 and isinstance(values[0], IsMethod) else None

            def way(run: Callable[[], bool], holds: bool) -> Callable[[], bool]:
                def go() -> bool:
                    self.refine(test, holds)
                    if methods is not None and not self.only(methods, holds):
                        return False
                    if child is not None:
                        side = "child" if child is holds else "parent"
                        self.store.set((0, "#forked"), (const(side),))
                    entered.append(self.side_of_fork())
                    went.append(run())
                    if went[-1]:
                        sides.append(self.side_of_fork())
                    return went[-1]

                return go

            goes = self.branch([way(yes, True), way(no, False)])
            if len(went) == 2 and all(went):
                # Both ways meet again: what comes after does not depend on the test.
                self.world.uncertain -= unsure
            if not decided and sorted(sides) == sorted(entered) == ["child", "parent"]:
                self.both_go_on()
            return goes
        finally:
            self.world.tests = tests

    def _asks_for_child(self, values: Values) -> bool | None:
        """Return whether a test holds in the child of an ``os.fork``, or None where it is about something else."""
        if len(values) == 1 and isinstance(values[0], IsChild):
            return values[0].holds
        if any(map(is_child_pid, values)) and len(values) == 2:
            return False
        return None

    def side_of_fork(self) -> str:
        """Return ``child`` or ``parent`` where an ``os.fork`` has been decided on this way, else nothing."""
        values = self.store.get((0, "#forked")) or ()
        sides = {v.value for v in values if isinstance(v, Const)}
        return str(sides.pop()) if len(sides) == 1 and len(values) == 1 else ""

    def only(self, methods: frozenset[str], holds: bool) -> bool:
        """Note that the start method is one of these, or none of them; return whether that is possible."""
        left = self.methods() & methods if holds else self.methods() - methods
        if left:
            self.store.set((0, "#only"), tuple(const(method) for method in sorted(left)))
        return bool(left)

    def _match(self, node: ast.Match) -> bool:
        subject = self.eval(node.subject)

        def case(index: int) -> bool:
            if index == len(node.cases):
                return True
            this = node.cases[index]
            matches = self._pattern(this.pattern, subject)
            if this.guard is not None and matches is not False:
                matches = self.truth(self.eval(this.guard)) if matches else None
            verdict: Values = (const(matches),) if matches is not None else NOTHING
            return self.split(node.subject, verdict, lambda: self.run(this.body), lambda: case(index + 1))

        return case(0)

    def _pattern(self, pattern: ast.pattern, subject: Values) -> bool | None:
        if isinstance(pattern, ast.MatchValue):
            return self.truth(self._compared(subject, ast.Eq(), self.eval(pattern.value)))
        if isinstance(pattern, ast.MatchOr):
            found = [self._pattern(p, subject) for p in pattern.patterns]
            return True if True in found else (None if None in found else False)
        if isinstance(pattern, ast.MatchAs) and pattern.pattern is None:
            if pattern.name:
                self.bind_name(pattern.name, subject, pattern)
            return True
        return None

    def _while(self, node: ast.While) -> bool:
        values = self.eval_test(node.test)
        if self.truth(values) is False:
            return self.run(node.orelse)
        endless = self.truth(values) is True

        def body() -> bool:
            self.refine(node.test, True)
            return self.run(node.body)

        return self._loop(node, body, node.orelse, certain=endless, endless=endless)

    def _for(self, node: ast.For | ast.AsyncFor) -> bool:
        iterable = self.eval(node.iter)
        values = self.elements(iterable)
        items = None
        if len(iterable) == 1 and isinstance(iterable[0], Obj) and iterable[0].kind in ("list", "tuple", "set"):
            items = self.items(iterable[0])
        if items == []:
            return self.run(node.orelse)

        def body() -> bool:
            self.bind(node.target, values)
            self.rounds.append(values)
            try:
                return self.run(node.body)
            finally:
                self.rounds.pop()

        # A loop that ends what another one began goes over the same elements: whether there are any matters to both.
        certain = any(isinstance(v, Obj) and v.kind in ("list", "tuple", "set", "dict") for v in iterable)
        certain = certain or any(isinstance(v, Obj) for v in values)
        return self._loop(node, body, node.orelse, certain=certain)

    def _loop(
        self,
        node: ast.AST,
        body: Callable[[], bool],
        orelse: Sequence[ast.stmt],
        certain: bool,
        endless: bool = False,
    ) -> bool:
        base, again = self.store, self.again
        broken: list[Changes] = []
        passes = 2 if self.loops < LOOPS and self.worth_again(node) else 1
        self.loops += 1
        unsure = self.world.uncertain
        left = [] if certain else [Changes()]
        try:
            for number in range(passes):
                self.again += number
                region = self.region({"break", "continue"}, body)
                broken += region.ends.get("break", [])
                onward = region.ends.get("normal", []) + region.ends.get("continue", [])
                if not onward:
                    break
                after = Store(base)
                join(after, onward)
                base.changes.update(after.changes)
                if not endless:
                    left.append(dict(after.changes))
        finally:
            self.again = again
            self.loops -= 1
            self.world.uncertain = unsure
        normal = Store(base)
        join(normal, left)
        ends = list(broken)
        if left:
            self.store = normal
            try:
                if self.run(orelse):
                    ends.append(normal.since(base))
            finally:
                self.store = base
        join(base, ends)
        return bool(ends)

    def _try(self, node: ast.Try) -> bool:
        if node.finalbody:
            return self.protected(lambda: self._handled(node), lambda: self.run(node.finalbody))
        return self._handled(node)

    def _handled(self, node: ast.Try) -> bool:
        if not node.handlers:
            return self.run(node.body) and self.run(node.orelse)
        anywhere: Changes = {}
        base = self.store

        def body() -> bool:
            inside = self.store
            for statement in node.body:
                self.store = Store(inside)
                try:
                    goes = self.execute(statement)
                finally:
                    changes = self.store.since(inside)
                    self.store = inside
                for key, values in changes.items():
                    before = anywhere.get(key) or base.get(key) or (UNBOUND,)
                    anywhere[key] = union(before, values)
                inside.changes.update(changes)
                if not goes:
                    return False
            return True

        region = self.region(
            {"raise"},
            body,
            expects=self._expects_failure(node),
            handles=_handled(node),
            narrow=len(node.body) < 3,
        )
        certain = not region.ends.get("normal") and bool(region.ends.get("raise"))

        def onward() -> bool:
            join(self.store, region.ends["normal"])
            return self.run(node.orelse)

        def handler(this: ast.ExceptHandler) -> Callable[[], bool]:
            def go() -> bool:
                join(self.store, [anywhere, *region.ends.get("raise", [])])
                self.failed(anywhere)
                if this.type is not None:
                    self.eval(this.type)
                if this.name:
                    self.bind_name(this.name, (self.make("exception", this),), this)
                if not certain:
                    self.world.uncertain += 1
                went = self.run(this.body)
                if not certain:
                    self.world.uncertain -= 1
                return went

            return go

        ways = [onward] if region.ends.get("normal") else []
        return self.branch([*ways, *(handler(h) for h in node.handlers)])

    def _expects_failure(self, node: ast.Try) -> bool:
        """Tell whether a try statement is there because what it tries may not pickle."""
        for handler in node.handlers:
            types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
            names = {getattr(t, "attr", getattr(t, "id", "")) for t in types if t is not None}
            if names & {"PicklingError", "PickleError"}:
                return True
            if (
                (not names or names & _BROAD)
                and len(node.body) == 1
                and isinstance(node.body[0], (ast.Expr, ast.Assign))
            ):
                return True
            if names & _BROAD and "dumps" in {getattr(n, "attr", "") for s in node.body for n in ast.walk(s)}:
                return True
        return False

    def protected(self, body: Callable[[], bool], final: Callable[[], bool]) -> bool:
        """Run ``body``, and ``final`` on every way out of it: what ``finally`` and ``with`` do."""
        region = self.region((), body, protects=True)
        goes = False
        for kind, ends in list(region.ends.items()):
            goes = self._finally(region, kind, ends, final) or goes
        if region.ends.get("normal"):
            join(self.store, region.ends["normal"])
        return goes

    def _finally(self, region: Region, kind: str, ends: list[Changes], final: Callable[[], bool]) -> bool:
        base = self.store
        self.store = Store(base)
        join(self.store, ends)
        try:
            went = final()
            if went and kind != "normal":
                self.leave(kind)
                went = False
            if kind == "normal":
                region.ends["normal"] = [self.store.since(base)] if went else []
            return went
        except Gone:
            region.ends["normal"] = region.ends.get("normal", []) if kind != "normal" else []
            return False
        finally:
            self.store = base

    def _with(self, node: ast.With | ast.AsyncWith) -> bool:
        return self._enter(node, 0)

    def _enter(self, node: ast.With | ast.AsyncWith, index: int) -> bool:
        if index == len(node.items):
            return self.run(node.body)
        item = node.items[index]
        went = False

        def body(values: Values) -> bool:
            nonlocal went
            if item.optional_vars is not None:
                self.bind(item.optional_vars, values)
            went = self._enter(node, index + 1)
            return went

        call = item.context_expr
        if isinstance(call, ast.Call):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            if name in ("raises", "suppress") or name.startswith("assertRaises"):
                names = frozenset(getattr(a, "attr", getattr(a, "id", "?")) for a in call.args)
                region = self.region(
                    {"raise"}, lambda: self.manage(self.eval(call), call, body), expects=True, handles=names
                )
                join(self.store, region.ends.get("normal", []) + region.ends.get("raise", []))
                return True
        return self.manage(self.eval(call), call, body)


def _gives_up(handler: ast.ExceptHandler) -> bool:
    """Tell whether a handler ends the program, or passes the exception on."""
    last = handler.body[-1]
    if isinstance(last, ast.Raise):
        return True
    call = last.value if isinstance(last, ast.Expr) else None
    return isinstance(call, ast.Call) and getattr(call.func, "attr", getattr(call.func, "id", "")) in ("exit", "_exit")


def _handled(node: ast.Try) -> frozenset[str]:
    names = set()
    for handler in node.handlers:
        if _gives_up(handler):
            continue
        types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        names |= {"" if t is None else getattr(t, "attr", getattr(t, "id", "?")) for t in types}
    return frozenset(names)


def _mentions_name(test: ast.AST) -> bool:
    if not isinstance(test, (ast.Compare, ast.BoolOp, ast.UnaryOp, ast.Name, ast.Call, ast.NamedExpr)):
        return False
    for node in ast.walk(test):
        if isinstance(node, ast.Name) and node.id in _ABOUT_PROCESS:
            return True
        if isinstance(node, ast.Attribute) and node.attr in _ABOUT_PROCESS:
            return True
    return False


_HANDLERS: dict[type, Callable[[Any, Any], object]] = {
    ast.Expr: lambda machine, node: machine._expression(node),
    ast.Assign: Statements._assign,
    ast.AnnAssign: Statements._annassign,
    ast.AugAssign: Statements._augassign,
    ast.Delete: Statements._delete,
    ast.Return: Statements._return,
    ast.Raise: Statements._raise,
    ast.Assert: Statements._assert,
    ast.Break: Statements._break,
    ast.Continue: Statements._continue,
    ast.Global: Statements._global,
    ast.Nonlocal: Statements._nonlocal,
    ast.Import: Statements._import,
    ast.ImportFrom: Statements._import_from,
    ast.FunctionDef: Statements._function,
    ast.AsyncFunctionDef: Statements._function,
    ast.ClassDef: Statements._class,
    ast.If: Statements._if,
    ast.Match: Statements._match,
    ast.While: Statements._while,
    ast.For: Statements._for,
    ast.AsyncFor: Statements._for,
    ast.Try: Statements._try,
    ast.TryStar: Statements._try,
    ast.With: Statements._with,
    ast.AsyncWith: Statements._with,
}
