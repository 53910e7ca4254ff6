"""Which names of modules a worker has bound itself, or may have: what the parent has bound does not matter then."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.values import Function, Imported, Reference, Value, Values


class OwnNames(Model):
    """Notes what a worker binds in its own process.

    Owns: the names in the worker that is running.
    """

    def before_call_function(self, function: Function, arguments: Arguments, receiver: Value | None = None) -> None:
        if self.interp.world.kind == "child" and not self.interp.hooks.follow(function):
            # It is not looked into, and it may bind any of these for the worker.
            self.interp.worker.names |= function.source.rebound

    def on_bound_global(self, name: str, node: ast.AST) -> None:
        if self.interp.world.kind == "child":
            self.interp.worker.names.add(name)

    def before_bind_in(self, module: Imported, name: str, values: Values) -> None:
        if self.interp.world.kind == "child" and module.frame:
            # What the worker binds may be the very object that its parent has bound there as well.
            self.interp.worker.members.add((module.frame, name))

    @only_with("modules")
    def refine_attribute_expression(self, values: Values, node: ast.Attribute) -> Values:
        if node.attr == "modules" and any(isinstance(v, Reference) and v.name == "sys.modules" for v in values):
            # `sys.modules[__name__]` is another way to the names of the module.
            self.interp.hooks.globals_taken()
        return values

    def after_set_attributes(self, owners: Values, name: str, values: Values) -> None:
        if self.interp.world.kind == "child" and any(map(self._is_this_module, owners)):
            self.interp.worker.names.add(name)

    def _is_this_module(self, value: Value) -> bool:
        """Return whether a value is the module that is running, imported by itself or as the main module."""
        if isinstance(value, Imported):
            return value.path == self.interp.source.path
        return isinstance(value, Reference) and value.name in ("__main__", "__mp_main__")

    def on_globals_taken(self) -> None:
        if self.interp.world.kind == "child":
            self.interp.worker.names.add("*")
