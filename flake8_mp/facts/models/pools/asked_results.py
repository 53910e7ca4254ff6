"""What becomes of the results of tasks: whether they are asked for, or only waited for."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Set

from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library import api
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.tree import parents
from flake8_mp.facts.values import Obj, Reference

_PATIENT = frozenset({"wait", "ready", "done", "running", "append", "add", "cancel", "cancelled"})
"""What people do to results, and lists of them, without learning of errors."""
_DISPLAYS = (ast.List, ast.Tuple, ast.ListComp, ast.Set, ast.SetComp, ast.DictComp)
_PASSING = frozenset({"concurrent.futures.as_completed", "enumerate", "tqdm.tqdm", "tqdm.auto.tqdm"})
"""Calls that give the elements of their first argument, each as it is or with its number."""
_BY_NAME = ("__dict__", "vars(", "getattr(", "asdict(", "attrgetter(")
"""Words of code that may read an attribute without naming it."""


class AskedResults(Model):
    """Knows what is done to the results of tasks.

    Owns: the names and attributes that results are kept under.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._looking: list[str] = []
        """The names whose uses are looked through."""

    def is_only_awaited(self, call: ast.Call) -> bool:
        """Return whether all that is done to a result is waiting for it."""
        frame = self.interp.frame
        over = parents(frame.function.node if frame.function is not None else frame.source.tree)
        node: ast.AST = call
        parent = over.get(node)
        keys = False
        while isinstance(parent, _DISPLAYS):
            keys = keys or (isinstance(parent, ast.DictComp) and parent.key is node)
            node, parent = parent, over.get(parent)
        if isinstance(parent, ast.Expr):
            return True
        if isinstance(parent, ast.Call) and node in parent.args:
            return self._is_wait(parent, over) or self._only_collected(parent, over)
        if isinstance(parent, ast.Attribute) and parent.attr == "wait":
            return isinstance(over.get(over.get(parent) or parent), ast.Expr)
        if isinstance(parent, ast.Assign) and len(parent.targets) == 1:
            return self._is_kept_unasked(parent.targets[0], over, keys)
        return isinstance(parent, ast.AnnAssign) and self._is_kept_unasked(parent.target, over, keys)

    def _is_kept_unasked(self, target: ast.expr, over: Mapping[ast.AST, ast.AST], keys: bool = False) -> bool:
        """Return whether nothing that is kept under a name or an attribute is asked for."""
        if isinstance(target, ast.Name):
            return self._name_unasked(target.id, over, keys)
        if isinstance(target, ast.Subscript) and isinstance(target.value, (ast.Name, ast.Attribute)):
            return False
        return isinstance(target, ast.Attribute) and self._attribute_unasked(target)

    def _name_unasked(self, name: str, over: Mapping[ast.AST, ast.AST], keys: bool = False) -> bool:
        frame = self.interp.frame
        if name in frame.globals or name in frame.nonlocals or name in self._looking:
            return False
        names = [node for node in over if isinstance(node, ast.Name) and node.id == name]
        if not any(isinstance(node.ctx, ast.Store) for node in names):
            # A parameter, or a variable of another scope, which may ask for it.
            return False
        self._looking.append(name)
        try:
            return all(self._is_patient(node, over, keys) for node in names if isinstance(node.ctx, ast.Load))
        finally:
            self._looking.pop()

    def _attribute_unasked(self, target: ast.Attribute) -> bool:
        """Return whether the program, which is all there is, does not ask for what is kept under an attribute."""
        if self.interp.world.kind != "main" or target.attr in self._looking:
            return False
        owners = self.interp.expressions.eval(target.value)
        if not owners or not all(self._is_all_known(owner) for owner in owners):
            return False
        self._looking.append(target.attr)
        try:
            return all(self._is_patient(node, over) for node, over in self._uses(target.attr))
        except LookupError:
            return False
        finally:
            self._looking.pop()

    def _is_all_known(self, owner: object) -> bool:
        """Return whether only code of the program uses an instance."""
        if not isinstance(owner, Obj) or owner.cls is None or owner.kind != "instance":
            return False
        _, outside, complete = self.interp.objects.lineage(owner.cls)
        return complete and set(outside) <= api.PLAIN_BASES and not self.interp.can(owner, "escaped")

    def _uses(self, attribute: str) -> Iterator[tuple[ast.AST, Mapping[ast.AST, ast.AST]]]:
        """Yield where the modules of the program read an attribute, of whichever object.

        Raises:
            LookupError: one of them may read it without naming it.
        """
        for source in self.interp.imports.sources():
            if any(word in source.code for word in _BY_NAME):
                raise LookupError(attribute)
            if attribute in source.code:
                over = parents(source.tree)
                for node in over:
                    if isinstance(node, ast.Constant) and node.value == attribute:
                        raise LookupError(attribute)
                    if isinstance(node, ast.Attribute) and node.attr == attribute and isinstance(node.ctx, ast.Load):
                        yield node, over

    def _is_patient(self, node: ast.AST, over: Mapping[ast.AST, ast.AST], keys: bool = False) -> bool:
        """Return whether a use of a result, or of a collection of results, does not ask what came of it."""
        parent = over[node]
        if isinstance(parent, ast.Attribute):
            return parent.attr in _PATIENT
        if isinstance(parent, ast.Subscript):
            # What a dict has under a future is no result, and a number is none either.
            return parent.slice is node or keys
        if isinstance(parent, (ast.If, ast.While)) or (
            isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.Not)
        ):
            return True
        if isinstance(parent, (ast.List, ast.Tuple)):
            node, parent = parent, over[parent]
            return isinstance(parent, ast.Call) and self._is_wait(parent, over)
        if isinstance(parent, ast.Call) and node in parent.args:
            if self._is_called(parent, {"len"}) or self._is_wait(parent, over) or self._only_collected(parent, over):
                return True
            while isinstance(parent, ast.Call) and parent.args[:1] == [node] and self._is_called(parent, _PASSING):
                node, parent = parent, over[parent]
        return isinstance(parent, ast.For) and parent.iter is node and self._round_unasked(parent, over)

    def _round_unasked(self, loop: ast.For, over: Mapping[ast.AST, ast.AST]) -> bool:
        """Return whether the rounds of a loop over results only count them."""
        target = loop.target
        if isinstance(target, ast.Tuple) and len(target.elts) == 2 and isinstance(loop.iter, ast.Call):
            target = target.elts[1] if self._is_called(loop.iter, {"enumerate"}) else target
        return isinstance(target, ast.Name) and self._name_unasked(target.id, over)

    def _only_collected(self, call: ast.Call, over: Mapping[ast.AST, ast.AST]) -> bool:
        """Return whether a call puts a result into a list or set whose elements are only waited for."""
        function = call.func
        if not isinstance(over.get(call), ast.Expr) or not isinstance(function, ast.Attribute):
            return False
        if function.attr not in ("append", "add"):
            return False
        return self._is_kept_unasked(function.value, over)

    def _is_wait(self, call: ast.Call, over: Mapping[ast.AST, ast.AST]) -> bool:
        """Return whether it calls ``concurrent.futures.wait``, and what that returns is not asked for."""
        if not self._is_called(call, {"concurrent.futures.wait"}):
            return False
        parent = over.get(call)
        if isinstance(parent, ast.Assign) and len(parent.targets) == 1 and isinstance(parent.targets[0], ast.Tuple):
            if len(call.args) > 2 or any(keyword.arg not in ("fs", "timeout") for keyword in call.keywords):
                return False  # what is left says whether one has failed
            return all(self._is_kept_unasked(target, over) for target in parent.targets[0].elts)
        return isinstance(parent, ast.Expr)

    def _is_called(self, call: ast.Call, names: Set[str]) -> bool:
        """Return whether a call is one of a function of this name."""
        if not isinstance(call.func, (ast.Name, ast.Attribute)):
            return False
        return any(isinstance(v, Reference) and v.name in names for v in self.interp.expressions.eval(call.func))
