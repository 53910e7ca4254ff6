"""Ctrl-C: the workers of a pool get it as well, and what they were working on never comes back.

``Lib/multiprocessing/pool.py``: a worker that a KeyboardInterrupt ends has taken its task with it; ``join()`` after
``close()`` waits for the results of all tasks, and new workers do only those that nobody has begun.
"""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import LibraryCall
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import is_none

_ENDS = frozenset({"terminate", "kill", "SIG_IGN"})
_OF_POOLS = frozenset({"terminate", "close", "join"})
"""What no task calls when it is interrupted, but whatever has the pool."""
_INTERRUPTS = frozenset({"KeyboardInterrupt", "BaseException"})


class Interrupts(Model):
    """Looks for handlers of KeyboardInterrupt that wait for a pool whose workers the interrupt has ended.

    Owns: nothing of the libraries.
    """

    _listens_for = ("KeyboardInterrupt",)

    def before_effect_join(self, call: LibraryCall) -> None:
        obj = call.obj
        if obj is None or obj.kind != "Pool" or obj.cls is not None or not call.name.endswith("join"):
            return
        if self.interp.world.kind not in ("main", "library") or "SIG_IGN" in self.interp.source.code:
            return
        handler = self._handler_around(call.node)
        if (
            handler is None
            or self._is_caught_elsewhere(handler)
            or any(_names(node) & _ENDS for statement in handler.body for node in walk(statement))
        ):
            return
        statement = self.interp.syntax.node_around(handler)
        begins = any(node is obj.node for node in walk(*statement.body)) if isinstance(statement, ast.Try) else True
        initializer = self.interp.given.found(obj, "initializer")
        if not begins and (initializer is None or all(map(is_none, initializer))) and not self.interp.unsure:
            self.ask.used("interrupted", obj, call.node, "join")

    def _is_caught_elsewhere(self, handler: ast.ExceptHandler) -> bool:
        """Return whether anything else in the file catches interrupts, as tasks may do to give something back."""
        return any(
            isinstance(node, ast.ExceptHandler)
            and node is not handler
            and (node.type is None or any(_names(part) & _INTERRUPTS for part in walk(node.type)))
            and not any(_names(part) & _OF_POOLS for statement in node.body for part in walk(statement))
            for node in walk(self.interp.source.tree)
        )

    def _handler_around(self, node: ast.AST) -> ast.ExceptHandler | None:
        """Return the handler of KeyboardInterrupt, and nothing more frequent, that a call stands in."""
        for outer in self.interp.syntax.nodes_around(node):
            if isinstance(outer, ast.ExceptHandler):
                types = outer.type.elts if isinstance(outer.type, ast.Tuple) else [outer.type]
                caught = {getattr(each, "id", "") for each in types}
                return outer if "KeyboardInterrupt" in caught and caught <= _INTERRUPTS | {"SystemExit"} else None
            if isinstance(outer, (ast.FunctionDef, ast.AsyncFunctionDef)):
                return None
        return None


def _names(node: ast.AST) -> set[str]:
    return {getattr(node, "attr", ""), getattr(node, "id", "")}
