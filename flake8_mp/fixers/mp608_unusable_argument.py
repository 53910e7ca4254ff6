"""MP608: pass what the library takes, where it is clear what was meant."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.calls import argument_at, has_stars
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import bound_once, reference
from flake8_mp.settings import START_METHODS

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding

_TYPES = {"float": "d", "double": "d", "int": "q"}


class UnusableArgument(Fixer):
    """Corrects the argument, or the way in which it is passed."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Look up how to fix this kind of argument."""
        make = _DRAFTS.get(finding.problem)
        if make is None:
            raise NoFix("it is not known what was meant instead")
        return make(program, program.expression(finding.span))


def _text(node: cst.CSTNode) -> str:
    """Return the value of a plain string. Raises :class:`NoFix` for everything else."""
    if isinstance(node, cst.SimpleString) and isinstance(node.evaluated_value, str) and not node.prefix:
        return node.evaluated_value
    raise NoFix("it is not written there as a literal")


def _replaced(program: Program, node: cst.CSTNode, content: str, *, safe: bool = True) -> Draft:
    draft = Draft(program, f"Pass `{content}`", safe=safe)
    draft.replace(node, content)
    return draft


def _authkey(program: Program, node: cst.BaseExpression) -> Draft:
    if not _text(node).isascii():
        raise NoFix("its encoding is not known")
    return _replaced(program, node, f"b{program.code(node)}")


def _context(program: Program, node: cst.BaseExpression) -> Draft:
    if _text(node) not in START_METHODS:
        raise NoFix("no start method has a similar name")
    draft = Draft(program, "Pass `get_context(...)`")
    draft.replace(node, f"{reference(draft, 'multiprocessing', 'get_context')}({program.code(node)})")
    return draft


def _daemon(program: Program, node: cst.BaseExpression) -> Draft:
    return _replaced(program, node, "False")


def _at_least_one(program: Program, node: cst.BaseExpression) -> Draft:
    """A literal 0 becomes 1; what is computed gets a lower bound."""
    if isinstance(node, cst.Integer):
        return _replaced(program, node, "1")
    if isinstance(node, cst.UnaryOperation | cst.Float):
        raise NoFix("it is not known which number is meant")
    return _replaced(program, node, f"max(1, {program.code(node)})")


def _workers(program: Program, node: cst.BaseExpression) -> Draft:
    """Without a number of workers there is one for each processor."""
    if isinstance(node, cst.Integer):
        return _replaced(program, node, "None")
    if not isinstance(node, cst.Name | cst.Attribute):
        raise NoFix("it is not known which number is meant")
    return _replaced(program, node, f"{program.code(node)} or None")


def _group(program: Program, node: cst.BaseExpression) -> Draft:
    return _keyword(program, node, 0, "target")


def _name(program: Program, node: cst.BaseExpression) -> Draft:
    return _keyword(program, node, 2, "args")


def _keyword(program: Program, node: cst.BaseExpression, place: int, keyword: str) -> Draft:
    """Pass the last of the positional arguments by a keyword."""
    call, argument = argument_at(program, node)
    positional = [each for each in call.args if each.keyword is None]
    if has_stars(call) or len(positional) != place + 1 or positional[place] is not argument:
        raise NoFix("other arguments are passed by position as well")
    draft = Draft(program, f"Write `{keyword}=`")
    draft.insert(program.start(node), f"{keyword}=")
    return draft


def _function_first(program: Program, node: cst.BaseExpression) -> Draft:
    call, argument = argument_at(program, node)
    if call.args[0] is not argument:
        raise NoFix("other arguments come before it")
    draft = Draft(program, "Pass the function by position")
    draft.edit(program.start(argument), program.start(node), "")
    return draft


def _callable(program: Program, node: cst.BaseExpression) -> Draft:
    name = _text(node)
    found = [each for each in program.functions if each.name.value == name]
    if len(found) != 1 or not bound_once(program, name):
        raise NoFix("no function of this file has that name")
    return _replaced(program, node, name)


def _lock(program: Program, node: cst.BaseExpression) -> Draft:
    if not program.code(node).rpartition(".")[2].endswith("Lock"):
        raise NoFix("it is not known which lock is meant")
    return _replaced(program, node, f"{program.code(node)}()")


def _typecode(program: Program, node: cst.BaseExpression) -> Draft:
    word = node.value if isinstance(node, cst.Name) else _text(node)
    if word not in _TYPES:
        raise NoFix("it is not known which type is meant")
    return _replaced(program, node, f'"{_TYPES[word]}"', safe=_TYPES[word] == "d")


def _create(program: Program, node: cst.BaseExpression) -> Draft:
    if not isinstance(node, cst.Call) or not node.args or has_stars(node):
        raise NoFix("it is not known what was meant instead")
    draft = Draft(program, "Create the block")
    draft.insert(program.start(node.args[0]) if node.args[0].keyword is not None else _refuse(), "create=True, ")
    return draft


def _refuse() -> int:
    raise NoFix("its arguments are passed by position")


def _list_of_one(program: Program, node: cst.BaseExpression) -> Draft:
    _text(node)
    return _replaced(program, node, f"[{program.code(node)}]")


def _names_of_modules(program: Program, node: cst.BaseExpression) -> Draft:
    if not isinstance(node, cst.List | cst.Tuple | cst.Set):
        raise NoFix("the modules are not written there as a list")
    draft = Draft(program, "Pass the names of the modules")
    for element in node.elements:
        if isinstance(element.value, cst.Name) and bound_once(program, element.value.value):
            draft.replace(element.value, f'"{element.value.value}"')
        elif not isinstance(element.value, cst.SimpleString):
            raise NoFix("the names of the modules are not known")
    return draft


_DRAFTS: dict[str, Callable[[Program, cst.BaseExpression], Draft]] = {
    "authkey": _authkey,
    "context name": _context,
    "daemon": _daemon,
    "chunk": _at_least_one,
    "silent chunk": _at_least_one,
    "workers": _workers,
    "tasks": _workers,
    "group": _group,
    "name": _name,
    "keyword fn": _function_first,
    "no callable": _callable,
    "lock": _lock,
    "typecode": _typecode,
    "no name": _create,
    "preload text": _list_of_one,
    "preload modules": _names_of_modules,
}
"""By problem, as ``Shape`` events name it."""
