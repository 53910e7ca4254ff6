"""MP608: pass what the library takes, where it is clear what was meant."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile
from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.calls import argument_at, has_stars, is_plain, remove_argument
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import bindings, bound_in, bound_once, reference
from flake8_mp.fixers.program import index_of
from flake8_mp.fixers.scoping import only_value
from flake8_mp.settings import START_METHODS

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding

_TYPES = {"float": "d", "double": "d", "int": "q"}


class UnusableArgument(Fixer):
    """Corrects the argument, or the way in which it is passed."""

    applicability = "safe, unsafe"
    unsafe = "another type, number or parameter may have been meant"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Look up how to fix this kind of argument."""
        node = program.expression(finding.span)
        if finding.problem == "keyword":
            return _other_keyword(program, node, finding)
        if finding.problem == "newer keyword":
            return _where_it_is_known(program, node, finding)
        make = _DRAFTS.get(finding.problem)
        if make is None:
            raise NoFix("it is not known what was meant instead")
        return make(program, node)


def _other_keyword(program: Program, node: cst.BaseExpression, finding: Finding) -> Draft:
    """Write the parameter that is meant; without one, leave out what nobody takes."""
    call, argument = argument_at(program, node)
    meant = finding.details.meant
    if argument.keyword is None or f"{argument.keyword.value}=" != finding.words:
        raise NoFix("it is passed in an unusual way")
    if meant:
        draft = Draft(program, f"Write `{meant}=`")
        draft.replace(argument.keyword, meant)
        return draft
    if not is_plain(node) and not isinstance(node, cst.BaseNumber | cst.BaseString):
        raise NoFix("computing its value may be needed")
    draft = Draft(program, f"Remove `{finding.words}`", safe=False)  # perhaps another parameter was meant
    remove_argument(draft, call, argument)
    return draft


def _where_it_is_known(program: Program, node: cst.BaseExpression, finding: Finding) -> Draft:
    """Pass a keyword on those Pythons only that take it."""
    _, argument = argument_at(program, node)
    since = finding.details.version
    if argument.keyword is None or since is None:
        raise NoFix("it is passed in an unusual way")
    draft = Draft(program, f"Pass `{finding.words}` on Python {since[0]}.{since[1]} and later only")
    version = reference(draft, "sys", "version_info")
    given = f'{{"{argument.keyword.value}": {program.code(node)}}}'
    end = program.end(node)
    draft.edit(program.start(argument.keyword), end, f"**({given} if {version} >= ({since[0]}, {since[1]}) else {{}})")
    return draft


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


def _whole(program: Program, node: cst.BaseExpression) -> Draft:
    """Divide with ``//``, and send at least one item at a time."""
    quotient = node
    if isinstance(node, cst.Name):
        function = program.enclosing(node, cst.FunctionDef)
        if sum(each.value == node.value for each in program.find(cst.Name, function)) != 2:
            raise NoFix(f"`{node.value}` is used for something else as well")
        quotient = only_value(program, node) or node
    if not isinstance(quotient, cst.BinaryOperation) or not isinstance(quotient.operator, cst.Divide):
        raise NoFix("it is divided elsewhere")
    if any(True for _ in program.find(cst.Float, quotient)):
        raise NoFix("it is divided by a float")
    if any(bindings(program, "max")):
        raise NoFix("max is used for something else in this file")
    draft = Draft(program, "Divide with `//`, and pass at least 1")
    draft.edit(program.end(quotient.left), program.start(quotient.right), " // ")
    draft.insert(program.start(quotient), "max(1, ")
    draft.insert(program.end(quotient), ")")
    return draft


def _range(program: Program, node: cst.BaseExpression) -> Draft:
    if not isinstance(node, cst.Integer) or any(bindings(program, "range")):
        raise NoFix("it is not known which items are meant")
    return _replaced(program, node, f"range({program.code(node)})", safe=False)


def _earlier(program: Program, node: cst.BaseExpression) -> Draft:
    """Call it where all that it needs has been bound."""
    statement = program.statement(node)
    if not isinstance(program.parent(node), cst.Expr):
        raise NoFix("it is part of a larger expression")
    used = {each.value for each in program.find(cst.Name, statement)}
    siblings = program.siblings(statement)
    before = siblings[: index_of(siblings, statement)]
    crossed = list(takewhile(lambda each: not used & bound_in(program, each), reversed(before)))
    if not crossed:
        raise NoFix("what starts the server comes before its arguments")
    draft = Draft(program, "Call it before any process starts")
    draft.before(crossed[-1], draft.remove(statement, comments=False))
    return draft


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
    "quotient": _whole,
    "no iterable": _range,
    "preload late": _earlier,
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
