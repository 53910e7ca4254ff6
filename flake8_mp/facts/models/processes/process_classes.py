"""Subclasses of Process, and what a process is made of: what keeps the child from running what was meant."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.events import Life, Place
from flake8_mp.facts.library import api
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.source import Source
from flake8_mp.facts.tree import is_stub, walk
from flake8_mp.facts.values import Class, Function, Method, Obj, Partial, Reference, Value, Values, is_none

_PARENT_ATTRIBUTES = frozenset({"daemon", "name", "authkey"})
"""Attributes of a Process itself, which the parent may set."""


class ProcessClasses(Model):
    """Looks at subclasses of Process.

    Problems of :class:`Life` events: ``no target``, ``own start`` (nothing runs); ``no init``, ``no init dataclass``,
    ``ignored target``, ``set late`` (the class is broken).

    Owns: classes whose base is Process.
    Emits: :class:`Life`.
    """

    def refine_enter(
        self,
        result: Values,
        function: Function,
        arguments: Arguments,
        receiver: Value | None = None,
        on_yield: Callable[[Values], bool] | None = None,
    ) -> Values:
        if function.name == "start" and function.owner is not None and isinstance(receiver, Obj):
            if receiver.kind == "Process" and not self.interp.can(receiver, "started", "escaped", "ran"):
                if not self.interp.unsure and not is_stub(function.node) and not _mentions(function.node, _STARTING):
                    place = Place(function.source, function.node)
                    self.interp.emit(Life(place, problem="own start", words=f"{function.owner.name}.start"))
        return result

    def on_constructed(self, obj: Obj, row: api.Row, arguments: Arguments) -> None:
        if obj.kind != "Process" or self.interp.unsure or any(region.expects for region in self.interp.regions):
            return
        bound = arguments.bind(row)
        target = bound.get("target")
        if obj.cls is not None:
            if target is not None and self._ignores(obj.cls, target[1], obj):
                words = f"{obj.cls.name}.run"
                self.interp.emit(Life(self.interp.place(target[0]), problem="ignored target", words=words))
        elif not arguments.more and (target is None or all(is_none(v) for v in target[1])):
            if any(self._gives(bound[name][1]) for name in ("args", "kwargs") if name in bound):
                node = arguments.node
                if self.interp.syntax.is_default_of_choice(node):
                    return
                words = self.interp.frame.source.segment(node.func, 28) if isinstance(node, ast.Call) else "Process"
                self.interp.emit(Life(self.interp.place(node), problem="no target", words=words))

    def _gives(self, values: Values) -> bool:
        """Return whether ``args`` or ``kwargs`` have anything in them for certain."""
        for value in values:
            if not isinstance(value, Obj) or value.kind not in ("tuple", "list", "dict"):
                return False
            if not (
                self.interp.containers.first_items(value)
                or (value.kind == "dict" and self.interp.containers.keys(value))
            ):
                return False
        return bool(values)

    def _ignores(self, cls: Class, target: Values, obj: Obj) -> bool:
        """Return whether a class runs something else than the target that its instance was given."""
        classes, _, complete = self.interp.objects.lineage(cls)
        run = self.interp.objects.class_attribute(cls, "run") or ()
        if not complete or not run or not all(isinstance(v, Function) for v in run):
            return False
        if any(_mentions(c.node, {"_target"}) for c in classes):
            return False
        if any(isinstance(v, Function) and _mentions(v.node, {"run"}) for v in run):
            return False
        return bool(target) and all(
            isinstance(v, (Function, Partial, Class, Reference))
            or (isinstance(v, Method) and (v.receiver is not obj or v.name != "run"))
            for v in target
        )

    def refine_instantiate(self, values: Values, cls: Class, arguments: Arguments) -> Values:
        for value in values:
            if isinstance(value, Obj) and value.kind == "Process" and value.cls is cls:
                if not self.interp.can(value, "built") and not self.interp.can(value, "escaped"):
                    self._check_init(cls)
        return values

    def _check_init(self, cls: Class) -> None:
        """Note a class whose constructor leaves out that of Process."""
        classes, _, complete = self.interp.objects.lineage(cls)
        found = self.interp.objects.class_attribute(cls, "__init__") or ()
        functions = [v for v in found if isinstance(v, Function)]
        # What a constructor of another class of the lineage does, nobody calls unless this one does.
        nodes = [f.node for f in functions] if functions else [c.node for c in classes]
        if not complete or any(_leads_to_init(c.source, node) for c in classes[:1] for node in nodes):
            return
        if any(_initializes_later(c.node) for c in classes):
            return
        if len(found) == len(functions) == 1 and functions[0].owner is not None:
            owner = functions[0].owner.name
            place = Place(functions[0].source, functions[0].node)
            self.interp.emit(Life(place, problem="no init", words=f"{owner}.__init__"))
        elif not found and cls.dataclass and isinstance(cls.node, ast.ClassDef):
            if not any(isinstance(d, ast.Call) and d.keywords for d in cls.node.decorator_list):
                self.interp.emit(Life(Place(cls.source, cls.node), problem="no init dataclass", words=cls.name))

    def before_set_attributes(self, owners: Values, name: str, values: Values) -> None:
        target = self.interp.binding.target
        if self.interp.world.kind not in ("main", "library") or not isinstance(target, ast.Attribute):
            return
        if owners and name not in _PARENT_ATTRIBUTES and all(self._is_late(owner, name) for owner in owners):
            one = owners[0] if len(owners) == 1 else None
            if (isinstance(one, Obj) and self.ask.knows(one)) or self.ask.all_started(owners):
                words = self.interp.frame.source.segment(target, 28)
                self.interp.emit(Life(self.interp.place(target), problem="set late", words=words))

    def _is_late(self, owner: Value, name: str) -> bool:
        """Return whether a process runs that reads an attribute, and that was started without what is set now."""
        if not isinstance(owner, Obj) or owner.kind != "Process" or owner.cls is None:
            return False
        if not self.interp.must(owner, "started") or self.interp.can(owner, "joined"):
            return False
        if any(isinstance(v, Function) for v in self.interp.objects.class_attribute(owner.cls, name) or ()):
            # A property decides what setting it does.
            return False
        function = self.interp.frame.function
        if function is not None and function.name == "start" and self.interp.store.get((owner.ident, name)):
            # It was taken away for the start only, and is put back.
            return False
        return name in self._read_by_run(owner.cls)

    def _read_by_run(self, cls: Class) -> set[str]:
        """Return the attributes that ``run`` and the methods that it calls read, and never set."""
        reads: set[str] = set()
        writes: set[str] = set()
        todo, seen = ["run"], set[str]()
        while todo and len(seen) < 20:
            method = todo.pop()
            if method in seen:
                continue
            seen.add(method)
            for function in self.interp.objects.class_attribute(cls, method) or ():
                if isinstance(function, Function) and function.node.args.args:
                    for name, stored in _attributes_of(function.node, function.node.args.args[0].arg):
                        (writes if stored else reads).add(name)
                        todo.append(name)
        return reads - writes


def _leads_to_init(source: Source, node: ast.AST) -> bool:
    """Return whether a constructor calls another one, or something that does."""
    names = frozenset({"__init__", "__new__"})
    return source.may_lead_to(node, names)


def _initializes_later(cls: ast.AST) -> bool:
    """Return whether another method than the constructor calls that of a base: its ``start``, before it starts."""
    return any(
        isinstance(inner, ast.Call)
        and isinstance(inner.func, ast.Attribute)
        and inner.func.attr == "__init__"
        and ast.unparse(inner.func.value) not in {parameter.arg for parameter in method.args.args[:1]}
        for method in getattr(cls, "body", [])
        if isinstance(method, ast.FunctionDef) and method.name != "__init__"
        for inner in walk(method)
    )


def _attributes_of(function: ast.AST, this: str) -> Iterator[tuple[str, bool]]:
    """Name the attributes of ``self`` in a function, and whether each is set there."""
    for node in walk(function):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == this:
            yield node.attr, not isinstance(node.ctx, ast.Load)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("getattr", "setattr"):
            first, second = [*node.args, None, None][:2]
            if isinstance(first, ast.Name) and first.id == this and isinstance(second, ast.Constant):
                yield str(second.value), getattr(node.func, "id", "") == "setattr"


def _mentions(node: ast.AST, names: set[str] | frozenset[str]) -> bool:
    """Return whether a piece of code has one of these attributes of anything."""
    return any(isinstance(n, ast.Attribute) and n.attr in names for n in walk(node))


_STARTING = frozenset({"start", "_start", "_popen", "_Popen", "run"})
"""What a ``start`` of its own mentions that sees to it that something runs."""
