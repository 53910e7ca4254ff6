"""Where the nodes of the file that is running stand."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_mp.facts.interpreter.component import Component
from flake8_mp.facts.tree import walk

_CHOICES = (ast.If, ast.IfExp, ast.Match, ast.Try)
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.Module)


class Syntax(Component):
    """Looks around in the syntax tree."""

    def node_around(self, node: ast.AST) -> ast.AST | None:
        """Return the node that a node is a part of, None where it is the module or one of another file."""
        source = self.interp.frame.source
        return source.around.get(node)

    def name_here(self, node: ast.AST) -> str:
        """Return the text of an expression of the file that is running, as the linted file would write it."""
        name, frame = self.interp.frame.source.segment(node), self.interp.frame
        if isinstance(node, ast.Name) and frame.source is not self.interp.source:
            module = self.interp.names.get(frame.module.ident, "").rpartition(".")[2]
            name = f"{module}.{name}" if module else name
        return name

    def nodes_around(self, node: ast.AST, end: ast.AST | None = None) -> Iterator[ast.AST]:
        """Return everything that a node is in, from the inside out, up to ``end``."""
        over = self.node_around(node)
        while over is not None and over is not end:
            yield over
            over = self.node_around(over)

    def statement_before(self, node: ast.AST) -> ast.stmt | None:
        """Return the statement before the one that a node is in, in the same block."""
        over: ast.AST | None = node
        while over is not None and not isinstance(over, ast.stmt):
            over = self.node_around(over)
        block = self.node_around(over) if over is not None else None
        for field in ("body", "orelse", "finalbody"):
            statements = getattr(block, field, None)
            if isinstance(statements, list) and over in statements:
                index = statements.index(over)
                return statements[index - 1] if index else None
        return None

    def is_default_of_choice(self, node: ast.AST) -> bool:
        """Return whether a default of the running function is used on one path of several.

        A call that leaves such an argument out passes another one, which decides the path: ``data=None, name=None``.
        """
        frame = self.interp.frame
        defaults = frame.function.defaults if frame.function is not None else {}
        if not defaults or not any(isinstance(over, _CHOICES) for over in self.nodes_around(node, self.scope(node))):
            return False
        names = {inner.id for inner in walk(node) if isinstance(inner, ast.Name)}
        return any(name in names and self.interp.store.get((frame.ident, name)) is defaults[name] for name in defaults)

    def scope(self, node: ast.AST) -> ast.AST | None:
        """Return the function or module that a node stands in; None where that is a class or a lambda."""
        found = next((over for over in self.nodes_around(node) if isinstance(over, _SCOPES)), None)
        return found if isinstance(found, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Module)) else None
