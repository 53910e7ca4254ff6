"""What is begun and never ended: results that are never read, pools that are never closed."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.library import api
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.tree import children, walk
from flake8_mp.facts.values import Context, Frame, Obj, Partial, Reference, Value, Values, function_of

_ASK = {
    "apply_async": ".get()",
    "submit": ".result()",
    "map": "list()",
}
"""By the method that gives a task, how its result is asked for; an executor's ``map`` among them."""
_WAITS = frozenset({"apply", "map", "starmap"})
"""Calls after which a pool has nothing to do; the iterator of ``imap`` keeps its pool alive."""
_ENDS = frozenset({"close", "terminate", "join", "__exit__", "__enter__", "__del__"})
_BROAD = frozenset({"Exception", "BaseException"})


class Unread(Model):
    """Looks for results that are never read, and pools that are never closed.

    Owns: the uses of names.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._left_open: dict[int, list[Obj]] = {}
        """By the frame, the pools that nothing in it ends."""

    # -- names ----------------------------------------------------------------------------------------------------

    def uses(self, name: str, node: ast.AST) -> list[ast.AST] | None:
        """Return where a name of the scope of ``node`` is read, or None where it belongs to another scope."""
        scope = self.interp.syntax.scope(node)
        if scope is None:
            return None
        found: list[ast.AST] = []
        todo: list[ast.AST] = children(scope)
        while todo:
            inner = todo.pop()
            if isinstance(inner, (ast.Global, ast.Nonlocal)) and name in inner.names:
                return None
            if isinstance(inner, ast.Constant) and inner.value == name and isinstance(scope, ast.Module):
                # It is named in ``__all__``, or looked up by its name.
                return None
            if isinstance(inner, ast.Name) and inner.id == name and not isinstance(inner.ctx, ast.Store):
                found.append(inner)
            if not _has_its_own(inner, name):
                todo += children(inner)
        return found

    def assigned_name(self, node: ast.AST) -> str:
        """Return the one name that an expression is assigned to, or nothing."""
        over = self.interp.syntax.node_around(node)
        if isinstance(over, ast.Assign) and over.value is node and len(over.targets) == 1:
            target: ast.AST | None = over.targets[0]
        elif isinstance(over, (ast.AnnAssign, ast.NamedExpr)) and over.value is node:
            target = over.target
        else:
            return ""
        return target.id if isinstance(target, ast.Name) else ""

    # -- results --------------------------------------------------------------------------------------------------

    def on_task(
        self,
        obj: Obj,
        function: tuple[ast.AST, Values],
        arguments: Arguments,
        context: Context,
        bound: Bound,
    ) -> None:
        call = arguments.node
        if (
            not isinstance(call, ast.Call)
            or not isinstance(call.func, ast.Attribute)
            or self.interp.world.kind == "child"
        ):
            return
        name = call.func.attr
        if name not in _ASK or (name == "map") is not (obj.kind == "ProcessPoolExecutor" and name != "submit"):
            return
        if "error_callback" in bound or arguments.more or any(region.expects for region in self.interp.regions):
            return
        if self.is_unused(call) and self._can_fail(function[1]):
            self.ask.cost("unread", call, words=f"{name} {_ASK[name]}")

    def is_unused(self, call: ast.AST) -> bool:
        """Return whether the result of a call is unused."""
        over = self.interp.syntax.node_around(call)
        if isinstance(over, (ast.ListComp, ast.SetComp)) and over.elt is call:
            return self.is_unused(over)
        if isinstance(over, ast.Expr):
            return True
        if isinstance(over, ast.Call) and isinstance(over.func, ast.Attribute) and over.func.attr == "append":
            kept = over.func.value
            return (
                isinstance(kept, ast.Name)
                and isinstance(self.interp.syntax.node_around(over), ast.Expr)
                and self._only_filled(kept)
            )
        name = self.assigned_name(call)
        uses = self.uses(name, call) if name else None
        return uses == []

    def _only_filled(self, kept: ast.Name) -> bool:
        uses = self.uses(kept.id, kept)
        if uses is None or not self._is_local_list(kept):
            return False
        for use in uses:
            over = self.interp.syntax.node_around(use)
            if not isinstance(over, ast.Attribute) or over.attr != "append":
                return False
        return True

    def _is_local_list(self, name: ast.Name) -> bool:
        scope = self.interp.syntax.scope(name)
        made = [n for n in walk(scope) if isinstance(n, ast.Assign)] if scope is not None else []
        return any(
            isinstance(n.value, ast.List) and any(isinstance(t, ast.Name) and t.id == name.id for t in n.targets)
            for n in made
        )

    def _can_fail(self, values: Values) -> bool:
        """Return whether a worker can raise something that is never reported, and does not always."""
        return bool(values) and all(self._one_can_fail(value) for value in values)

    def _one_can_fail(self, value: Value) -> bool:
        if isinstance(value, Partial):
            return self._can_fail(value.functions)
        if isinstance(value, Reference):
            return api.ALIASES.get(value.name, value.name) not in api.PURE
        if isinstance(value, Obj):
            return value.cls is not None
        function = function_of(value)
        if function is None or isinstance(function.node, ast.Lambda) or function.local:
            return False
        body = [s for s in function.node.body if not _is_text(s)]
        if len(body) == 1 and isinstance(body[0], ast.Try) and _catches_all(body[0]):
            return False
        # A worker that raises in any case is another matter, and so is one that has nothing to raise.
        return not any(isinstance(s, ast.Raise) for s in body) and any(_does_something(s) for s in body)

    # -- pools ----------------------------------------------------------------------------------------------------

    def on_constructed(self, obj: Obj, row: api.Row, arguments: Arguments) -> None:
        call = arguments.node
        if obj.kind != "Pool" or obj.cls is not None or self.interp.unsure:
            return
        if self._used_at_once(call):
            self.ask.cost("unclosed", call, words=_called(getattr(call, "func", call)))
            return
        name = self.assigned_name(call)
        uses = self.uses(name, call) if name else None
        if uses is not None and all(map(self._leaves_open, uses)):
            self._left_open.setdefault(self.interp.frame.ident, []).append(obj)

    def _used_at_once(self, call: ast.AST) -> bool:
        """Return whether a pool is made for one call, as in ``Pool().map(…)``."""
        over = self.interp.syntax.node_around(call)
        outer = self.interp.syntax.node_around(over) if over is not None else None
        return (
            isinstance(over, ast.Attribute)
            and over.attr in _WAITS
            and isinstance(outer, ast.Call)
            and outer.func is over
        )

    def _leaves_open(self, use: ast.AST) -> bool:
        over = self.interp.syntax.node_around(use)
        return isinstance(over, ast.Attribute) and isinstance(over.ctx, ast.Load) and over.attr not in _ENDS

    def on_ended(self, frame: Frame, region: Region, result: Values) -> None:
        pools = self._left_open.pop(frame.ident, [])
        if not pools or not (region.ends.get("normal") or region.ends.get("return")):
            return
        outer, self.interp.frame = self.interp.frame, frame
        try:
            for pool in pools:
                self.ask.cost("unclosed", pool.node, words=_called(getattr(pool.node, "func", pool.node)))
        finally:
            self.interp.frame = outer


def _called(node: ast.AST) -> str:
    """Return the last name of what is called."""
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Call):
        return _called(node.args[0]) if node.args else "the worker"
    return node.id if isinstance(node, ast.Name) else "the worker"


def _has_its_own(node: ast.AST, name: str) -> bool:
    """Return whether a function has a variable of its own by this name."""
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        return False
    inside = walk(node)
    if any(isinstance(n, (ast.Global, ast.Nonlocal)) and name in n.names for n in inside):
        return False
    return any(
        (isinstance(n, ast.arg) and n.arg == name)
        or (isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Store))
        for n in inside
    )


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _catches_all(node: ast.Try) -> bool:
    return any(
        h.type is None or (isinstance(h.type, ast.Name) and h.type.id in _BROAD) for h in node.handlers
    ) and not any(isinstance(n, ast.Raise) for h in node.handlers for n in walk(h))


def _does_something(statement: ast.stmt) -> bool:
    return any(isinstance(n, (ast.Call, ast.Subscript, ast.BinOp, ast.Raise)) for n in walk(statement))
