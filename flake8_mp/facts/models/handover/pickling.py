"""What pickle thinks of values: whether they can be sent to another process, and if not, why.

It encodes ``Lib/pickle.py`` (``save_global``, ``save_reduce``), ``Lib/multiprocessing/reduction.py`` (bound methods
are pickled as ``getattr(self, name)``, connections and sockets as file descriptors) and the ``assert_spawning`` of
``Lib/multiprocessing/context.py``.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import replace

from flake8_mp.facts.events import Obstacle, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library import api
from flake8_mp.facts.library.holders import REFUSED
from flake8_mp.facts.library.kinds import KINDS
from flake8_mp.facts.library.measured_types import UNLESS
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.tree import last_name, walk
from flake8_mp.facts.values import (
    SOME,
    UNBOUND,
    UNKNOWN,
    Class,
    Const,
    Each,
    Frame,
    Function,
    Instead,
    Method,
    Obj,
    Partial,
    Reference,
    Some,
    Unknown,
    Value,
    Values,
)
from flake8_mp.rule import with_article

DEEPEST = 5
"""So many links of a chain are followed."""
_CUSTOM_PICKLING = (
    "__getstate__",
    "__reduce__",
    "__reduce_ex__",
    "__getnewargs__",
    "__getnewargs_ex__",
    "__deepcopy__",
)
"""Methods by which a class decides itself how it is pickled."""
_SOMETIMES = frozenset({"or_none", "perhaps", "by_keyword", "namespace", "holds", "first"})
"""What rows do that do not always make what they name."""
_TESTS = frozenset({"unittest.TestCase", "unittest.IsolatedAsyncioTestCase", "unittest.case.TestCase"})
_INSTANCE_BASES = frozenset({"logging.Handler", "Exception", "BaseException"})


class Pickling(Model):
    """Says whether values can be pickled, and why not.

    Owns: what pickle does with each kind of object and with instances.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._whole: Obj | None = None
        """The process that is looked at, which is pickled with its target and its arguments."""

    def around_check_process(self, proceed: Callable[..., None], obj: Obj, node: ast.AST) -> None:
        outer, self._whole = self._whole, obj
        try:
            proceed(obj, node)
        finally:
            self._whole = outer

    def obstacle(self, values: Values, transport: str, every: bool = False) -> Obstacle | None:
        """Return why a value cannot be pickled, or None where it can or nothing is known.

        With ``every``, all the alternatives must be unable to; else one that is suffices.
        """
        first: Obstacle | None = None
        every = every or SOME in values
        for value in values:
            if value is UNBOUND or isinstance(value, (Some, Each)):
                continue
            found = self.ask.obstacle_of(value, transport, ())
            if found is None and every:
                return None
            first = first or found
        return first

    def obstacle_of(self, value: Value, transport: str, seen: tuple[Value, ...]) -> Obstacle | None:
        if isinstance(value, (Const, Unknown)) or len(seen) > DEEPEST or any(value is s for s in seen):
            return None
        seen = (*seen, value)
        if isinstance(value, Function):
            return self._function_obstacle(value)
        if isinstance(value, Class):
            return self._class_obstacle(value)
        if isinstance(value, Method):
            return self._method(value, transport, seen)
        if isinstance(value, Partial):
            return self._partial(value, transport, seen)
        if isinstance(value, Reference):
            if value.module:
                return Obstacle("unpicklable", f"the module `{value.name}`", target=value)
            if value.name in REFUSED:
                return Obstacle("unpicklable", f"`{value.name}`", target=value)
            return None
        if isinstance(value, Obj):
            return self._object(value, transport, seen)
        return None

    def _inside(
        self, values: Values, link: str, transport: str, seen: tuple[Value, ...], every: bool = False
    ) -> Obstacle | None:
        first: Obstacle | None = None
        each = self.occurs_each(values)
        every = (every and not each) or SOME in values
        if not (every or each) and any(
            not isinstance(v, Unknown) and v is not UNBOUND and self.ask.obstacle_of(v, transport, seen) is None
            for v in values
        ):
            # Another value is chosen on some paths, for a reason that is not followed.
            return None
        for value in values:
            found = self.ask.obstacle_of(value, transport, seen)
            if found is None and every and value is not UNBOUND and not isinstance(value, (Some, Each)):
                # Without an argument, the object makes it itself, whatever it may be given elsewhere.
                if not isinstance(value, Instead):
                    return None
            first = first or found
        return replace(first, chain=(link, *first.chain)) if first is not None else None

    def occurs_each(self, values: Values) -> bool:
        """Return whether each of these alternatives is sent, and not only some that were chosen for a reason."""
        return any(isinstance(v, Each) and v.choices >= self.interp.choices for v in values)

    # -- by name --------------------------------------------------------------------------------------------------

    def _function_obstacle(self, function: Function) -> Obstacle | None:
        origin = Place(function.source, function.node)
        if self.interp.store.get((-id(function), "__qualname__")) or self.interp.store.get((-id(function), "__name__")):
            return None
        if self.interp.store.get((-id(function), "__reduce__")):
            return None
        if function.wraps:
            return self._wrapper(function, origin)
        if function.is_lambda:
            return Obstacle("lambda", "a lambda", origin=origin, target=function)
        if function.local:
            words = f"`{function.name}`"
            return Obstacle("nested", words, origin=origin, target=function)
        if function.owner is not None:
            if function.name.startswith("__") and not function.name.endswith("__"):
                return Obstacle("mangled", f"`{function.name}`, whose name is mangled", origin=origin, target=function)
            return self._by_name(function, function.qualname, origin) if function.owner.local else None
        return self._by_name(function, function.qualname, origin)

    def _wrapper(self, function: Function, origin: Place) -> Obstacle | None:
        qualname = function.wraps[0]
        if "<locals>" in qualname:
            name = qualname.rpartition(".")[2]
            words = f"`{function.name if name == '<lambda>' else name}`"
            return Obstacle("nested", words, origin=origin, target=function)
        if not qualname or "." in qualname:
            return None
        return self._by_name(function, qualname, origin)

    def _by_name(self, value: Function | Class, qualname: str, origin: Place) -> Obstacle | None:
        """Look the qualified name up as pickle does: it must lead to this very object, here and in the child."""
        if "." in qualname:
            return None
        frame = self._module_frame(value)
        here = self.interp.store.get((frame.ident, qualname))
        name = f"`{qualname}`"
        if here is not None and value not in here and not any(isinstance(v, Unknown) for v in here):
            if all(v is UNBOUND for v in here):
                return Obstacle("deleted", f"{name}, as the name is deleted", origin=origin, target=value)
            return Obstacle("rebound", f"{name}, as that name refers to another object", origin=origin, target=value)
        if here is None and isinstance(value, Class) and not hasattr(value.node, "name"):
            return Obstacle("misnamed", f"`{qualname}`, as the module has no such name", origin=origin, target=value)
        if here is None or value.source is not self.interp.source:
            return None
        if self.interp.source.is_never_imported:
            if self.interp.world.kind == "child":
                # It came here by a fork, and its parent finds what comes back.
                return None
            kind = "notebook" if self.interp.source.is_notebook else "dunder-main"
            return Obstacle(kind, name, origin=origin, target=value)
        if self.interp.imported_store is not None and not self.interp.import_ends:
            there = self.interp.imported_store.get((frame.ident, qualname))
            if there is None or not any(v is UNKNOWN or getattr(v, "node", None) is value.node for v in there):
                return Obstacle("guarded", name, origin=origin, target=value)
        return None

    def _module_frame(self, value: Function | Class) -> Frame:
        frame = value.frame
        return self.interp.frame.module if frame is None else frame.module

    def _class_obstacle(self, cls: Class) -> Obstacle | None:
        origin = Place(cls.source, cls.node)
        if (
            cls.decorated
            or self.interp.store.get((cls.ident, "__reduce__"))
            or self.interp.store.get((cls.ident, "__qualname__"))
        ):
            return None
        if cls.local:
            return (
                None
                if self._is_bound_to_its_name(cls)
                else Obstacle("local-class", f"`{cls.name}`", origin=origin, target=cls)
            )
        return self._by_name(cls, cls.qualname, origin)

    def _is_bound_to_its_name(self, cls: Class) -> bool:
        """Return whether the module has what a call in a function has made: ``Point = record("Point", "x y")``."""
        if not isinstance(cls.node, ast.Call):
            return False
        key = (self._module_frame(cls).ident, cls.name)
        found = self.interp.store.get(key) or self.interp.on_import.get(key) or ()
        return any(isinstance(v, Unknown) or getattr(v, "node", None) is cls.node for v in found)

    # -- things that hold others ----------------------------------------------------------------------------------

    def _method(self, method: Method, transport: str, seen: tuple[Value, ...]) -> Obstacle | None:
        function = method.function
        if function is not None and method.name == "<command>":
            return _command(function)
        if function is not None and not method.through_super:
            origin = Place(function.source, function.node)
            if method.name.startswith("__") and not method.name.endswith("__"):
                return Obstacle("mangled", f"`{method.name}`, whose name is mangled", origin=origin, target=method)
            own = function.wraps[0].rpartition(".")[2] if function.wraps else function.name
            patched = self.interp.store.get((-id(function), "__name__"))
            if own and own != method.name and patched is None and not self._leads_back(method, own, function):
                words = f"`{method.name}`, whose `__name__` is `{own}`"
                kind = "lambda method" if own == "<lambda>" else "renamed"
                return Obstacle(kind, words, origin=origin, target=method)
        if method.through_super and function is not None:
            override = self._overrides(method, function)
            if override:
                words = f"`super().{method.name}` is unpickled as `self.{method.name}`"
                return Obstacle("super", words, origin=Place(function.source, function.node), target=method)
        owner = method.receiver
        if owner is self._whole:
            # A method of its own is the target: it refers to what is being pickled.
            return None
        return self.ask.obstacle_of(owner, transport, seen) if isinstance(owner, (Obj, Class)) else None

    def _leads_back(self, method: Method, name: str, function: Function) -> bool:
        """Return whether the object has the function under its own name as well."""
        cls = method.receiver.cls if isinstance(method.receiver, Obj) else method.receiver
        found = self.interp.objects.class_attribute(cls, name) if isinstance(cls, Class) else None
        return function in (found or ())

    def _overrides(self, method: Method, function: Function) -> bool:
        cls = method.receiver.cls if isinstance(method.receiver, Obj) else method.receiver
        found = self.interp.objects.class_attribute(cls, method.name) if isinstance(cls, Class) else None
        return bool(found) and function not in (found or ())

    def _partial(self, partial: Partial, transport: str, seen: tuple[Value, ...]) -> Obstacle | None:
        for values in (partial.functions, *partial.args, *(values for _, values in partial.kwargs)):
            found = self._inside(values, "partial", transport, seen)
            if found is not None:
                return found
        return None

    def _object(self, obj: Obj, transport: str, seen: tuple[Value, ...]) -> Obstacle | None:
        origin = Place(obj.source, obj.node)
        if obj.kind in ("list", "tuple", "set", "deque"):
            rest = self.interp.containers.rest(obj)
            # What is somewhere in it is all in it, unless only some of it is.
            others = [rest] if SOME in rest else [(value,) for value in rest]
            for values in [*self.interp.containers.first_items(obj), *others]:
                found = self._inside(values, obj.kind, transport, seen)
                if found is not None:
                    return found
            return None
        if obj.kind == "dict":
            return self._dict_obstacle(obj, transport, seen)
        if obj.kind == "namespace":
            return self._attributes(obj, transport, seen)
        if obj.kind in ("map", "ChainMap"):
            given = self.interp.given.values(obj, "function" if obj.kind == "map" else "args")
            return self._inside(given, obj.kind, transport, seen)
        if obj.kind == "Process":
            return self._process(obj, transport, seen)
        if obj.kind == "dict view":
            # Reducers for them are registered as soon as multiprocessing.managers is imported, by whomever.
            if "anager" in self.interp.source.code:
                return None
            return Obstacle("unpicklable", "a dict view", origin=origin, target=obj)
        kind = KINDS.get(obj.kind)
        if kind is not None and (obj.cls is None or kind.pickles == "no"):
            if obj.cls is not None and self.ask.has_custom_pickling(obj.cls):
                return None
            if kind.pickles == "no":
                words = kind.words if obj.cls is None else with_article(obj.cls.name)
                return Obstacle("unpicklable", words, origin=origin, target=obj)
            if kind.pickles == "inherit" and transport == api.PICKLED:
                return Obstacle("inherit", kind.words, origin=origin, target=obj)
            return None
        if obj.cls is not None:
            return self.ask.instance_obstacle(obj, obj.cls, transport, seen)
        return None

    def _dict_obstacle(self, obj: Obj, transport: str, seen: tuple[Value, ...]) -> Obstacle | None:
        for key in self.interp.containers.keys(obj):
            found = self._inside(self.interp.containers.element(obj, key) or (), f"[{key!r}]", transport, seen)
            if found is not None:
                return found
        factory = self._inside(self.interp.given.values(obj, "function"), "defaultdict", transport, seen)
        return factory or self._inside(self.interp.containers.rest(obj), "dict", transport, seen)

    def has_custom_pickling(self, cls: Class) -> bool:
        classes = self.interp.objects.lineage(cls)[0]
        return any(self.interp.store.get((c.ident, name)) for c in classes for name in _CUSTOM_PICKLING)

    def _process(self, obj: Obj, transport: str, seen: tuple[Value, ...]) -> Obstacle | None:
        if self.interp.must(obj, "started") and not self.interp.can(obj, "ended"):
            origin = Place(obj.source, obj.node)
            return Obstacle("started-process", "a started process", origin=origin, target=obj)
        return None

    def process_obstacle(self, obj: Obj, cls: Class) -> Obstacle | None:
        """Return why an instance of a Process subclass cannot be started by pickling it."""
        return self.ask.instance_obstacle(obj, cls, api.INHERITED, (obj,))

    def instance_obstacle(self, obj: Obj, cls: Class, transport: str, seen: tuple[Value, ...]) -> Obstacle | None:
        _, outside, complete = self.interp.objects.lineage(cls)
        if self.ask.has_custom_pickling(cls):
            return None
        if obj.node is cls.node and any(name in _TESTS for name in outside):
            # A test that runs holds its result, and that the streams of the runner (Lib/unittest/case.py: _outcome).
            return Obstacle("running-test", "the running test", origin=Place(obj.source, obj.node), target=obj)
        if complete and self._is_refused(outside) and self._initializes_base(cls):
            return Obstacle("unpicklable", with_article(cls.name), origin=Place(obj.source, obj.node), target=obj)
        base = self.interp.objects.library_base(cls)
        known = set(api.HARMLESS_BASES) | _INSTANCE_BASES | ({base.name} if base is not None else set())
        if not complete or not set(outside) <= known:
            return self._class_obstacle(cls) if cls.local else None
        found = self._class_obstacle(cls)
        if found is not None and not found.needs_fork:
            return found
        # What a fork copies can still hold what nothing can pickle.
        return self._attributes(obj, transport, seen) or found

    def _is_refused(self, bases: Iterable[str]) -> bool:
        """Return whether pickle refuses each instance of one of these classes, whatever it is made with."""
        rows = [self.interp.known.row(name) for name in bases]
        return any(
            row is not None
            and row.makes in KINDS
            and KINDS[row.makes].pickles == "no"
            and row.effect not in _SOMETIMES
            and row.makes not in UNLESS
            for row in rows
        )

    def _initializes_base(self, cls: Class) -> bool:
        """Return whether an instance gets what its base has: its own ``__init__``, if any, calls that of the base."""
        found = self.interp.objects.class_attribute(cls, "__init__") or ()
        functions = [value.node for value in found if isinstance(value, Function)]
        return all(
            any(isinstance(node, ast.Attribute) and node.attr == "__init__" for node in walk(function))
            for function in functions
        )

    def _attributes(self, obj: Obj, transport: str, seen: tuple[Value, ...]) -> Obstacle | None:
        for name in self.interp.attributes(obj.ident):
            values = self.interp.store.get((obj.ident, name)) or ()
            if name in obj.source.reset_attributes:
                values = tuple(v for v in values if not isinstance(v, Each))
            link = f".{name}" if obj.cls is not None else obj.kind
            found = self._inside(values, link, transport, seen, every=True)
            if found is not None:
                return replace(found, holder=obj)
        return None


def _command(function: Function) -> Obstacle | None:
    """Return why the command of a command-line library cannot be pickled, that a function was made.

    It holds that function, whose name leads to the command. What only adds an option, or passes the context, returns a
    function that its name leads to.
    """
    decorators = [d.func if isinstance(d, ast.Call) else d for d in getattr(function.node, "decorator_list", ())]
    if not any(last_name(decorator) in ("command", "group") for decorator in decorators):
        return None
    origin = Place(function.source, function.node)
    return Obstacle("command", f"the command `{function.name}`", origin=origin, target=function)
