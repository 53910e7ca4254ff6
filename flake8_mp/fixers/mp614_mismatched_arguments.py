"""MP614: pass the arguments in the form that the function takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.calls import argument_at, has_stars, keyword, method, tuple_of
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import bindings
from flake8_mp.fixers.scoping import only_binding, only_value

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding

_STARRED = {"map": "starmap", "map_async": "starmap_async"}
_PLAIN = {starred: plain for plain, starred in _STARRED.items()}
_PAIRS = frozenset({"zip", "enumerate", "items", "product", "combinations", "permutations", "pairwise"})
"""Functions and methods whose iterators yield tuples."""
_SAME = frozenset({"list", "tuple", "sorted", "reversed", "set"})
"""Functions that yield what they are given."""


class MismatchedArguments(Fixer):
    """Chooses the method that passes what is given, or unpacks it."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Correct the call where what is given can be seen to be tuples, or not to be."""
        node = program.expression(finding.span)
        if finding.problem == "second iterable":
            return self._zip(program, node)
        if finding.problem in ("scalars", "texts"):
            return self._no_tuples(program, node)
        if finding.problem == "process":
            return self._own_object(program, node)
        call, argument = argument_at(program, node)
        if finding.problem in ("map", "executor map", "task") and not has_stars(call):
            at = next(index for index, each in enumerate(call.args) if each is argument)
            given = call.args[at + 1 :]
            if finding.problem == "task" and len(given) == 1 and method(call) in ("submit", "run_in_executor"):
                return self._unpack(program, given[0])
            if finding.problem == "executor map" and len(given) == 1:
                return self._transpose(program, given[0])
            if finding.problem == "map" and given:
                return self._starmap(program, call, given[0].value)
        raise NoFix("it is not known which arguments are meant")

    def _zip(self, program: Program, node: cst.BaseExpression) -> Draft:
        """Go through two iterables at once, as the builtin ``map`` does."""
        call, argument = argument_at(program, node)
        name = method(call)
        if name not in _STARRED or len(call.args) != 3 or any(each.keyword for each in call.args):
            raise NoFix("there is no such method for tuples")
        if any(bindings(program, "zip")):
            raise NoFix("zip is used for something else in this file")
        if not isinstance(call.func, cst.Attribute):
            raise NoFix("it is called in an unusual way")
        draft = Draft(program, f"Use `{_STARRED[name]}()` with `zip()`")
        draft.replace(call.func.attr, _STARRED[name])
        draft.insert(program.start(call.args[1].value), "zip(")
        draft.insert(program.end(argument.value), ")")
        return draft

    def _no_tuples(self, program: Program, node: cst.BaseExpression) -> Draft:
        element = program.parent(node)
        items = program.parent(element) if isinstance(element, cst.Element) else None
        if isinstance(items, cst.List | cst.Tuple):
            if any(not isinstance(each.value, cst.BaseNumber | cst.BaseString) for each in items.elements):
                raise NoFix("some of the items may be tuples")
            node = items
        call, argument = argument_at(program, node)
        if method(call) not in _PLAIN or argument is not call.args[1]:
            raise NoFix("it is not passed to `starmap()`")
        return self._rename(program, call, _PLAIN[method(call)])

    def _rename(self, program: Program, call: cst.Call, name: str) -> Draft:
        if not isinstance(call.func, cst.Attribute):
            raise NoFix("it is called in an unusual way")
        draft = Draft(program, f"Call `{name}()` instead")
        draft.replace(call.func.attr, name)
        return draft

    def _starmap(self, program: Program, call: cst.Call, items: cst.BaseExpression) -> Draft:
        if method(call) not in _STARRED:
            raise NoFix("there is no such method for tuples")
        if not _yields_tuples(program, items):
            raise NoFix("it is not known whether the items are tuples")
        return self._rename(program, call, _STARRED[method(call)])

    def _transpose(self, program: Program, given: cst.Arg) -> Draft:
        """Make one iterable for each argument; an executor takes all items at once anyway."""
        if given.keyword is not None or not _yields_tuples(program, given.value):
            raise NoFix("it is not known whether the items are tuples")
        if any(bindings(program, "zip")):
            raise NoFix("zip is used for something else in this file")
        draft = Draft(program, "Pass one iterable for each argument")
        draft.replace(given.value, f"*zip(*{program.code(given.value)})")
        return draft

    def _unpack(self, program: Program, given: cst.Arg) -> Draft:
        if given.keyword is not None or not _is_tuple(program, given.value):
            raise NoFix("it is not known whether it is a tuple")
        draft = Draft(program, "Unpack the tuple")
        draft.insert(program.start(given.value), "*")
        return draft

    def _own_object(self, program: Program, node: cst.BaseExpression) -> Draft:
        """Leave out the object that a bound method has already."""
        call, argument = argument_at(program, node)
        target = keyword(call, "target")
        own = target.value.value if target is not None and isinstance(target.value, cst.Attribute) else None
        if own is None or argument is not keyword(call, "args") or not isinstance(node, cst.Tuple) or not node.elements:
            raise NoFix("it is not known which arguments are meant")
        first, *others = node.elements
        if program.code(first.value) != program.code(own) or any(isinstance(e, cst.StarredElement) for e in others):
            raise NoFix("it is not known which arguments are meant")
        draft = Draft(program, f"Remove `{program.code(own)}`, which the method has already")
        draft.replace(node, tuple_of(program.code(each.value) for each in others))
        return draft


def _yields_tuples(program: Program, node: cst.BaseExpression) -> bool:
    """Return whether an iterable is seen to yield tuples of more than one element."""
    if isinstance(node, cst.List | cst.Tuple | cst.Set):
        return bool(node.elements) and all(_is_pair(each.value) for each in node.elements)
    if isinstance(node, cst.ListComp | cst.GeneratorExp | cst.SetComp):
        return _is_pair(node.elt)
    if isinstance(node, cst.Call):
        name = method(node)
        if (name in _SAME or name in ("zip", "enumerate")) and any(bindings(program, name)):
            return False
        if name in _SAME:
            return bool(node.args) and isinstance(node.func, cst.Name) and _yields_tuples(program, node.args[0].value)
        if name == "zip":
            return len(node.args) > 1 or any(each.star for each in node.args)
        return name in _PAIRS
    if isinstance(node, cst.Name) and (value := only_value(program, node)) is not None:
        return _yields_tuples(program, value)
    return False


def _is_pair(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Tuple) and len(node.elements) > 1


def _is_tuple(program: Program, node: cst.BaseExpression) -> bool:
    if isinstance(node, cst.Tuple):
        return True
    if not isinstance(node, cst.Name):
        return False
    if (value := only_value(program, node)) is not None:
        return isinstance(value, cst.Tuple)
    bound = only_binding(program, node)
    loop = program.parent(bound) if bound is not None else None
    return isinstance(loop, cst.CompFor | cst.For) and loop.target is bound and _yields_tuples(program, loop.iter)
