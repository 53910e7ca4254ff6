"""Imports within a project, followed when their names are used."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator

from flake8_mp.facts import project
from flake8_mp.facts.interpreter.component import Component
from flake8_mp.facts.interpreter.paths import CALLS, DEPTH, World
from flake8_mp.facts.search_path import file_in
from flake8_mp.facts.source import Source
from flake8_mp.facts.store import Changes, Key, Store, join
from flake8_mp.facts.values import NOTHING, Deferred, Frame, Imported, Obj, Reference, Value, Values, const, union

MAX_STARS = 4
"""So many modules deep is followed what an import of everything takes."""
MOST_MODULES = 30
"""So many modules of a project are followed from one file."""


class Imports(Component):
    """Follows imports."""

    def find(self, module: str, level: int) -> str | None:
        """Return the file of an imported module of the same project, looked up once."""
        source = self.interp.frame.source
        key = (source.path, module, level)
        if key not in self.interp.found:
            self.interp.found[key] = project.find(source.path, source.text, module, level)
        return self.interp.found[key]

    def sources(self) -> list[Source]:
        """Return the files in sight: the linted one, and those of the modules that were loaded by now."""
        return list(dict.fromkeys((self.interp.source, *(frame.source for frame in self.interp.modules.values()))))

    def imported(self, module: str, level: int) -> Values:
        path = self.find(module, level)
        if path is None:
            return NOTHING if level else (Reference(module, module=True),)
        return (Deferred(module, path),)

    def resolve(self, value: Value) -> Values:
        if not isinstance(value, Deferred):
            return (value,)
        if (
            not self.interp.program
            and self.interp.world.kind in ("import", "main")
            and not self.interp.objects.wants_bases
        ):
            # What a library does with its own modules on import leads nowhere; its functions ask again.
            return (value,)
        if value in self.interp.resolving or len(self.interp.resolving) > CALLS:
            return NOTHING
        self.interp.resolving.append(value)
        try:
            module = self._imported(value.name, value.path)
            return self.module_attribute(module, value.attribute) if value.attribute else (module,)
        finally:
            self.interp.resolving.pop()

    def _imported(self, name: str, path: str) -> Imported:
        """Return a module of the same project; its names are bound when they are asked for."""
        if path in self.interp.opaque:
            return Imported(name, path, 0)
        frame = self.interp.modules.get(path)
        if frame is None:
            source = project.load(path, small=True) if len(self.interp.modules) < MOST_MODULES else None
            if source is None or source.path == self.interp.source.path:
                self.interp.opaque.add(path)
                return Imported(name, path, 0)
            self.interp.hooks.loaded(source)
            frame = self.interp.modules[path] = self.interp.new_frame(source, None, qualname="")
            self.interp.names[frame.ident] = name
        return Imported(name, path, frame.ident)

    def demand(self, frame: Frame, name: str) -> Values | None:
        """Bind a name of an imported module: run the statements of its top level that bind it, and no others."""
        values = self.interp.store.get((frame.ident, name))
        if values is not None or frame.source is self.interp.source:
            return values
        for key, each in self._first(frame, name).items():
            if self.interp.store.get(key) is None:
                self.interp.store.set(key, each)
        return self.interp.store.get((frame.ident, name))

    def _first(self, frame: Frame, name: str) -> Changes:
        """Return what binding a name of an imported module binds on import."""
        if name not in frame.source.bindings:
            name = "*"  # what nothing binds by itself may come with all that is taken from a module
        known = self.interp.demanded.get((frame.ident, name))
        if known is None:
            self.interp.demanded[frame.ident, name] = {}
            known = self.interp.demanded[frame.ident, name] = self._bind_on_demand(frame, name)
            for key, each in known.items():
                self.interp.on_import.setdefault(key, each)
        return known

    def fresh(self, key: Key) -> Values | None:
        """Return what a child that imports everything anew finds under a key of the store, None where nothing is."""
        store = self.interp.imported_store
        found = store.get(key) if store is not None else None
        if found is None and key not in self.interp.on_import and key not in self.interp.demanded:
            frame = next((frame for frame in self.interp.modules.values() if frame.ident == key[0]), None)
            if frame is not None and frame.source is not self.interp.source:
                # It was bound from outside before anybody asked for what the import binds.
                self._first(frame, key[1])
        return found if found is not None else self.interp.on_import.get(key)

    def fresh_contents(self, obj: Obj) -> tuple[Values | None, Values | None, Values | None] | None:
        """Return what a child that imports everything anew finds in a container: its keys, its rest, its length.

        None where the import does not make it, or may fill it otherwise than by the statements that bind its name.
        """
        store = self.interp.imported_store
        if store is not None and self.interp.exists_in(store, obj):
            return self.interp.containers.contents_in(store, obj)
        if obj.source is self.interp.source or not self.interp.exists_in(self.interp.on_import, obj):
            return None
        if obj.source.calls_on_import or obj.source.mentions_on_import(obj.node):
            return None
        return self.interp.containers.contents_in(self.interp.on_import, obj)

    def is_configured(self, frame: Frame, name: str) -> bool:
        """Return whether a module may bind a name on import otherwise than by the statements that name it.

        A function that binds it by ``global`` may be called at the top level of the module.
        """
        return name in frame.source.rebound and frame.source.calls_on_import

    def bind_in(self, module: Imported, name: str, values: Values) -> None:
        """Bind a name of another module, as ``module.name = value`` does."""
        frame = self.interp.modules.get(module.path) if module.frame else None
        if frame is None:
            self.interp.objects.escape(values)
            return
        self.demand(frame, name)
        self.interp.store.set((frame.ident, name), values)

    def _bind_on_demand(self, frame: Frame, name: str) -> Changes:
        statements = frame.source.bindings.get(name)
        if not statements:
            return {}
        statements = [*statements, *_calls_of(frame.source, name)]
        base = self.interp.store
        saved = self.interp.frame, self.interp.world, self.interp.active, self.interp.loops, self.interp.depth
        self.interp.store, self.interp.frame = Store(base), frame
        self.interp.world = World("other", (const(self.interp.names.get(frame.ident, "")),))
        self.interp.active, self.interp.loops, self.interp.depth = [], 0, min(self.interp.depth, DEPTH // 2)
        try:
            region = self.interp.region((), lambda: self.interp.statements.run(statements))
            join(self.interp.store, region.paths)
            return self.interp.store.since(base)
        finally:
            self.interp.store = base
            self.interp.frame, self.interp.world, self.interp.active, self.interp.loops, self.interp.depth = saved

    def module_attribute(self, module: Imported, name: str) -> Values:
        frame = self.interp.modules.get(module.path) if module.frame else None
        values = self.demand(frame, name) if frame is not None else None
        if values is not None and not any(_is_itself(value, module, name) for value in values):
            return union(*(self.resolve(value) for value in values))
        folder = os.path.dirname(module.path) if module.path.endswith("__init__.py") else None
        inner = file_in(folder, name) if folder is not None else None
        if inner is not None:
            return (self._imported(f"{module.name}.{name}", inner),)
        return (Reference(f"{module.name}.{name}"),) if not module.frame else NOTHING

    def imported_name(self, module: str, level: int, name: str) -> Values:
        path = self.find(module, level)
        if path is not None:
            return (Deferred(module or ".", path, name),)
        if level:
            inner = self.find(name, level) if not module else None
            return (Deferred(name, inner),) if inner is not None else NOTHING
        if self.interp.known.is_module(f"{module}.{name}"):
            return (Reference(f"{module}.{name}", module=True),)
        return self.interp.expressions.member(Reference(module), name)

    def _public_names(self, path: str, depth: int = 0) -> Iterator[str]:
        """Yield the names that an import of everything takes from a module, also those that it takes from others."""
        source = project.load(path, small=True) if depth < MAX_STARS else None
        if source is None or source is self.interp.source:
            return
        if source.exported is not None:
            yield from source.exported
            return
        yield from (name for name in source.bindings if not name.startswith(("_", "*")))
        for inner in source.bindings.get("*", ()):
            if isinstance(inner, ast.ImportFrom):
                found = project.find(path, source.text, inner.module or "", inner.level)
                if found is not None:
                    yield from self._public_names(found, depth + 1)

    def import_star(self, module: str, level: int, node: ast.AST) -> None:
        path = self.find(module, level)
        if path is not None:
            for name in self._public_names(path):
                self.interp.binding.bind_name(name, (Deferred(module or ".", path, name),), node)
            return
        for name, value in self.interp.known.names_of(module) if level == 0 else ():
            self.interp.binding.bind_name(name, (value,), node)


def _is_itself(value: Value, module: Imported, name: str) -> bool:
    """Return whether a package imports a name from itself: that is its submodule."""
    return isinstance(value, Deferred) and value.path == module.path and value.attribute == name


def _calls_of(source: Source, name: str) -> list[ast.stmt]:
    """Return the statements of the top level that only call a method of a class of the module: ``Base.register(…)``."""
    if not any(isinstance(node, ast.ClassDef) and node.name == name for node in source.tree.body):
        return []
    found: list[ast.stmt] = []
    for node in source.tree.body:
        called = node.value.func if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) else None
        owner = called.value if isinstance(called, ast.Attribute) else None
        if isinstance(owner, ast.Name) and owner.id == name:
            found.append(node)
    return found
