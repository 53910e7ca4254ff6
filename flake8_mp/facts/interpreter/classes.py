"""Classes of the code itself: how they are made, and what they and their bases have."""

from __future__ import annotations

import ast

from flake8_mp.facts.interpreter.component import Component
from flake8_mp.facts.slot import Slot, is_name
from flake8_mp.facts.store import Store
from flake8_mp.facts.values import (
    NOTHING,
    UNBOUND,
    Class,
    Const,
    Function,
    Obj,
    Reference,
    Values,
)


class Classes(Component):
    """Makes classes, and finds their attributes."""

    wants_bases = 0
    """In how many class statements whose bases are evaluated."""
    _member = Slot[str]("by the object, the name of the member of an enumeration that it is")

    def class_of(self, node: ast.ClassDef) -> Values:
        frame = self.interp.frame
        self.wants_bases += 1
        try:
            bases = tuple(map(self._base, node.bases))
        finally:
            self.wants_bases -= 1
        keywords = [(keyword.arg, self.interp.expressions.eval(keyword.value)) for keyword in node.keywords]
        at_top = node.name in frame.globals
        qualname = node.name if at_top or not frame.qualname else f"{frame.qualname}.{node.name}"

        def make() -> Class:
            return Class(node, frame.source, node.name, qualname, self.interp.new_id(), local="<locals>" in qualname)

        cls = self.interp.interned((node, frame.ident), make)
        assert isinstance(cls, Class)
        cls.bases = bases
        for argument, metaclass in keywords:
            if argument == "metaclass":
                known = {v.name for v in metaclass if isinstance(v, Reference)}
                cls.decorated = not known <= {"abc.ABCMeta", "type", "enum.EnumMeta"} or not known
        if cls.frame is None:
            cls.frame = self.interp.new_frame(frame.source, frame, cls=cls, qualname=qualname)
        self.interp.clear_attributes(cls.ident)
        base = self.interp.store
        self.interp.frame, self.interp.store = cls.frame, Store(base)
        try:
            self.interp.statements.run(node.body)
        finally:
            changes = self.interp.store.since(base)
            self.interp.frame, self.interp.store = frame, base
            base.changes.update(changes)
        for (ident, name), values in changes.items():
            if ident == cls.frame.ident and is_name(name):
                self.interp.set_attribute(cls.ident, name, values)
        return self._decorated_class(cls, node)

    def _decorated_class(self, cls: Class, node: ast.ClassDef) -> Values:
        values: Values = (cls,)
        for decorator in reversed(node.decorator_list):
            called = decorator.func if isinstance(decorator, ast.Call) else decorator
            names = [v.name for v in self.interp.expressions.eval(called) if isinstance(v, Reference)]
            if names == ["dataclasses.dataclass"]:
                cls.dataclass = True
            elif not names or self.interp.known.decorator(names[0]) not in ("called", "harmless"):
                cls.decorated = True
        return values

    def _base(self, node: ast.expr) -> Values:
        """Return what a base class is: one with parameters, such as ``Generic[T]``, is the class itself."""
        values = self.interp.expressions.eval(node)
        if isinstance(node, ast.Subscript):
            generic = self.interp.expressions.eval(node.value)
            if all(isinstance(value, Reference) for value in generic):
                return generic
        return values

    def lineage(self, cls: Class) -> tuple[list[Class], list[str], bool]:
        """Return the classes that make up a class, nearest first, the names of outside bases, and if all are known."""
        classes: list[Class] = []
        outside: list[str] = []
        complete = not cls.decorated
        todo = [cls]
        while todo and len(classes) < 40:
            current = todo.pop(0)
            if current in classes:
                continue
            classes.append(current)
            if current.decorated:
                complete = False
            for base in current.bases:
                for value in base:
                    if isinstance(value, Class):
                        todo.append(value)
                    elif isinstance(value, Reference):
                        outside.append(value.name)
                    elif not isinstance(value, Const):
                        complete = False
        return classes, outside, complete

    def library_base(self, cls: Class) -> Reference | None:
        """Return the class of a library that an instance has its behaviour from, None where it has none."""
        for current in self.lineage(cls)[0]:
            for base in current.bases:
                for value in base:
                    if isinstance(value, Reference) and self.interp.known.base(value.name) is not None:
                        return value
        return None

    def class_attribute(self, cls: Class, name: str, after: Class | None = None) -> Values | None:
        classes, _, complete = self.lineage(cls)
        if after is not None and after in classes:
            classes = classes[classes.index(after) + 1 :]
        for current in classes:
            values = self.interp.store.get((current.ident, name))
            if values is not None and values != (UNBOUND,):
                return self._member_of(current, name, values)
        if self.is_enum(cls) and not name.startswith("_"):
            return (self._member_named(cls, name),)
        return None if complete else NOTHING

    def overriding(self, method: Function) -> list[Function]:
        """Return what the classes in sight that derive from that of a method have in its place."""
        bound = [value for values in self.interp.store.items().values() for value in values]
        derived = [v for v in dict.fromkeys(bound) if isinstance(v, Class) and method.owner in self.lineage(v)[0]]
        found = [value for cls in derived for value in self.class_attribute(cls, method.name) or ()]
        return [value for value in dict.fromkeys(found) if isinstance(value, Function) and value is not method]

    def is_enum(self, cls: Class) -> bool:
        """Return whether a class is an enumeration."""
        if isinstance(cls.node, ast.Call):
            return isinstance(cls.node.func, (ast.Name, ast.Attribute)) and _last(cls.node.func) in _ENUMS
        return any(name in ("enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag") for name in self.lineage(cls)[1])

    def some_member(self, cls: Class) -> Obj:
        """Return a member of an enumeration, whichever it is."""
        return self.interp.make("instance", cls.node, cls=cls, tag="some member")

    def _member_of(self, cls: Class, name: str, values: Values) -> Values:
        if not name.startswith("_") and self.is_enum(cls) and not any(isinstance(v, Function) for v in values):
            return (self._member_named(cls, name),)
        return values

    def _member_named(self, cls: Class, name: str) -> Obj:
        member = self.interp.make("instance", cls.node, cls=cls, tag=name)
        self._member.set(name, member.ident)
        return member

    def member(self, obj: Obj) -> tuple[str, Values]:
        """Return the name and the value of a member of an enumeration; an empty name where it is not known which."""
        name = self._member.get(obj.ident) or ""
        return name, (self.interp.store.get((obj.cls.ident, name)) or ()) if obj.cls is not None and name else ()


_ENUMS = frozenset({"Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"})


def _last(node: ast.Name | ast.Attribute) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id
