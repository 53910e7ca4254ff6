"""Blocks that one program opens and another one has created: the tracker of each takes a block for its own.

``Lib/multiprocessing/resource_tracker.py``: a program that opens a block registers it with a tracker of its own,
unless ``track=False`` is passed (3.13). At its end that tracker unlinks all that is registered. Children share that
of their parent.
"""

from __future__ import annotations

import ast
import re

from flake8_mp.facts.arguments import LibraryCall
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.tree import argument_for, walk

_SEES_TO_IT = re.compile(r"\b(?:unlink|unregister)\b\s*\(|\btrack\s*=")
_DEEPEST = 6


class Attachments(Model):
    """Looks for blocks that a program opens by a name that was given to it when it was started.

    Owns: nothing of the libraries.
    """

    _listens_for = ("argv", "parse_args", "environ")

    def after_effect_shared_memory(self, call: LibraryCall) -> None:
        obj = call.obj
        if (
            obj is None
            or obj.kind != "SharedMemory"
            or "create" in call.bound
            or "name" not in call.bound
            or call.arguments.more
        ):
            return
        if self.interp.world.kind != "main" or _SEES_TO_IT.search(self.interp.frame.source.code):
            return
        if self._is_from_outside(call.bound["name"][0], len(self.interp.active) - 1, 0):
            self.ask.memory("opened by another program", obj, call.node)

    def _is_from_outside(self, node: ast.AST, depth: int, passed: int) -> bool:
        """Return whether an expression of a running function is a word of the command line."""
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute):
            return node.value.attr == "argv" and getattr(node.value.value, "id", "") == "sys"
        if not isinstance(node, ast.Name) or passed > _DEEPEST:
            return False
        scope: ast.AST = self.interp.source.tree
        if depth >= 0:
            function = self.interp.active[depth]
            scope = function.node
            if node.id in {each.arg for each in walk(function.node.args) if isinstance(each, ast.arg)}:
                trace = self.interp.world.trace
                if len(trace) < len(self.interp.active) or isinstance(function.node, ast.Lambda):
                    return False
                call = trace[depth - len(self.interp.active)].node
                given = argument_for(call, function.node, function.owner is not None, node.id)
                return given is not None and self._is_from_outside(given, depth - 1, passed + 1)
        stores = [each for each in walk(scope) if isinstance(each, ast.Assign) and _binds(each, node.id)]
        return len(stores) == 1 and self._is_from_outside(stores[0].value, depth, passed + 1)


def _binds(statement: ast.Assign, name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in statement.targets)
