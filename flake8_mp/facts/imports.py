"""Imports within a project, followed when their names are used."""

from __future__ import annotations

import ast
import os

from flake8_mp.facts import api, project
from flake8_mp.facts.machine import CALLS, DEPTH, World
from flake8_mp.facts.objects import Objects
from flake8_mp.facts.store import Changes, Store, join
from flake8_mp.facts.values import (
    NOTHING,
    Deferred,
    Frame,
    Imported,
    Reference,
    Value,
    Values,
    const,
    union,
)

MOST_MODULES = 10
"""So many modules of a project are followed from one file."""
STANDARD_CONTEXT_MODULES = ("multiprocessing", "multiprocess", "torch.multiprocessing")


class Imports(Objects):
    """Follows imports."""

    def find(self, module: str, level: int) -> str | None:
        """Return the file of an imported module of the same project, looked up once."""
        key = (self.frame.source.path, module, level)
        if key not in self.found:
            self.found[key] = project.find(*key)
        return self.found[key]

    def imported(self, module: str, level: int) -> Values:
        path = self.find(module, level)
        if path is None:
            return NOTHING if level else (Reference(module, module=True),)
        return (Deferred(module, path),)

    def resolve(self, value: Value) -> Values:
        if not isinstance(value, Deferred):
            return (value,)
        if not self.program and self.world.kind in ("import", "main") and not self.wants_bases:
            # What a library does with its own modules on import leads nowhere; its functions ask again.
            return (value,)
        if value in self.resolving or len(self.resolving) > CALLS:
            return NOTHING
        self.resolving.append(value)
        try:
            module = self._imported(value.name, value.path)
            return self.module_attribute(module, value.attribute) if value.attribute else (module,)
        finally:
            self.resolving.pop()

    def _imported(self, name: str, path: str) -> Imported:
        """Return a module of the same project; its names are bound when they are asked for."""
        if path in self.opaque:
            return Imported(name, path, 0)
        frame = self.modules.get(path)
        if frame is None:
            source = project.load(path, small=self.program) if len(self.modules) < MOST_MODULES else None
            if source is None or source.path == self.source.path:
                self.opaque.add(path)
                return Imported(name, path, 0)
            frame = self.modules[path] = self.new_frame(source, None, qualname="")
            self.names[frame.ident] = name
        return Imported(name, path, frame.ident)

    def demand(self, frame: Frame, name: str) -> Values | None:
        """Bind a name of an imported module: run the statements of its top level that bind it, and no others."""
        values = self.store.get((frame.ident, name))
        if values is not None or frame.source is self.source:
            return values
        known = self.demanded.get((frame.ident, name))
        if known is None:
            self.demanded[frame.ident, name] = {}
            known = self.demanded[frame.ident, name] = self._bind_on_demand(frame, name)
        for key, each in known.items():
            if self.store.get(key) is None:
                self.store.set(key, each)
        return self.store.get((frame.ident, name))

    def _bind_on_demand(self, frame: Frame, name: str) -> Changes:
        statements = frame.source.bindings.get(name)
        if not statements:
            return {}
        base = self.store
        saved = self.frame, self.world, self.active, self.loops, self.depth
        self.store, self.frame = Store(base), frame
        self.world = World("other", (const(self.names.get(frame.ident, "")),))
        self.active, self.loops, self.depth = [], 0, min(self.depth, DEPTH // 2)
        try:
            region = self.region((), lambda: self.run(statements))
            join(self.store, region.ways)
            return self.store.since(base)
        finally:
            self.store = base
            self.frame, self.world, self.active, self.loops, self.depth = saved

    def module_attribute(self, module: Imported, name: str) -> Values:
        frame = self.modules.get(module.path) if module.frame else None
        values = self.demand(frame, name) if frame is not None else None
        if values is not None:
            return union(*(self.resolve(value) for value in values))
        folder = os.path.dirname(module.path) if module.path.endswith("__init__.py") else None
        inner = project.file_in(folder, name) if folder is not None else None
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
        if module in ("multiprocessing", "multiprocess") and name == "context":
            return (Reference(f"{module}.context", module=True),)
        return self._member(Reference(module), name)

    def import_star(self, module: str, level: int, node: ast.AST) -> None:
        if level == 0 and module in STANDARD_CONTEXT_MODULES:
            for name in api.CONTEXT:
                self.bind_name(name, (Reference(f"multiprocessing.{name}"),), node)
        elif level == 0 and module in ("concurrent.futures", "threading", "multiprocessing.shared_memory"):
            for full in api.FUNCTIONS:
                head, _, name = full.rpartition(".")
                if head == module:
                    self.bind_name(name, (Reference(full),), node)
