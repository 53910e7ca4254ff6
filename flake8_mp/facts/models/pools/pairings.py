"""Results that come in the order in which they are ready, and are paired with what they were made from.

It encodes ``IMapUnorderedIterator`` of ``Lib/multiprocessing/pool.py`` and ``as_completed`` of
``Lib/concurrent/futures/_base.py``: both give whatever is ready first.
"""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.events import Place, PoolUse
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.tree import last_name, walk
from flake8_mp.facts.values import Obj, Reference, Values

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp)
_COMPLETED = frozenset({"concurrent.futures.as_completed", "concurrent.futures._base.as_completed"})


class Pairings(Model):
    """Looks for ``zip`` of tasks and of their results in the order of completion.

    Owns: pairs of tasks and results.
    Emits: :class:`PoolUse`.
    """

    @only_with("imap_unordered", "as_completed")
    def before_call_plain(self, name: str, arguments: Arguments) -> None:
        if name != "zip" or arguments.more:
            return
        for node, values in arguments.args:
            call = self._unordered(node, values)
            given = _given(call) if call is not None else None
            if call is None or given is None:
                continue
            for other, _ in arguments.args:
                if other is not node and isinstance(other, (ast.Name, ast.Attribute)) and self._stems(given, other):
                    words = last_name(call.func)
                    cause = Place(self.interp.frame.source, call)
                    self.interp.emit(PoolUse(self.interp.place(node), problem="any order", words=words, cause=cause))

    def _unordered(self, node: ast.AST, values: Values) -> ast.Call | None:
        """Return the call that gives results in any order, None where an expression is no such thing."""
        value = values[0] if len(values) == 1 else None
        if isinstance(value, Obj) and value.kind == "imap iterator" and value.frame is self.interp.frame:
            call = value.node
            if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "imap_unordered":
                return call if not self._is_alone(call.func) else None
        if isinstance(node, ast.Call) and isinstance(node.func, (ast.Name, ast.Attribute)):
            called = self.interp.expressions.eval(node.func)
            if any(isinstance(one, Reference) and one.name in _COMPLETED for one in called):
                return node if node.args and self._are_of_processes(node.args[0]) else None
        return None

    def _is_alone(self, method: ast.expr) -> bool:
        """Return whether the pool of a method has one worker, which does one task after the other."""
        pools = self.interp.expressions.eval(method.value) if isinstance(method, ast.Attribute) else ()
        made = [one.node for one in pools if isinstance(one, Obj) and isinstance(one.node, ast.Call)]
        counts = [[*call.args[:1], *(k.value for k in call.keywords if k.arg == "processes")] for call in made]
        return any(getattr(each[0], "value", None) == 1 for each in counts if each)

    def _are_of_processes(self, futures: ast.expr) -> bool:
        """Return whether the futures of an expression are those of an executor with worker processes."""
        found = self.interp.containers.elements(self.interp.expressions.eval(futures))
        nodes = [one.node for one in found if isinstance(one, Obj) and one.kind == "Future"]
        for call in nodes:
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
                owners = self.interp.expressions.eval(call.func.value)
                if any(isinstance(owner, Obj) and owner.kind == "ProcessPoolExecutor" for owner in owners):
                    return True
        return False

    def _stems(self, given: ast.expr, other: ast.Name | ast.Attribute, depth: int = 0) -> bool:
        """Return whether what was given is what an expression names, or was made of it element by element."""
        if ast.unparse(given) == ast.unparse(other):
            return True
        if isinstance(given, _COMPREHENSIONS) and len(given.generators) == 1:
            return not given.generators[0].ifs and ast.unparse(given.generators[0].iter) == ast.unparse(other)
        function = self.interp.frame.function
        if not isinstance(given, ast.Name) or function is None or depth > 1:
            return False
        bound: list[ast.expr] = []
        for node in walk(function.node):
            if isinstance(node, ast.Assign) and any(getattr(t, "id", "") == given.id for t in node.targets):
                bound.append(node.value)
            elif isinstance(node, ast.For) and ast.unparse(node.iter) == ast.unparse(other):
                if any(_appends(statement, given.id) for statement in node.body):
                    return True
        return len(bound) == 1 and self._stems(bound[0], other, depth + 1)


def _given(call: ast.Call) -> ast.expr | None:
    """Return what a call is about: the items of ``imap_unordered``, the futures of ``as_completed``."""
    index = 1 if getattr(call.func, "attr", "") == "imap_unordered" else 0
    named = {k.arg: k.value for k in call.keywords}
    return call.args[index] if len(call.args) > index else named.get("iterable", named.get("fs"))


def _appends(statement: ast.stmt, name: str) -> bool:
    """Return whether a statement appends something to a list."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    function = call.func if isinstance(call, ast.Call) else None
    return (
        isinstance(function, ast.Attribute) and function.attr == "append" and getattr(function.value, "id", "") == name
    )
