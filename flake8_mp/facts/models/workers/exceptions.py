"""Exceptions that a worker raises: whether pickle can build them again from their ``args``.

It encodes ``Objects/exceptions.c``: ``BaseException.__new__`` keeps the positional arguments in ``args``,
``BaseException.__init__`` replaces them by those that it is given, and ``__reduce__`` calls the class with ``args``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_mp.facts.events import Obstacle, Place
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.row import PICKLED
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import Class, Function, Obj

PLAIN_EXCEPTIONS = frozenset(
    "Exception BaseException ArithmeticError AssertionError BufferError EOFError FloatingPointError IndexError "
    "KeyError LookupError MemoryError NotImplementedError OverflowError RecursionError ReferenceError RuntimeError "
    "TypeError ValueError Warning UserWarning RuntimeWarning DeprecationWarning ZeroDivisionError".split()
)
"""Exceptions whose ``args`` are what their ``__init__`` gets, and nothing else."""


class Exceptions(Model):
    """Answers why an exception cannot be brought back by pickle.

    Owns: the constructors of exceptions.
    """

    def exception_obstacle(self, cls: Class, obj: Obj | None) -> Obstacle | None:
        """Return why an exception of a class cannot come back, or None where it can or that is not known."""
        found = self.ask.obstacle_of(cls if obj is None else obj, PICKLED, ())
        if found is not None:
            return found
        chain = self._chain(cls)
        if chain is None or self.ask.has_custom_pickling(cls):
            return None
        initializers = [init for one in chain if (init := self._initializer(one)) is not None]
        if not initializers:
            return None
        given = self._given(initializers, [one.name for one in chain])
        if given is None or (_takes(initializers[0], given) and not self._fails_on_text(initializers)):
            return None
        place = Place(initializers[0].source, (initializers[0].owner or cls).node)
        by_keyword = any(default is None for default in initializers[0].node.args.kw_defaults)
        links = ("by keyword",) if by_keyword else ("nothing",) if _takes_nothing(initializers[0]) else ()
        return Obstacle("signature", f"`{cls.name}`", links, origin=place, target=cls)

    def _fails_on_text(self, initializers: list[Function]) -> bool:
        """Return whether an ``__init__`` asks of an argument what the text does not have that it leaves in ``args``."""
        if len(initializers) != 1:
            return False
        init = initializers[0]
        names = [p.arg for p in (*init.node.args.posonlyargs, *init.node.args.args)][1:]
        calls = [node for node in walk(init.node) if isinstance(node, ast.Call) and _passes_on(node, [])]
        given = calls[0].args if calls else []
        texts = {name for name, value in zip(names, given, strict=False) if _is_text(value)}
        if not texts or any(getattr(n, "id", "") in ("isinstance", "hasattr", "getattr") for n in walk(init.node)):
            return False
        assert not isinstance(init.node, ast.Lambda)
        bound = {n.id for n in walk(init.node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        return any(_asks(node, texts - bound) for node in _always(init.node.body))

    def _chain(self, cls: Class) -> list[Class] | None:
        """Return a class and its bases in order, where each has one base, and the last is an exception of Python."""
        classes, outside, complete = self.interp.objects.lineage(cls)
        if not complete or len(outside) != 1 or outside[0] not in PLAIN_EXCEPTIONS:
            return None
        return classes if all(len(one.bases) == 1 and len(one.bases[0]) == 1 for one in classes) else None

    def _initializer(self, cls: Class) -> Function | None:
        """Return the ``__init__`` that a class defines itself."""
        values = self.interp.store.get((cls.ident, "__init__")) or ()
        functions = [v for v in values if isinstance(v, Function) and not isinstance(v.node, ast.Lambda)]
        return functions[0] if len(functions) == 1 == len(values) else None

    def _given(self, initializers: list[Function], names: list[str]) -> int | None:
        """Return how many arguments ``BaseException.__init__`` gets in the end, or None where that is not known."""
        given: int | None = None
        by_keyword: list[str | None] = []
        for init in initializers:
            body = walk(init.node)
            own = [parameter.arg for parameter in (*init.node.args.posonlyargs, *init.node.args.args)][:1]
            if any(
                isinstance(node, ast.Attribute) and node.attr == "args" and getattr(node.value, "id", "") in own
                for node in body
            ):
                return None
            calls = [node for node in body if isinstance(node, ast.Call) and _passes_on(node, names)]
            if len(calls) != 1 or any(isinstance(a, ast.Starred) for a in calls[0].args):
                return None
            if given is not None and not _takes(init, given, by_keyword):
                return None
            by_name = isinstance(calls[0].func, ast.Attribute) and isinstance(calls[0].func.value, ast.Name)
            given, by_keyword = len(calls[0].args) - by_name, [keyword.arg for keyword in calls[0].keywords]
        return None if by_keyword else given


def _takes(init: Function, count: int, by_keyword: Sequence[str | None] = ()) -> bool:
    """Return whether an ``__init__`` can be called with so many positional arguments, and these by keyword."""
    parameters = init.node.args
    positional = [parameter.arg for parameter in (*parameters.posonlyargs, *parameters.args)][1:]
    names = {*positional[count:], *(parameter.arg for parameter in parameters.kwonlyargs)}
    without = {
        p.arg for p, default in zip(parameters.kwonlyargs, parameters.kw_defaults, strict=True) if default is None
    }
    required = {*positional[count : len(positional) - len(parameters.defaults)], *without}
    if not required <= set(by_keyword) or not (parameters.kwarg is not None or set(by_keyword) <= names):
        return False
    return count <= len(positional) or parameters.vararg is not None


def _takes_nothing(init: Function) -> bool:
    """Return whether an ``__init__`` has no parameter besides the object."""
    parameters = init.node.args
    others = (*parameters.kwonlyargs, parameters.vararg, parameters.kwarg)
    return len(parameters.posonlyargs) + len(parameters.args) == 1 and not any(others)


def _passes_on(node: ast.Call, names: list[str]) -> bool:
    """Return whether a call is ``super().__init__(…)``, or that of a base class by its name."""
    function = node.func
    if not isinstance(function, ast.Attribute) or function.attr != "__init__":
        return False
    owner = function.value
    if isinstance(owner, ast.Call):
        return getattr(owner.func, "id", "") == "super"
    return isinstance(owner, ast.Name) and (owner.id in names or owner.id in PLAIN_EXCEPTIONS)


def _is_text(node: ast.expr) -> bool:
    """Return whether an expression is a str for certain."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mod)):
        return _is_text(node.left)
    if isinstance(node, ast.Call):
        called = node.func
        formats = isinstance(called, ast.Attribute) and called.attr in ("format", "join") and _is_text(called.value)
        return formats or (isinstance(called, ast.Name) and called.id in ("str", "repr"))
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _asks(node: ast.AST, names: set[str]) -> bool:
    """Return whether a piece of code asks a str under one of these names for an attribute that it does not have."""
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in names
        and not hasattr("", node.attr)
    )


def _always(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """Give what is evaluated in these statements whenever they are run, and not handled if it fails."""
    for statement in body:
        if isinstance(statement, ast.Try):
            names = {getattr(n, "id", getattr(n, "attr", "")) for h in statement.handlers for n in walk(h.type or h)}
            if not names & {"AttributeError", "Exception", "BaseException"} and all(h.type for h in statement.handlers):
                yield from _always(statement.body[:1])
        elif isinstance(statement, (ast.Expr, ast.Assign, ast.AnnAssign)):
            todo: list[ast.AST] = [statement]
            while todo:
                node = todo.pop()
                yield node
                if not isinstance(node, (ast.BoolOp, ast.IfExp, ast.Lambda, ast.ListComp, ast.GeneratorExp)):
                    todo += ast.iter_child_nodes(node)
        else:
            return
