"""Programs that are imported by their name as well: an initializer sets up one copy, and the tasks read the other.

A file that is run is the module ``__main__`` (``__mp_main__`` in spawned children). ``import package.program`` makes a
module of its own of the same file, with names of its own.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts import project
from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.events import ChildRead, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.subjects import POOLS
from flake8_mp.facts.source import Source
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import Function, Obj, Value, Values
from flake8_mp.rule import ALL_METHODS


class SecondCopies(Model):
    """Looks for names that an initializer sets in the program, and that tasks read from the program as a module.

    Owns: the program as other modules import it.
    Emits: :class:`ChildRead`.
    """

    _listens_for = POOLS

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._before: set[str] = set()
        self._set_up: dict[str, Place] = {}
        """The names that the initializer of the running worker has set, and where it was handed over."""
        self._reads: dict[ast.AST, set[str]] = {}
        self._runs: bool | None = None

    def before_run_initializer(self, pool: Obj | None, node: ast.AST) -> None:
        self._before, self._set_up = set(self.interp.worker.names), {}

    def after_run_initializer(self, pool: Obj | None, node: ast.AST) -> None:
        found = self.interp.given.expressions.get((pool.ident, "initializer")) if pool is not None else None
        if pool is None or found is None or self.interp.worker.parent_kind != "main":
            return
        place = Place(found[1].source, found[0])
        functions = self.interp.given.values(pool, "initializer")
        if place.source is self.interp.source and all(_is_of(value, place) for value in functions):
            self._set_up = dict.fromkeys(self.interp.worker.names - self._before - {"*"}, place)

    def before_enter(
        self,
        function: Function,
        arguments: Arguments,
        receiver: Value | None = None,
        on_yield: Callable[[Values], bool] | None = None,
    ) -> None:
        own = self.interp.source
        if self.interp.world.kind != "child" or not self._set_up or function.source is own:
            return
        if function.source.knows(own) and self._is_program():
            for name in sorted(self._set_up.keys() & self._read_by(function)):
                self.interp.emit(ChildRead(self._set_up.pop(name), ALL_METHODS, problem="second copy", name=name))

    def _read_by(self, function: Function) -> set[str]:
        """Return the names of the program that code of another module reads, which imports the program by its name."""
        if function.node not in self._reads:
            names, modules = self._imported_by(function.source)
            nodes = walk(function.node)
            used = {names[node.id] for node in nodes if isinstance(node, ast.Name) and node.id in names}
            used |= {
                node.attr
                for node in nodes
                if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") in modules
            }
            defined = {d.name: d for d in self.interp.source.tree.body if isinstance(d, ast.FunctionDef)}
            called = [defined[name] for name in used if name in defined]
            # What is called there may set up the copy as well.
            sets = {
                name for each in called for node in walk(each) if isinstance(node, ast.Global) for name in node.names
            }
            self._reads[function.node] = used.union(*map(self.interp.source.names_in, called)) - sets
        return self._reads[function.node]

    def _imported_by(self, source: Source) -> tuple[dict[str, str], set[str]]:
        """Return what a module imports from the program, by its name there, and what it calls the program itself."""
        names: dict[str, str] = {}
        modules: set[str] = set()
        for node in walk(source.tree):
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    if self._is_own(source, node.module or "", node.level):
                        names[alias.asname or alias.name] = alias.name
                    elif self._is_own(source, f"{node.module or ''}.{alias.name}".lstrip("."), node.level):
                        modules.add(alias.asname or alias.name)
            elif isinstance(node, ast.Import):
                modules |= {a.asname or a.name for a in node.names if self._is_own(source, a.name, 0)}
        return names, modules

    def _is_own(self, source: Source, module: str, level: int) -> bool:
        path = project.find(source.path, source.text, module, level)
        return path is not None and project.is_same(path, self.interp.source.path)

    def _is_program(self) -> bool:
        """Return whether nothing but its own guard runs the file: then it is no module when it runs."""
        if self._runs is None:
            source = self.interp.source
            self._runs = source.has_guard and not project.is_entry_point(source.path)
        return self._runs


def _is_of(value: object, place: Place) -> bool:
    return isinstance(value, Function) and value.source is place.source
