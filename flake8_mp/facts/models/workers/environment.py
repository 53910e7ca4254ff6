"""The environment of workers: that of the fork server is a copy of what its parent had when the server was started.

``Lib/multiprocessing/forkserver.py``: the server is started with the first process, and all others are forked from it.
"""

from __future__ import annotations

import ast
import re
from functools import cached_property

from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.events import Circumstance, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.source import Source
from flake8_mp.facts.store import Store
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import (
    Context,
    Obj,
    Partial,
    Reference,
    Value,
    Values,
    constant_of,
    function_of,
)

_SERVER = frozenset({"forkserver"})
_CHANGES = re.compile(r"environ\s*\[[^]\n]*\]\s*=[^=]|environ\.update\b|\bputenv\(")
_ANY = "*"
"""What stands for a variable whose name is not known."""


class Environment(Model):
    """Compares the environment that workers read with what the program has changed since the fork server was started.

    Owns: ``os.environ``.
    Emits: :class:`Circumstance`.
    """

    _listens_for = ("environ", "putenv")

    _server = Slot[Place]("where the first process was started, and the fork server with it")
    _changed = Slot[Place]("by the variable, where it was changed while the fork server was running")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._read: dict[tuple[ast.AST, ast.AST], dict[str, tuple[Place, Place]]] = {}
        """By the expression that hands a worker over, and the worker, the variables that it reads, where, and that
        expression: the same one may hand over several."""
        self._imported: dict[Source, frozenset[str]] = {}
        """By the file, the names of ``os.environ`` in it."""

    def before_started(self, what: str, node: ast.AST, context: Context) -> None:
        if self.interp.world.kind in ("main", "library") and "forkserver" in self.ask.methods(context):
            if self._server.found() is None:
                self._server.set(self.interp.place(node))

    def refine_worth_again(self, found: bool, node: ast.AST) -> bool:
        # What the first round starts has the environment of that round.
        return found or (self.interp.world.kind == "main" and self._is_changed_in_file)

    @cached_property
    def _is_changed_in_file(self) -> bool:
        return _CHANGES.search(self.interp.source.text) is not None

    # -- what the program changes ---------------------------------------------------------------------------------

    def before_set_item(self, owners: Values, index: Values, values: Values, node: ast.AST) -> None:
        if isinstance(node, ast.Subscript) and self._is_environment(node.value):
            name = constant_of(index)
            self._changes(name if isinstance(name, str) else _ANY, node)

    def before_call(self, callee: Value, arguments: Arguments) -> None:
        function = getattr(arguments.node, "func", None)
        if isinstance(callee, Reference) and callee.name in ("os.getenv", "os.putenv"):
            name = constant_of(arguments.args[0][1]) if arguments.args else None
            if callee.name == "os.getenv" and isinstance(name, str):
                self._reads(name, arguments.node)
            elif callee.name == "os.putenv":
                self._changes(name if isinstance(name, str) else _ANY, arguments.node)
        elif isinstance(function, ast.Attribute) and self._is_environment(function.value):
            name = constant_of(arguments.args[0][1]) if arguments.args else None
            if function.attr == "get" and isinstance(name, str):
                self._reads(name, arguments.node)
            elif function.attr == "update":
                for name in self._names_given(arguments):
                    self._changes(name, arguments.node)

    def _names_given(self, arguments: Arguments) -> list[str]:
        """Return the variables that a call of ``update`` sets; one is not known where it may set others."""
        names = [*arguments.kwargs, *([_ANY] if arguments.more else [])]
        for _, values in arguments.args:
            for value in values:
                if isinstance(value, Obj) and value.kind == "dict" and not self.interp.containers.rest(value):
                    names += self.interp.containers.keys(value)
                else:
                    names.append(_ANY)
        return names

    def _changes(self, name: str, node: ast.AST) -> None:
        if self.interp.world.kind == "child":
            self._changed.drop(of=name)
            return
        self.ask.sets(_setting(name), node)
        if len(self._server.each()) == len(self._server.values()) > 0:
            self._changed.set(self.interp.place(node), of=name)

    # -- what workers read ----------------------------------------------------------------------------------------

    def before__subscript(self, node: ast.Subscript) -> None:
        if self.interp.world.kind == "child" and isinstance(node.slice, ast.Constant):
            if isinstance(node.slice.value, str) and self._is_environment(node.value):
                self._reads(node.slice.value, node)

    def _reads(self, name: str, node: ast.AST) -> None:
        base, handed = self.interp.worker.parent, self.interp.world.handed
        if self.interp.world.kind != "child" or base is None or handed is None or self.interp.purpose.only_tests:
            return
        if all(self._is_as_in(base, word) for word in (name, _ANY)):
            worker = self.interp.active[0].node if self.interp.active else handed.node
            self._read.setdefault((handed.node, worker), {})[name] = (self.interp.place(node), handed)

    def _is_as_in(self, base: Store, name: str) -> bool:
        """Return whether a worker has not set a variable itself."""
        key = self._changed.key(of=name)
        return self.interp.store.get(key) == base.get(key)

    def on_run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        origin = self.interp.given.expressions.get((obj.ident, "target"))
        handed = origin[0] if origin is not None and obj.cls is None else node
        self._begins(obj, handed, self.interp.given.values(obj, "target") if obj.cls is None else None)

    def on_task(
        self, obj: Obj, function: tuple[ast.AST, Values], arguments: Arguments, context: Context, bound: Bound
    ) -> None:
        self._begins(obj, *function)

    def _begins(self, worker: Obj, handed: ast.AST, functions: Values | None) -> None:
        """Note what a worker reads that has changed since the server was started, which is the same for each run.

        ``functions`` are what it may be, None for any.
        """
        server = self.ask.breaking(_SERVER, worker.context)
        nodes = _definitions(functions) if functions is not None else None
        reads: dict[str, tuple[Place, Place]] = {}
        for (at, function), names in self._read.items():
            if at is handed and (nodes is None or function in nodes):
                reads |= names
        for name, (place, there) in reads.items():
            late, since = self.ask.late_under(_setting(name), worker, self.interp.store)
            methods = self.ask.breaking(late, worker.context)
            if server and (changed := self._changed_at(name)) is not None:
                methods, since = methods | server, changed
            if methods:
                words = f"new `{name}`"
                event = Circumstance(place, methods, problem="setting", words=words, cause=since, handed=there)
                self.interp.emit(event, because=there)

    def _changed_at(self, name: str) -> Place | None:
        """Return where a variable was changed while the fork server was running."""
        for word in (name, _ANY):
            place = self._changed.get(of=word)
            if place is not None and (word == name or name in self._names_written):
                return place
        return None

    @cached_property
    def _names_written(self) -> frozenset[str]:
        """What is written in the file as the key of a dict or as a keyword: names of variables, perhaps."""
        found: set[str] = set()
        for node in walk(self.interp.source.tree):
            if isinstance(node, ast.Dict):
                found |= {str(key.value) for key in node.keys if isinstance(key, ast.Constant)}
            elif isinstance(node, ast.keyword) and node.arg is not None:
                found.add(node.arg)
        return frozenset(found)

    # -- names ----------------------------------------------------------------------------------------------------

    def _is_environment(self, node: ast.AST) -> bool:
        """Return whether an expression is ``os.environ``."""
        if isinstance(node, ast.Attribute) and node.attr == "environ" and isinstance(node.value, ast.Name):
            values = self.interp.expressions.eval(node.value)
            return len(values) == 1 and isinstance(values[0], Reference) and values[0].name == "os"
        return isinstance(node, ast.Name) and node.id in self._imported_in(self.interp.frame.source)

    def _imported_in(self, source: Source) -> frozenset[str]:
        """Return the names under which a file has imported ``os.environ``, looked up once."""
        if source not in self._imported:
            self._imported[source] = _imported(source)
        return self._imported[source]


def _setting(name: str) -> str:
    return f"variable {name}"


def _definitions(functions: Values) -> set[ast.AST] | None:
    """Return where functions are defined, None where that is not known of each."""
    found: set[ast.AST] = set()
    for value in functions:
        function = function_of(value)
        inner = _definitions(value.functions) if isinstance(value, Partial) else None
        if function is not None:
            found.add(function.node)
        elif inner is not None:
            found |= inner
        else:
            return None
    return found


def _imported(source: Source) -> frozenset[str]:
    """Return the names under which a file has imported ``os.environ``."""
    return frozenset(
        alias.asname or alias.name
        for node in source.tree.body
        if isinstance(node, ast.ImportFrom) and node.module == "os"
        for alias in node.names
        if alias.name == "environ"
    )
