"""What pickles and cannot be unpickled: the class asks for more than pickle has kept.

It encodes ``copyreg.__newobj__``: an instance is rebuilt by ``cls.__new__(cls, *args)``, where ``args`` is what
``__getnewargs__`` gives. Numbers and texts give themselves (``float.__getnewargs__``), other objects nothing. The
instance that it makes has no attributes yet when ``load_build`` of ``Lib/pickle.py`` asks it for ``__setstate__``.
"""

from __future__ import annotations

import ast

from flake8_mp.facts.events import Obstacle, Place
from flake8_mp.facts.library import api
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import Class, Function, Obj, Value

_GIVEN = {"int": 1, "float": 1, "str": 1, "bytes": 1, "tuple": 1, "complex": 2}
"""How many arguments the types that cannot be changed are rebuilt from."""


class Rebuilding(Model):
    """Says whether instances can be rebuilt where they arrive.

    Owns: ``__new__`` and its arguments, ``__getattr__``.
    """

    def refine_instance_obstacle(
        self, found: Obstacle | None, obj: Obj, cls: Class, transport: str, seen: tuple[Value, ...]
    ) -> Obstacle | None:
        if found is not None and not found.needs_fork:
            return found
        return self._rebuilding_obstacle(cls) or self._endless_obstacle(obj, cls) or found

    def _rebuilding_obstacle(self, cls: Class) -> Obstacle | None:
        classes, outside, complete = self.interp.objects.lineage(cls)
        if (
            not complete
            or self.ask.has_custom_pickling(cls)
            or any(isinstance(c.node, ast.Call) or c.dataclass for c in classes)
        ):
            return None
        builtin = [name for name in outside if name in _GIVEN]
        if len(builtin) > 1 or not set(outside) <= {*builtin, *api.PLAIN_BASES}:
            return None
        found = self.interp.objects.class_attribute(cls, "__new__")
        function = found[0] if found is not None and len(found) == 1 else None
        if not isinstance(function, Function) or isinstance(function.node, ast.Lambda):
            return None
        given = _GIVEN[builtin[0]] if builtin else 0
        parameters = function.node.args
        positional = len(parameters.posonlyargs) + len(parameters.args) - 1
        required = positional - len(parameters.defaults)
        keywords = any(default is None for default in parameters.kw_defaults)
        if parameters.vararg is not None or not _makes_one(function.node):
            return None
        if required <= given <= positional and not keywords:
            return None
        return Obstacle("rebuild", f"`{cls.name}`", origin=Place(cls.source, function.node), target=cls)

    def _endless_obstacle(self, obj: Obj, cls: Class) -> Obstacle | None:
        """Return that ``__getattr__`` asks itself for an attribute, which a new instance does not have yet."""
        _, outside, complete = self.interp.objects.lineage(cls)
        if not complete or self.ask.has_custom_pickling(cls) or not set(outside) <= api.PLAIN_BASES:
            return None
        if any(self.interp.objects.class_attribute(cls, name) for name in ("__setstate__", "__getattribute__")):
            return None
        found = self.interp.objects.class_attribute(cls, "__getattr__")
        function = found[0] if found is not None and len(found) == 1 else None
        if not isinstance(function, Function) or isinstance(function.node, ast.Lambda) or function.kinds:
            return None
        name = _asked_first(function.node)
        if name not in self.interp.attributes(obj.ident) or self.interp.objects.class_attribute(cls, name):
            return None
        origin = Place(function.source, function.node)
        return Obstacle("endless", f"`{cls.name}`", origin=origin, target=cls)


def _asked_first(function: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    """Return the attribute of its object that a method asks for before anything else; empty where it does not."""
    statements = [s for s in function.body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))]
    parameters = [*function.args.posonlyargs, *function.args.args]
    if not statements or not parameters or not isinstance(statements[0], (ast.Return, ast.Assign, ast.Expr)):
        return ""
    node: ast.AST | None = statements[0].value
    while node is not None:
        if isinstance(node, ast.Attribute):
            if isinstance(node.value, ast.Name):
                return node.attr if node.value.id == parameters[0].arg else ""
            node = node.value
        elif isinstance(node, ast.Subscript):
            node = node.value
        elif isinstance(node, ast.Call):
            # A name that is called is looked up, and then its first argument is evaluated.
            node = node.args[0] if isinstance(node.func, ast.Name) and node.args else node.func
        else:
            return ""
    return ""


def _makes_one(function: ast.AST) -> bool:
    """Return whether a ``__new__`` makes an instance of its class, by that of a base."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "__new__"
        and bool(node.args)
        and isinstance(node.args[0], ast.Name)
        for node in walk(function)
    )
