"""Shared objects that are used where what is in them is meant: the objects themselves say nothing.

``multiprocessing.Value`` and ``Event`` define neither ``__eq__`` nor ``__bool__``: they are true, and equal to
themselves only (``Lib/multiprocessing/sharedctypes.py``, ``synchronize.py``). A manager's dict or list is a proxy
(``managers.py``), which defines no ``__eq__`` either, and which ``json`` does not take for a dict or a list.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.events import Place, Unshared
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import ANY_EXCEPTION
from flake8_mp.facts.library import api
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import UNBOUND, Const, Obj, Values, constant_of

_KINDS = frozenset({"Value", "Event"})
_PROXIES = frozenset({"proxy dict", "proxy list"})
_PLAIN = frozenset({"dict", "list"})
_ENCODERS = frozenset({"json.dump", "json.dumps"})
_REFUSALS = ANY_EXCEPTION | {"TypeError"}


class BypassedValues(Model):
    """Looks for tests and assignments of shared values, events and proxies that mean what is in them.

    Owns: the kinds ``Value`` and ``Event`` as variables, comparisons of proxies.
    Emits: :class:`Unshared`.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._raw: set[Obj] = set()
        """Values without a lock, which are numbers of ctypes."""
        self._users: dict[Obj, list[Obj]] = {}
        """By the value or event, the processes that have got it."""

    def on_constructed(self, obj: Obj, row: api.Row, arguments: Arguments) -> None:
        bound = arguments.bind(row)
        if obj.kind == "Value" and (arguments.more or constant_of(bound["lock"][1] if "lock" in bound else (), 1) != 1):
            self._raw.add(obj)

    def _shared(self, values: Values) -> Obj | None:
        """Return the value or event that an expression is for certain."""
        value = values[0] if len(values) == 1 else None
        fits = isinstance(value, Obj) and value.kind in _KINDS and value.cls is None and value not in self._raw
        return value if fits and isinstance(value, Obj) else None

    # -- tests ----------------------------------------------------------------------------------------------------

    def before_comparison(self, node: ast.Compare, left: Values, operator: ast.AST, right: Values) -> None:
        if not isinstance(operator, (ast.Eq, ast.NotEq)) or len(node.ops) != 1:
            return
        for part, mine, theirs in ((node.left, left, right), (node.comparators[0], right, left)):
            found = self._shared(mine)
            if found is not None and all(isinstance(v, Const) and v.value is not None for v in theirs):
                self._report("compared", node, part, found)
            proxy = _proxy(mine)
            if proxy is not None and all(isinstance(v, Obj) and v.kind in _PLAIN and v.cls is None for v in theirs):
                self._report_proxy("compared", node, part, proxy)

    @only_with("json")
    def before_call_plain(self, name: str, arguments: Arguments) -> None:
        if name in _ENCODERS and arguments.args and "default" not in arguments.kwargs and not arguments.more:
            node, values = arguments.args[0]
            proxy = _proxy(values)
            if proxy is not None and "cls" not in arguments.kwargs and not self.interp.ready_for(_REFUSALS):
                self._report_proxy("encoded", arguments.node, node, proxy)

    def before_eval_test(self, node: ast.expr) -> None:
        for part in _operands(node):
            found = self._shared(self._quietly(part))
            if found is not None and self._only_tested(part):
                self._report("tested", part, part, found)

    def _only_tested(self, part: ast.expr) -> bool:
        """Return whether nothing else in the function uses what is tested: else the test may ask if it was given."""
        function = self.interp.frame.function
        if function is None or isinstance(function.node, ast.Lambda):
            return False
        text = ast.dump(part)
        if isinstance(part, ast.Name) and part.id in function.defaults:
            return False
        tests = {id(p) for n in walk(function.node) if isinstance(n, (ast.If, ast.While)) for p in _operands(n.test)}
        return all(ast.dump(n) != text or id(n) in tests for n in walk(function.node) if type(n) is type(part))

    # -- assignments ----------------------------------------------------------------------------------------------

    def on_run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        given = self.interp.given.values(obj, "args", "kwargs", "target")
        for one in self.interp.objects.reachable((obj, *given)):
            if one.kind in _KINDS:
                self._users.setdefault(one, []).append(obj)

    def before_assign(self, node: ast.Assign) -> None:
        if not self._users or not isinstance(node.value, ast.Constant) or self.interp.world.kind == "child":
            return
        if not isinstance(node.value.value, (bool, int, float)):
            return
        for target in node.targets:
            found = self._shared(self._quietly(target)) if isinstance(target, (ast.Name, ast.Attribute)) else None
            if found is not None and any(map(self._works, self._users.get(found, ()))):
                self._report("replaced", node, target, found)

    def _works(self, process: Obj) -> bool:
        """Return whether a process was started and is not waited for."""
        return self.interp.must(process, "started") and not self.interp.can(process, "joined", "ended", "escaped")

    def _quietly(self, node: ast.AST) -> Values:
        """Return what a name, or an attribute of an attribute of one, is, without a hook that it was read."""
        if isinstance(node, ast.Attribute):
            owners = self._quietly(node.value)
            owner = owners[0] if len(owners) == 1 else None
            return self.interp.store.get((owner.ident, node.attr)) or () if isinstance(owner, Obj) else ()
        values = self.interp.conditions.quiet_value(node) if isinstance(node, ast.Name) else ()
        return () if UNBOUND in values else values

    def _report_proxy(self, problem: str, node: ast.AST, part: ast.AST, proxy: Obj) -> None:
        words, cause = self.interp.frame.source.segment(part), Place(proxy.source, proxy.node)
        place, problem, kind = self.interp.place(node), f"proxy {problem}", proxy.kind.rpartition(" ")[2]
        self.interp.emit(Unshared(place, problem=problem, words=words, cause=cause, kind=kind))

    def _report(self, problem: str, node: ast.AST, part: ast.AST, obj: Obj) -> None:
        words, cause = self.interp.frame.source.segment(part), Place(obj.source, obj.node)
        place, problem = self.interp.place(node), f"object {problem}"
        self.interp.emit(Unshared(place, problem=problem, words=words, cause=cause, kind=obj.kind))


def _proxy(values: Values) -> Obj | None:
    """Return the manager's dict or list that an expression is for certain."""
    value = values[0] if len(values) == 1 else None
    return value if isinstance(value, Obj) and value.kind in _PROXIES and value.cls is None else None


def _operands(node: ast.expr) -> Iterator[ast.expr]:
    """Yield the names and attributes whose truth a condition asks for."""
    if isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from _operands(value)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield from _operands(node.operand)
    elif isinstance(node, (ast.Name, ast.Attribute)):
        yield node
