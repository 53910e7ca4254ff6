"""A file as the facts see it: its text, its tree, and places in characters."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Sequence
from functools import cached_property

from flake8_mp.facts.tree import Around, Definition, children, depends_on_loop, walk
from flake8_mp.rule import Span

CONSTRUCTORS = frozenset({"__init__", "__new__", "__post_init__", "__init_subclass__"})
"""Methods that set attributes before other code can see the object."""

_OTHER_THAN_CODE = re.compile(
    r"""#[^\n\r]*|(\"{3}|'{3})(?:[^\\]|\\.)*?\1|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'""", re.DOTALL
)
"""A comment, or a string, in which what looks like one is none."""
_IMPORT_STATEMENT = re.compile(r"^[ \t]*+(?:from|import)\b(?:[^\n(]*+\((?:[^()#]|#[^\n]*+)*+\)|[^\n]*+)", re.MULTILINE)
_WORD = re.compile(r"\w++")


_SET_BY_COMPREHENSION = re.compile(r"\bfor[ \t(\[]+[^:\n]{0,200}?\.[^:\n]{0,200}?\bin\b")
"""A ``for`` that may set an attribute: a comprehension can, but code does not use it for that."""


def _without_comment(found: re.Match[str]) -> str:
    text = found[0]
    return " " * len(text) if text.startswith("#") else text


def _set_by_statements(body: Sequence[ast.stmt], found: set[str]) -> None:
    """Add the attributes that statements set, outside of constructors."""
    todo = list(body)
    for node in todo:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name in CONSTRUCTORS:
            continue
        for target in _targets(node):
            found.update(
                inner.attr
                for inner in walk(target)
                if isinstance(inner, ast.Attribute) and not isinstance(inner.ctx, ast.Load)
            )
        for field in ("body", "orelse", "finalbody"):
            todo += getattr(node, field, ())
        for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
            todo += part.body


def _targets(node: ast.stmt) -> Sequence[ast.expr]:
    """Return what a statement itself sets or deletes."""
    if isinstance(node, (ast.Assign, ast.Delete)):
        return node.targets
    if isinstance(node, (ast.AugAssign, ast.AnnAssign, ast.For, ast.AsyncFor)):
        return (node.target,)
    if isinstance(node, (ast.With, ast.AsyncWith)):
        return [item.optional_vars for item in node.items if item.optional_vars is not None]
    return ()


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


class Source:
    """One parsed file.

    ``tree`` is shared with whoever parsed it and is never changed.
    """

    def __init__(self, tree: ast.Module, text: str, path: str) -> None:
        self.tree = tree
        self.text = text
        self.path = path
        self._names: dict[ast.AST, frozenset[str]] = {}
        self._bound: dict[ast.AST, frozenset[str]] = {}
        self._rests: dict[ast.AST, bool] = {}
        self._known: dict[str, bool] = {}
        self.word_cache: dict[str, bool] = {}
        """Which words are in it, as far as ``connect.py`` has looked."""
        self.relevance: object = None
        """What ``relevance.py`` has found in it, so that it looks once at a module which many files use."""

    @cached_property
    def around(self) -> Around:
        """What the nodes of the file are parts of."""
        return Around(self.tree)

    def names_in(self, node: ast.AST) -> frozenset[str]:
        """Return the variables that a piece of code names."""
        found = self._names.get(node)
        if found is None:
            found = self._names[node] = frozenset(inner.id for inner in walk(node) if isinstance(inner, ast.Name))
        return found

    def names_bound_in(self, node: ast.AST) -> frozenset[str]:
        """Return the variables that a piece of code binds anywhere in it."""
        found = self._bound.get(node)
        if found is None:
            found = self._bound[node] = frozenset(
                inner.id for inner in walk(node) if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store)
            )
        return found

    def depends_on_loop(self, node: ast.AST) -> bool:
        """Return whether a loop of the function decides if a node of it is reached.

        What a loop carries from round to round, and how it is left, is not followed to its end.
        """
        found = self._rests.get(node)
        if found is None:
            found = self._rests[node] = depends_on_loop(node, self.around)
        return found

    @cached_property
    def functions(self) -> dict[str, list[ast.AST]]:
        """By the name, the functions and methods that the file defines anywhere."""
        found: dict[str, list[ast.AST]] = {}
        for node in walk(self.tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                found.setdefault(node.name, []).append(node)
        return found

    def may_lead_to(self, function: ast.AST, names: frozenset[str]) -> bool:
        """Return whether a function, or one of the file whose name it mentions, mentions one of these names."""
        todo, seen = [function], {function}
        while todo:
            for node in walk(todo.pop()):
                name = node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
                if name in names or (isinstance(node, ast.Constant) and node.value in names):
                    return True
                for inner in self.functions.get(name, ()) if name else ():
                    if inner not in seen:
                        seen.add(inner)
                        todo.append(inner)
        return False

    @cached_property
    def code(self) -> str:
        """The text with blanks for its comments: nothing that is found may depend on them."""
        return _OTHER_THAN_CODE.sub(_without_comment, self.text) if "#" in self.text else self.text

    def parameter(self, node: ast.AST) -> tuple[Definition, bool] | None:
        """Return the function of which an expression is just the name of a parameter, and whether it is a method.

        None where it is no such name; a static method is none.
        """
        if not isinstance(node, ast.Name):
            return None
        around = self.around
        over = around.get(node)
        while over is not None and not isinstance(over, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            over = around.get(over)
        if over is None or isinstance(over, ast.Lambda):
            return None
        if not any(isinstance(part, ast.arg) and part.arg == node.id for part in walk(over.args)):
            return None
        is_static = any(isinstance(each, ast.Name) and each.id == "staticmethod" for each in over.decorator_list)
        return over, isinstance(around.get(over), ast.ClassDef) and not is_static

    def knows(self, other: Source) -> bool:
        """Return whether a file is another one, or imports it, or its package where that is an ``__init__.py``."""
        if other is self:
            return True
        if other.path not in self._known:
            folder, name = os.path.split(other.path)
            stem = os.path.basename(folder) if name == "__init__.py" else name.removesuffix(".py")
            if "import_module" in self.code or "__import__" in self.code:
                known = re.search(rf"\b{re.escape(stem)}\b", self.code) is not None
            else:
                known = any(stem in _WORD.findall(found[0]) for found in _IMPORT_STATEMENT.finditer(self.code))
            self._known[other.path] = known
        return self._known[other.path]

    @cached_property
    def has_guard(self) -> bool:
        """Whether the top level asks for ``__name__``, so that the file can be run as a program."""
        return bool(guards_in(self.tree))

    @cached_property
    def runs_by_call(self) -> bool:
        """Whether a statement of the top level is a call of a function that the file defines or imports by its name."""
        calls = [
            s.exc if isinstance(s, ast.Raise) else s.value
            for s in self.tree.body
            if isinstance(s, (ast.Expr, ast.Raise))
        ]
        called = [node for call in calls if isinstance(call, ast.Call) for node in (call, *call.args)]
        return any(isinstance(node, ast.Call) and isinstance(node.func, ast.Name) for node in called)

    @cached_property
    def sets_by_code(self) -> bool:
        """Whether classes of the file decide themselves what setting an attribute does."""
        return "__setattr__" in self.code or ".setter" in self.code

    @cached_property
    def calls_on_import(self) -> bool:
        """Whether statements of the top level may call a function of the file when it is imported.

        They do where a call names one, or a class, or where a decorator has taken one that is called by others.
        """
        own: set[str] = set()
        decorated = False
        for statement in self.tree.body:
            if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                own.add(statement.name)
                decorated |= not isinstance(statement, ast.ClassDef) and bool(statement.decorator_list)
        for statement in self.tree.body:
            if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) or _is_guard(statement):
                continue
            calls = [node for node in walk(statement) if isinstance(node, ast.Call)]
            if calls and (decorated or any(isinstance(n, ast.Name) and n.id in own for c in calls for n in walk(c))):
                return True
        return False

    def mentions_on_import(self, made: ast.AST) -> bool:
        """Return whether the top level names a thing again after the one statement that makes and binds it.

        ``made`` is the expression that makes it. Definitions are left out, but not their decorators and defaults.
        """
        holder = next((s for s in self.tree.body if any(node is made for node in walk(s))), None)
        names = set(_bound_names(holder)) if holder is not None else set()
        if not names:
            return True
        return any(
            isinstance(node, ast.Name) and node.id in names
            for statement in self.tree.body
            if statement is not holder
            for node in _run_on_import(statement)
        )

    @cached_property
    def rebound(self) -> frozenset[str]:
        """The variables that functions bind in a scope around them, by ``global`` or ``nonlocal``."""
        if "global" not in self.text and "nonlocal" not in self.text:
            return frozenset()
        found: set[str] = set()
        lines = [number for number, line in enumerate(self.code_lines, 1) if "global" in line or "nonlocal" in line]
        for statement in self.tree.body:
            # Most of what a module defines is not even near to such a line.
            first, last = statement.lineno, statement.end_lineno or statement.lineno
            if lines and any(first <= number <= last for number in lines):
                for node in walk(statement):
                    if isinstance(node, (ast.Global, ast.Nonlocal)):
                        found.update(node.names)
        return frozenset(found)

    @cached_property
    def reset_attributes(self) -> frozenset[str]:
        """The attributes that the file sets anywhere but in a constructor or in the body of a class; ``*`` for any."""
        found: set[str] = set()
        if "setattr" not in self.text and _SET_BY_COMPREHENSION.search(self.text) is None:
            _set_by_statements(self.tree.body, found)
            return frozenset(found)
        todo: list[ast.AST] = [self.tree]
        while todo:
            node = todo.pop()
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name in CONSTRUCTORS:
                continue
            if isinstance(node, ast.Attribute):
                if not isinstance(node.ctx, ast.Load):
                    found.add(node.attr)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "setattr":
                name = node.args[1] if len(node.args) == 3 else None
                known = isinstance(name, ast.Constant) and isinstance(name.value, str)
                found.add(name.value if known else "*")  # type: ignore[union-attr]
            todo += children(node)
        return frozenset(found)

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends, split where Python splits them (form feeds are no line ends)."""
        return _lines(self.text)

    @cached_property
    def code_lines(self) -> list[str]:
        """The lines without comments."""
        return _lines(self.code)

    @cached_property
    def bindings(self) -> dict[str, list[ast.stmt]]:
        """By the name, the statements of the top level that bind it, a compound one for all that is bound in it."""
        found: dict[str, list[ast.stmt]] = {}
        for outer in self.tree.body:
            todo: list[ast.stmt] = [outer]
            while todo:
                node = todo.pop()
                for name in _bound_names(node):
                    statements = found.setdefault(name, [])
                    if outer not in statements:
                        statements.append(outer)
                for field in ("body", "orelse", "finalbody"):
                    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                        todo += getattr(node, field, [])
                for handler in getattr(node, "handlers", []):
                    todo += handler.body
        return found

    @cached_property
    def exported(self) -> tuple[str, ...] | None:
        """What ``__all__`` names, in order; None where it is not bound, or to something else than constants."""
        names: list[str] = []
        for statement in self.bindings.get("__all__", ()):
            value = statement.value if isinstance(statement, (ast.Assign, ast.AugAssign, ast.AnnAssign)) else None
            if not isinstance(value, (ast.List, ast.Tuple)):
                return None
            for element in value.elts:
                if not isinstance(element, ast.Constant) or not isinstance(element.value, str):
                    return None
                names.append(element.value)
        return tuple(names) or None

    @cached_property
    def is_notebook(self) -> bool:
        """Whether the text is that of a notebook's cells: `__main__` has no file there, and its kernel lives on."""
        return self.path.endswith(".ipynb")

    @cached_property
    def is_never_imported(self) -> bool:
        """Whether children never import it again: the ``__main__.py`` of a package, folder or archive, a notebook."""
        return self.is_notebook or os.path.basename(self.path) == "__main__.py"

    def span(self, node: ast.AST) -> Span:
        """Return where a node stands, in characters: the tree counts bytes of UTF-8."""
        line = getattr(node, "lineno", 1)
        end = getattr(node, "end_lineno", None) or line
        start = _character(self.lines, line, getattr(node, "col_offset", 0))
        stop = _character(self.lines, end, getattr(node, "end_col_offset", None) or 0)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            keyword = "class " if isinstance(node, ast.ClassDef) else "def "
            text = self.lines[line - 1] if line <= len(self.lines) else ""
            return Span(line, start, line, min(start + len(keyword) + len(node.name), max(len(text), start)))
        return Span(line, start, end, max(stop, start) if end == line else stop)

    def segment(self, node: ast.AST, most: int = 40) -> str:
        """Return the source of an expression on one line, cut to ``most`` characters."""
        span = self.span(node)
        text = self.lines[span.line - 1] if span.line <= len(self.lines) else ""
        text = text[span.column : span.end_column] if span.end_line == span.line else text[span.column :] + "…"
        text = " ".join(text.split())
        return text if len(text) <= most else text[: most - 1] + "…"


def has_text_on_import(source: Source, text: str) -> bool:
    """Return whether the top level may do something with a text: it has it, or calls functions that may have it."""
    if text not in source.code:
        return False
    if source.calls_on_import:
        return True
    nodes = (node for statement in source.tree.body for node in _run_on_import(statement))
    return any(isinstance(node, ast.Constant) and node.value == text for node in nodes)


def _run_on_import(statement: ast.stmt) -> list[ast.AST]:
    """Return what of a statement of the top level runs on import: of a function its decorators and defaults."""
    if _is_guard(statement):
        return []
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return walk(*statement.decorator_list, statement.args)
    return walk(statement)


def stretches_in(tree: ast.Module) -> dict[ast.AST, int]:
    """Return the statements of the top level of a file, each with the number of its stretch.

    Definitions and guards part one stretch from the next.
    """
    found: dict[ast.AST, int] = {}
    number = 0
    for statement in tree.body:
        parts = isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) or _is_guard(statement)
        number += parts
        found[statement] = number
        number += parts
    return found


def guards_in(tree: ast.Module) -> list[ast.If]:
    """Return the statements of the top level of a file that ask for ``__name__``."""
    return [each for each in tree.body if isinstance(each, ast.If) and _is_guard(each)]


def _is_guard(statement: ast.stmt) -> bool:
    """Return whether a statement asks for ``__name__``."""
    return isinstance(statement, ast.If) and any(
        isinstance(node, ast.Name) and node.id == "__name__" for node in walk(statement.test)
    )


def _bound_names(node: ast.stmt) -> list[str]:
    """Return the names that one statement binds itself."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [node.name]
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return [alias.asname or alias.name.partition(".")[0] for alias in node.names]
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = list(node.targets)
    elif isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.For)):
        targets = [node.target]
    elif isinstance(node, ast.With):
        targets = [item.optional_vars for item in node.items if item.optional_vars is not None]
    names = []
    while targets:
        target = targets.pop()
        if isinstance(target, ast.Name):
            names.append(target.id)
        elif isinstance(target, (ast.Tuple, ast.List)):
            targets += target.elts
        elif isinstance(target, (ast.Subscript, ast.Attribute)):
            # What changes a thing belongs to what it is.
            targets.append(target.value)
    return names


def _character(lines: list[str], line: int, offset: int) -> int:
    """Return the number of characters before a place that is given in bytes."""
    text = lines[line - 1] if line <= len(lines) else ""
    if text.isascii():
        return offset
    return len(text.encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "replace"))
