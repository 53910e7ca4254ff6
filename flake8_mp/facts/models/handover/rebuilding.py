"""What pickles and cannot be unpickled: the class asks for more than pickle has kept.

It encodes ``copyreg.__newobj__``: an instance is rebuilt by ``cls.__new__(cls, *args)``, where ``args`` is what
``__getnewargs__`` gives. Numbers and texts give themselves (``float.__getnewargs__``), other objects nothing. The
instance that it makes has no attributes yet when ``load_build`` of ``Lib/pickle.py`` asks it for ``__setstate__``. A
member of an enumeration is looked up by its value (``Enum.__reduce_ex__`` of ``Lib/enum.py``), of which a copy arrives.
"""

from __future__ import annotations

import ast

from flake8_mp.facts.events import Obstacle, Place
from flake8_mp.facts.library import api
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.requests import first_request
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import Class, Function, Obj, Value

_GIVEN = {"int": 1, "float": 1, "str": 1, "bytes": 1, "tuple": 1, "complex": 2}
"""How many arguments the types that cannot be changed are rebuilt from."""

_FINDING_MEMBERS = ("__new__", "__init__", "_missing_")
"""Methods of an enumeration by which a value leads to another member than the one that was defined with it."""
_SAMENESS = ("__eq__", "__new__", "__get__")
"""Methods of a value by which a copy may be as good as the object, or by which it is no member."""


class Rebuilding(Model):
    """Says whether instances can be rebuilt where they arrive.

    Owns: ``__new__`` and its arguments, ``__getattr__``, values of members of enumerations.
    """

    def refine_instance_obstacle(
        self, found: Obstacle | None, obj: Obj, cls: Class, transport: str, seen: tuple[Value, ...]
    ) -> Obstacle | None:
        if found is not None and not found.needs_fork:
            return found
        return (
            self._rebuilding_obstacle(cls)
            or self._endless_obstacle(obj, cls)
            or self._member_obstacle(obj, cls)
            or found
        )

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
        if not self._asks_without_end(obj, cls, function.node):
            return None
        origin = Place(function.source, function.node)
        return Obstacle("endless", f"`{cls.name}`", origin=origin, target=cls)

    def _asks_without_end(self, obj: Obj, cls: Class, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """Return whether asking a new instance for ``__setstate__`` leads back to what was asked for before."""
        asked: list[str] = []
        name = "__setstate__"
        while name not in asked:
            asked.append(name)
            name = first_request(function, name)
            if name not in self.interp.attributes(obj.ident) or self.interp.objects.class_attribute(cls, name):
                return False
        return True

    def _member_obstacle(self, obj: Obj, cls: Class) -> Obstacle | None:
        """Return that the value of a member of an enumeration is an object that no copy of it is equal to."""
        name, values = self.interp.objects.member(obj)
        classes, outside, complete = self.interp.objects.lineage(cls)
        if not name or not complete or outside != ["enum.Enum"] or self.ask.has_custom_pickling(cls):
            return None
        if any(self.interp.objects.class_attribute(cls, each) for each in _FINDING_MEMBERS) or len(classes) > 1:
            return None
        value = values[0] if len(values) == 1 else None
        if not isinstance(value, Obj) or not self._equals_itself_only(value):
            return None
        return Obstacle("member", f"`{cls.name}.{name}`", origin=Place(value.source, value.node), target=cls)

    def _equals_itself_only(self, obj: Obj) -> bool:
        if obj.kind == "sentinel":
            return True
        if obj.kind != "instance" or obj.cls is None or obj.cls.dataclass:
            return False
        _, outside, complete = self.interp.objects.lineage(obj.cls)
        if not complete or not set(outside) <= api.PLAIN_BASES or self.ask.has_custom_pickling(obj.cls):
            return False
        return not any(self.interp.objects.class_attribute(obj.cls, name) for name in _SAMENESS)


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
