"""What the methods of a class do with the attributes of their object, as the text has them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import Class

Method = ast.FunctionDef | ast.AsyncFunctionDef


def this_of(method: Method) -> str:
    """Return what a method calls its object."""
    parameters = [*method.args.posonlyargs, *method.args.args]
    return parameters[0].arg if parameters else ""


def methods_of(classes: list[Class]) -> dict[str, Method]:
    """Return the methods that an object of a class has, by their names."""
    methods: dict[str, Method] = {}
    for cls in classes:
        for node in cls.node.body if isinstance(cls.node, ast.ClassDef) else ():
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                methods.setdefault(node.name, node)
    return methods


class OwnCalls:
    """What the methods of a class name and call; each is searched once.

    Args:
        methods: the methods that an object of the class has, by their names.
    """

    def __init__(self, methods: dict[str, Method]) -> None:
        self._methods = methods
        self._named: dict[str, frozenset[str]] = {}
        self._called: dict[str, dict[str, list[ast.Call]]] = {}

    def named(self, name: str) -> frozenset[str]:
        """Return the attributes and the strings in a method."""
        if name not in self._named:
            nodes = walk(self._methods[name])
            attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
            texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
            self._named[name] = frozenset(attributes | texts)
        return self._named[name]

    def called(self, name: str) -> dict[str, list[ast.Call]]:
        """Return the calls of methods in a method, of whatever object, by the names of what is called."""
        if name not in self._called:
            found = self._called[name] = {}
            for node in walk(self._methods[name]):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    found.setdefault(node.func.attr, []).append(node)
        return self._called[name]

    def led_to(self, first: str) -> set[str]:
        """Return the methods that one of them may call: those that it names, and those that they name."""
        found, todo = {first}, [first]
        while todo:
            new = self.named(todo.pop()) & self._methods.keys() - found
            found |= new
            todo += new
        return found


def passes_on_itself(method: Method) -> bool:
    """Return whether a method passes its object to other code, which may call anything of it."""
    this = this_of(method)
    known = {
        id(part)
        for node in walk(method)
        for part in (
            node.args
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "super"
            else [node.value]
            if isinstance(node, ast.Attribute)
            else []
        )
    }
    return any(isinstance(node, ast.Name) and node.id == this and id(node) not in known for node in walk(method))


def looped_on(method: Method) -> Iterator[tuple[str, bool]]:
    """Yield the attributes of ``self`` whose truth alone keeps a loop going, each with the value that ends it."""
    this = this_of(method)
    for loop in walk(method):
        if isinstance(loop, ast.While):
            test = loop.test.operand if isinstance(loop.test, ast.UnaryOp) else loop.test
            if isinstance(test, ast.Attribute) and isinstance(test.value, ast.Name) and test.value.id == this:
                yield test.attr, test is not loop.test


def assigned_in(method: Method | None) -> Iterator[tuple[str, ast.Attribute, object]]:
    """Yield the attributes of ``self`` that a method sets, each with the constant, None where it is none."""
    for node in walk(method) if method is not None else ():
        if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            value = node.value.value if isinstance(node.value, ast.Constant) else None
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
                    if method is not None and target.value.id == this_of(method):
                        yield target.attr, target, value
