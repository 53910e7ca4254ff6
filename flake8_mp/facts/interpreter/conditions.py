"""Conditions: what is true, what both paths of a test know, and who decides alike."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts.interpreter.component import Component
from flake8_mp.facts.interpreter.paths import PathEnded
from flake8_mp.facts.values import (
    NOTHING,
    STABLE,
    UNBOUND,
    Class,
    Const,
    Context,
    Each,
    Frame,
    Function,
    Method,
    Obj,
    Partial,
    Unknown,
    Value,
    Values,
    const,
    is_none,
    union,
)

LONGEST_CONDITION = 12
"""So many operands of ``and`` and ``or`` are followed as paths of their own."""


class Conditions(Component):
    """Evaluates conditions, and narrows names by them."""

    def eval_test(self, node: ast.expr) -> Values:
        """Evaluate a condition; a name that is only tested there is not used yet."""
        with self.interp.evaluating(only_tests=_only_tests(node), decides=True):
            return self.interp.special.tested(self.interp.expressions.eval(node), node)

    def judged(self, node: ast.expr) -> Values:
        """Evaluate an expression whose value decides something: what may change at any time is unknown in it."""
        with self.interp.evaluating(decides=True):
            return self.interp.expressions.eval(node)

    def truth(self, values: Values) -> bool | None:
        """Return whether a condition holds: None where both are possible."""
        found: set[bool | None] = set()
        for value in values:
            if isinstance(value, Each):
                continue
            if isinstance(value, Const):
                found.add(bool(value.value))
            elif isinstance(value, (Function, Class, Method, Partial, Context)):
                found.add(True)
            elif isinstance(value, Obj) and value.ident in self.interp.containers.stay_empty:
                found.add(False)
            elif isinstance(value, Obj) and self.interp.known.is_ever_false(value.kind):
                found.add(None)
            elif isinstance(value, Obj) and value.kind not in (
                "list",
                "dict",
                "set",
                "tuple",
                "instance",
                "proxy",
                "proxy dict",
                "proxy list",
                "proxy Array",
            ):
                found.add(True)
            else:
                found.add(None)
        return found.pop() if len(found) == 1 else None

    def stable(self, values: Values) -> bool:
        """Return whether a child that imports the module decides a condition as its parent does."""
        return all(not isinstance(value, Unknown) or value.stable for value in values)

    def _boolop(self, node: ast.BoolOp) -> Values:
        stop = isinstance(node.op, ast.Or)
        results: list[Values] = []
        if len(node.values) > LONGEST_CONDITION:
            return union(*(self.interp.expressions.eval(value) for value in node.values))
        if not self._operands(node, 0, stop, results):
            raise PathEnded
        if not stop and any(self.truth(values) is False for values in results):
            # Whichever operand stops it, it is false.
            return (const(False),)
        return union(*results)

    def _operands(self, node: ast.BoolOp, index: int, stop: bool, results: list[Values]) -> bool:
        """Evaluate the operands from one on, as far as they are; ``stop`` is the truth that ends it."""
        values = self.interp.special.tested(self.judged(node.values[index]), node.values[index])
        truth = self.truth(values)
        if index + 1 == len(node.values) or truth is stop:
            results.append(values)
            return True
        if truth is not None:
            return self._operands(node, index + 1, stop, results)
        results.append(tuple(v for v in values if self.truth((v,)) is not (not stop)) or values)

        def onward() -> bool:
            self.refine(node.values[index], not stop)
            return self._operands(node, index + 1, stop, results)

        return self.interp.branch([lambda: True, onward])

    def _unaryop(self, node: ast.UnaryOp) -> Values:
        values = self.judged(node.operand)
        self.interp.special.sign_applied(node, values)
        if isinstance(node.op, ast.Not):
            negated = self.interp.hooks.negated(values)
            if negated is not None:
                return negated
            self.interp.special.tested(values, node)
            truth = self.truth(values)
            if truth is not None:
                return (const(not truth),)
        elif len(values) == 1 and isinstance(values[0], Const) and isinstance(values[0].value, (int, float)):
            number = values[0].value
            if isinstance(node.op, ast.USub):
                return (const(-number),)
        return (STABLE,) if self.stable(values) else NOTHING

    def compare(self, node: ast.Compare) -> Values:
        left = self.judged(node.left)
        results = []
        for operator, comparator in zip(node.ops, node.comparators, strict=True):
            right = self.judged(comparator)
            answer = self.interp.hooks.comparison(node, left, operator, right)
            if answer is not None and len(node.ops) == 1:
                return answer
            self.interp.special.comparison_applied(node, left, operator, right)
            results.append(answer or self.compared(left, operator, right))
            left = right
        if all(len(r) == 1 and isinstance(r[0], Const) for r in results):
            return (const(all(r[0].value for r in results if isinstance(r[0], Const))),)
        return (STABLE,) if all(self.stable(r) for r in results) else NOTHING

    def compared(self, left: Values, operator: ast.AST, right: Values) -> Values:
        found: set[bool | None] = set()
        for a in left:
            for b in right:
                found.add(self._one_compared(a, operator, b))
        if len(found) == 1 and None not in found:
            return (const(found.pop()),)
        return (STABLE,) if self.stable(left) and self.stable(right) else NOTHING

    def _one_compared(self, a: Value, operator: ast.AST, b: Value) -> bool | None:
        if isinstance(operator, (ast.In, ast.NotIn)):
            inside = self._contains(a, b)
            return None if inside is None else inside == isinstance(operator, ast.In)
        if isinstance(a, Const) and isinstance(b, Const):
            if isinstance(operator, (ast.Eq, ast.Is)):
                return bool(a.value == b.value)
            if isinstance(operator, (ast.NotEq, ast.IsNot)):
                return bool(a.value != b.value)
            return _ordered(a.value, operator, b.value)
        for one, other in ((a, b), (b, a)):
            if is_none(one) and isinstance(other, (Obj, Function, Class, Method, Partial, Context)):
                if isinstance(operator, (ast.Is, ast.Eq)):
                    return False
                if isinstance(operator, (ast.IsNot, ast.NotEq)):
                    return True
        return None

    def _contains(self, item: Value, container: Value) -> bool | None:
        if not isinstance(item, Const):
            return None
        if isinstance(container, Const) and isinstance(container.value, str) and isinstance(item.value, str):
            return item.value in container.value
        if isinstance(container, Obj) and container.kind in ("list", "tuple", "set"):
            elements = self.interp.containers.elements((container,))
            if all(isinstance(e, Const) for e in elements):
                return item in elements
        return None

    def _ifexp(self, node: ast.IfExp) -> Values:
        truth = self.truth(self.eval_test(node.test))
        if truth is not None:
            return self.interp.expressions.eval(node.body if truth else node.orelse)
        results: list[Values] = []

        def path(part: ast.expr, holds: bool) -> Callable[[], bool]:
            def run() -> bool:
                self.refine(node.test, holds)
                results.append(self.interp.expressions.eval(part))
                return True

            return run

        if not self.interp.branch([path(node.body, True), path(node.orelse, False)]):
            raise PathEnded
        return union(*results)

    def refine(self, test: ast.AST, holds: bool) -> None:
        """Narrow names by a test that holds on this path, or does not."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            self.refine(test.operand, not holds)
        elif isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) is holds:
            for part in test.values:
                self.refine(part, holds)
        elif isinstance(test, ast.Compare) and len(test.ops) == 1:
            self._refine_comparison(test, holds)
        elif isinstance(test, (ast.Name, ast.Attribute, ast.NamedExpr)):
            around = self.interp.syntax.node_around(test)
            if isinstance(around, ast.Match) and around.subject is test:
                return  # whether a case fits says nothing of its truth
            test = test.target if isinstance(test, ast.NamedExpr) else test
            values = self.quiet_value(test)
            kept = tuple(v for v in values if self.truth((v,)) is not (not holds))
            if kept and len(kept) < len(values):
                self.narrow(test, kept)
            elif values and not kept and isinstance(test, ast.Attribute):
                self._changed_meanwhile(test)

    def _changed_meanwhile(self, node: ast.Attribute) -> None:
        """Note that others have called methods of an object: an attribute is not what it was set to on this path.

        What they may have set besides is not known either.
        """
        sources = list(self.interp.imports.sources())
        values = self._quietly(node.value) if isinstance(node.value, ast.Name) else ()
        for owner in (value for value in values if isinstance(value, Obj)):
            for name in self.interp.attributes(owner.ident):
                key = (owner.ident, name)
                known = self.interp.store.get(key)
                if known is not None and any(name in source.reset_attributes for source in sources):
                    self.interp.store.set(key, union(known, NOTHING))

    def _refine_comparison(self, test: ast.Compare, holds: bool) -> None:
        operator, right = test.ops[0], test.comparators[0]
        same = isinstance(operator, (ast.Is, ast.Eq)) is holds
        if isinstance(operator, ast.Gt) and isinstance(right, ast.Constant):
            operator, same = ast.NotEq(), not holds
        if not isinstance(operator, (ast.Is, ast.IsNot, ast.Eq, ast.NotEq)) or not isinstance(right, ast.Constant):
            return
        self.equal(test.left, right, same)

    def equal(self, node: ast.expr, right: ast.Constant, same: bool) -> None:
        """Narrow a name that is equal to a constant on this path, or is not."""
        if right.value is None:
            values = self.quiet_value(node)
            kept = tuple(v for v in values if (is_none(v) or isinstance(v, Unknown)) or not same)
            kept = tuple(v for v in kept if not is_none(v)) if not same else kept
            if kept and len(kept) < len(values):
                self.narrow(node, kept)

    def quiet_value(self, node: ast.AST) -> Values:
        """Return what a name or an attribute is, without a hook that it was read."""
        if isinstance(node, ast.Name):
            return tuple(v for v in self._quietly(node) if v is not UNBOUND)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owners = self._quietly(node.value)
            if len(owners) == 1 and isinstance(owners[0], Obj):
                return self.interp.store.get((owners[0].ident, node.attr)) or ()
        if isinstance(node, ast.NamedExpr):
            return self.quiet_value(node.target)
        return ()

    def narrow(self, node: ast.AST, values: Values) -> None:
        """Note what a name or an attribute must be on this path."""
        if not values:
            return
        if isinstance(node, ast.Name):
            before = self._quietly(node)
            self.interp.hooks.narrowed(before, values)
            frame: Frame | None = self.interp.frame
            while frame is not None:
                if self.interp.store.get((frame.ident, node.id)) is not None:
                    self.interp.store.set((frame.ident, node.id), values)
                    return
                frame = frame.parent
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owners = self._quietly(node.value)
            for owner in owners:
                known = self.interp.store.get((owner.ident, node.attr)) if isinstance(owner, Obj) else None
                if isinstance(owner, Obj) and known is not None:
                    if len(owners) == 1:
                        self.interp.hooks.narrowed(known, values)
                    self.interp.store.set((owner.ident, node.attr), values)

    def _quietly(self, node: ast.Name) -> Values:
        frame: Frame | None = self.interp.frame
        while frame is not None:
            values = self.interp.store.get((frame.ident, node.id))
            if values is not None:
                return values
            frame = frame.parent
        return NOTHING


def _ordered(a: object, operator: ast.AST, b: object) -> bool | None:
    if not isinstance(a, (int, float)) or not isinstance(b, (int, float)):
        return None
    if isinstance(operator, (ast.Lt, ast.GtE)):
        return (a < b) is isinstance(operator, ast.Lt)
    if isinstance(operator, (ast.Gt, ast.LtE)):
        return (a > b) is isinstance(operator, ast.Gt)
    return None


def _only_tests(node: ast.expr) -> bool:
    if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
        return True
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return _only_tests(node.operand)
    if isinstance(node, ast.BoolOp):
        return all(_only_tests(value) for value in node.values)
    if isinstance(node, ast.Compare):
        return any(isinstance(operator, (ast.In, ast.NotIn)) for operator in node.ops) or all(
            isinstance(c, ast.Constant) for c in node.comparators
        )
    return False
