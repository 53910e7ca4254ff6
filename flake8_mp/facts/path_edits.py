"""What a file puts on ``sys.path``, as far as it follows from where the file is."""

from __future__ import annotations

import ast
import os
import re
import sys
from functools import lru_cache

from flake8_mp.facts.words import whole

_SAME = ("abspath", "realpath", "normpath", "str", "fspath", "Path", "PurePath")
"""Functions of os and os.path, and classes of pathlib, that give the path that they are given."""
_EDIT = re.compile(r"sys\.path\s*(?:\+=|\.\s*(?:insert|append|extend)\b)")
_IMPORT = re.compile(r"^import (\w+)[ \t]*(?:#.*)?$", re.MULTILINE)
_DEEPEST = 20
"""So deep are expressions looked into."""


def added_to_path(text: str, path: str) -> tuple[str, ...]:
    """Return the folders that a file puts on ``sys.path``, wherever in the file it does.

    Args:
        text: the text of the file.
        path: its path, which is what ``__file__`` stands for.

    Returns:
        Absolute paths, without those that are made from something else than ``__file__`` and constants.
    """
    return _added(text, path) if "__file__" in text and _EDIT.search(text) is not None else ()


@lru_cache(256)
def imported_alone(text: str) -> tuple[str, ...]:
    """Return the modules that a file imports for what they do, and names nowhere else: ``import _init_paths``."""
    names = dict.fromkeys(name for name in _IMPORT.findall(text) if name not in sys.stdlib_module_names)
    return tuple(name for name in names if len([*whole(name, text)]) == 1)


@lru_cache(64)
def _added(text: str, path: str) -> tuple[str, ...]:
    try:
        tree = ast.parse(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return ()
    places = _Places(path)
    found: list[ast.expr] = []
    adding = {name for node in tree.body if (name := _adds_its_argument(node))}
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                places.names[name] = value
            case ast.AugAssign(target=target, value=ast.List(elts=items)) if _is_search_path(target):
                found += items
            case ast.Call(func=ast.Attribute(value=owner, attr="insert" | "append"), args=[*_, item]):
                found += [item] if _is_search_path(owner) else []
            case ast.Call(func=ast.Attribute(value=owner, attr="extend"), args=[ast.List(elts=items)]):
                found += items if _is_search_path(owner) else []
            case ast.Call(func=ast.Name(id=name), args=[item], keywords=[]) if name in adding:
                found.append(item)
    folders = [folder for node in found if (folder := places.of(node)) is not None]
    # What is relative depends on the folder in which the program is started.
    return tuple(dict.fromkeys(os.path.normpath(folder) for folder in folders if os.path.isabs(folder)))


def _adds_its_argument(node: ast.stmt) -> str:
    """Return the name of a function that puts its only argument on the path; empty for anything else."""
    match node:
        case ast.FunctionDef(name=name, args=ast.arguments(posonlyargs=[], args=[ast.arg(arg=given)], kwonlyargs=[])):
            for inner in ast.walk(node):
                match inner:
                    case ast.Call(
                        func=ast.Attribute(value=owner, attr="insert" | "append"), args=[*_, ast.Name(id=added)]
                    ) if _is_search_path(owner) and added == given:
                        return name
    return ""


def _is_search_path(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and ast.unparse(node) == "sys.path"


class _Places:
    """Says which path an expression gives that is made from ``__file__``, with os.path, pathlib or as a string."""

    def __init__(self, path: str) -> None:
        self._path = os.path.abspath(path)
        self.names: dict[str, ast.expr] = {}
        """The expressions that names are bound to."""
        self._depth = 0

    def of(self, node: ast.expr) -> str | None:
        """Return the path, None where it is not known."""
        if self._depth > _DEEPEST:
            return None
        self._depth += 1
        try:
            return self._of(node)
        finally:
            self._depth -= 1

    def _of(self, node: ast.expr) -> str | None:
        match node:
            case ast.Name(id="__file__"):
                return self._path
            case ast.Name(id=name):
                return self.of(self.names[name]) if name in self.names else None
            case ast.Constant(value=str(text)):
                return text
            case ast.Attribute(attr="pardir"):
                return os.pardir
            case ast.Attribute(value=value, attr="parent"):
                return self._up(value, 1)
            case ast.Subscript(value=ast.Attribute(value=value, attr="parents"), slice=ast.Constant(value=int(times))):
                return self._up(value, times + 1)
            case ast.BinOp(op=ast.Div(), left=left, right=right):
                return self._joined(left, right)
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                return self._put_together(left, right)
            case ast.JoinedStr(values=values):
                return self._put_together(*values)
            case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
                return self.of(value)
            case ast.Call(func=ast.Attribute(value=value, attr="resolve" | "absolute" | "as_posix"), args=[]):
                return self.of(value)
            case ast.Call(func=ast.Attribute(value=value, attr="joinpath"), args=args):
                return self._joined(value, *args)
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name), args=args):
                return self._called(name, args)
        return None

    def _called(self, name: str, args: list[ast.expr]) -> str | None:
        if name == "join":
            return self._joined(*args)
        if len(args) != 1:
            return None
        if name == "dirname":
            return self._up(args[0], 1)
        return self.of(args[0]) if name in _SAME else None

    def _joined(self, *nodes: ast.expr) -> str | None:
        parts = self._parts(nodes)
        return os.path.join(*parts) if parts else None

    def _put_together(self, *nodes: ast.expr) -> str | None:
        parts = self._parts(nodes)
        return "".join(parts) if parts else None

    def _parts(self, nodes: tuple[ast.expr, ...]) -> list[str]:
        """Return the parts of a path, none where one of them is unknown."""
        parts = [part for node in nodes if (part := self.of(node)) is not None]
        return parts if parts and len(parts) == len(nodes) else []

    def _up(self, node: ast.expr, times: int) -> str | None:
        path = self.of(node)
        for _ in range(times if path is not None else 0):
            path = os.path.dirname(path or "")
        return path
