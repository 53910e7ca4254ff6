"""Functions, classes and lambdas that are moved to module level, where every process finds them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import NoFix
from flake8_mp.fixers.importing import reference
from flake8_mp.fixers.scoping import bound_globally, bound_too_late, captured, is_label

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Definition, Program


def lift_lambda(program: Program, node: cst.Lambda) -> Draft:
    """Turn a lambda into a function of the module; what it takes from around it is bound by ``functools.partial``.

    The other lambdas of a table are lifted with it: it is not known which of them is chosen.
    """
    several = _table(program, node)
    draft = Draft(program, "Define the lambdas of this dict at module level" if len(several) > 1 else "")
    definitions = []
    for each in several:
        name = program.fresh(f"_{_role(program, each)}")
        draft.title = draft.title or f"Define the lambda as `{name}` at module level"
        definitions.append(_lift_one(draft, each, name))
    draft.define(program.top_statement(node), "".join(definitions))
    return draft


def _table(program: Program, node: cst.Lambda) -> list[cst.Lambda]:
    """Return the lambdas of the dict, list or tuple that a lambda is an element of; else the lambda alone."""
    element = program.parent(node)
    table = program.parent(element) if isinstance(element, cst.DictElement | cst.Element) else None
    if not isinstance(table, cst.Dict | cst.List | cst.Tuple):
        return [node]
    found = (each.value for each in table.elements)
    return [each for each in found if isinstance(each, cst.Lambda)]


def _lift_one(draft: Draft, node: cst.Lambda, name: str) -> str:
    """Replace a lambda by a name, and return the definition of that name."""
    program = draft.program
    if any(True for _ in program.find(cst.Yield, node)):
        raise NoFix("the lambda is a generator")
    _is_free_of_class(program, node)
    names = captured(program, node, node.body)
    parameters, bound = _parameters(program, node.params)
    clash = {each.partition("=")[0].strip("* ") for each in parameters} & set(names)
    if clash:
        raise NoFix(f"`{min(clash)}` has two meanings in the lambda")
    values = [*names, *bound]
    value = f"{reference(draft, 'functools', 'partial')}({', '.join([name, *values])})" if values else name
    draft.replace(node, value)
    header = f"def {name}({', '.join([*names, *parameters])}):"
    return f"{header}\n{program.unit}return {_body(program, node)}\n\n\n"


def _role(program: Program, node: cst.CSTNode) -> str:
    """Return a word for what a lambda is there for: what it is assigned or passed to."""
    parent = program.parent(node)
    word = ""
    if isinstance(parent, cst.Assign) and isinstance(parent.targets[0].target, cst.Name):
        word = parent.targets[0].target.value
    elif isinstance(parent, cst.Arg) and parent.keyword is not None:
        word = parent.keyword.value
    elif isinstance(parent, cst.DictElement) and isinstance(parent.key, cst.SimpleString):
        key = parent.key.evaluated_value
        word = key if isinstance(key, str) and key.isidentifier() else ""
    return word.strip("_").lower() or "work"


def _parameters(program: Program, parameters: cst.Parameters) -> tuple[list[str], list[str]]:
    """Return the parameters of a function for a lambda, and what is bound instead of defaults that are no literals."""
    found: list[str] = []
    bound: list[str] = []

    def take(several: Sequence[cst.Param]) -> None:
        for each in several:
            default = each.default
            if default is None or isinstance(default, cst.BaseNumber | cst.BaseString) or _is_constant(default):
                found.append(each.name.value if default is None else f"{each.name.value}={program.code(default)}")
            else:
                found.append(each.name.value)
                bound.append(f"{each.name.value}={program.code(default)}")

    take(parameters.posonly_params)
    if parameters.posonly_params:
        if bound:
            raise NoFix("a default value cannot be bound by name")
        found.append("/")
    take(parameters.params)
    if isinstance(parameters.star_arg, cst.Param):
        found.append(f"*{parameters.star_arg.name.value}")
    elif isinstance(parameters.star_arg, cst.ParamStar):
        found.append("*")
    take(parameters.kwonly_params)
    if parameters.star_kwarg is not None:
        found.append(f"**{parameters.star_kwarg.name.value}")
    return found, bound


def _is_constant(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Name) and node.value in ("None", "True", "False")


def _body(program: Program, node: cst.Lambda) -> str:
    code = program.code(node.body)
    if "\n" not in code or node.body.lpar or code[0] in "([{":
        return code
    return f"({code})"


def lift(program: Program, node: Definition) -> Draft:
    """Move a function or class out of the functions around it.

    What a function takes from around it becomes its first parameters, which ``functools.partial`` binds where the
    function was defined. A class must take nothing.
    """
    if not isinstance(program.enclosing(node, cst.FunctionDef, cst.ClassDef), cst.FunctionDef):
        raise NoFix("it is defined in a class")
    if any(True for _ in program.find(cst.Nonlocal, node)):
        raise NoFix("it assigns to variables of the enclosing function")
    _is_free_of_class(program, node)
    _is_bound_above(program, node)
    names = [each for each in _captured(program, node) if each != node.name.value]
    if isinstance(node, cst.ClassDef):
        if names:
            raise NoFix(f"the class uses `{names[0]}` of the enclosing function")
        return _move(program, node)
    if not names:
        return _move(program, node)
    if node.name.value in _captured(program, node):
        raise NoFix("the function calls itself, and uses variables of the enclosing function")
    return _bind(program, node, names)


def _is_free_of_class(program: Program, node: cst.CSTNode) -> None:
    """Raise :class:`NoFix` where something means what it does only in the class around it.

    These are private names, which Python writes with the name of the class before them, and what asks for the class.
    """
    around = program.enclosing(node, cst.ClassDef)
    if around is None or isinstance(node, cst.ClassDef):
        return
    for name in program.find(cst.Name, node):
        if program.enclosing(name, cst.ClassDef) is not around:
            continue
        if name.value == "__class__" and not is_label(program, name):
            raise NoFix("it uses `__class__`")
        if name.value.startswith("__") and not name.value.endswith("__"):
            raise NoFix(f"it uses `{name.value}`, which is private to the class")
    for call in program.find(cst.Call, node):
        if program.code(call.func) == "super" and not call.args and program.enclosing(call, cst.ClassDef) is around:
            raise NoFix("it calls `super()`")


def _is_bound_above(program: Program, node: Definition) -> None:
    """Raise :class:`NoFix` where the definition uses what is bound further down: an import runs it."""
    body = [node.body] if isinstance(node, cst.ClassDef) else []
    for part in (*_header(node), *body):
        if late := bound_too_late(program, part, program.top_statement(node)):
            raise NoFix(f"`{late}` is bound further down")


def _header(node: Definition) -> list[cst.CSTNode]:
    """Return what a definition uses when it is run: its decorators, and defaults and annotations, or bases."""
    if isinstance(node, cst.ClassDef):
        return [*node.decorators, *node.bases, *node.keywords]
    return [*node.decorators, node.params, *([node.returns] if node.returns is not None else [])]


def _captured(program: Program, node: Definition) -> list[str]:
    """Return what a definition takes from around it. Raises :class:`NoFix` where its header does so."""
    for part in _header(node):
        if names := captured(program, node, part):
            raise NoFix(f"its header uses `{names[0]}` of the enclosing function")
    return captured(program, node, node.body)


def _move(program: Program, node: Definition) -> Draft:
    """Move what takes nothing from around it; where its name is taken, the old place binds it to the new one."""
    name = node.name.value
    what = "class" if isinstance(node, cst.ClassDef) else "function"
    draft = Draft(program, f"Move the {what} `{name}` to module level")
    scope = program.scopes.get(node)
    alone = scope is not None and len(scope[name]) == 1 and not bound_globally(program, name)
    if alone and name not in program.taken:
        program.taken.add(name)
        lines = _lines(draft, node, [])
        if _is_only(program, node):
            draft.edit(program.beginning(node), program.ending(node), f"{program.indentation(node)}pass\n")
        else:
            draft.remove(node)
    else:
        if isinstance(node, cst.ClassDef) or _recursive(program, node):
            raise NoFix(f"`{name}` is used for something else at module level")
        fresh = program.fresh(f"_{name.lstrip('_')}")
        lines = _lines(draft, node, [(program.start(node.name), program.end(node.name), fresh)])
        _replace(draft, node, f"{name} = {fresh}")
    draft.define(program.top_statement(node), lines)
    return draft


def _recursive(program: Program, node: Definition) -> bool:
    return any(each.value == node.name.value for each in program.find(cst.Name, node.body))


def _bind(program: Program, node: cst.FunctionDef, names: Sequence[str]) -> Draft:
    """Move a function that takes variables from around it."""
    if node.decorators:
        raise NoFix("it has a decorator, and uses variables of the enclosing function")
    name = node.name.value
    fresh = program.fresh(f"_{name.lstrip('_')}")
    draft = Draft(program, f"Move the function `{name}` to module level, and bind the variables that it uses")
    after_name = program.end(node.type_parameters) if node.type_parameters else program.end(node.name)
    at = program.text.index("(", after_name) + 1
    rest = program.text[at:].lstrip()
    own = ", ".join(names) + ("" if rest.startswith(")") else ", ")
    edits = [(program.start(node.name), program.end(node.name), fresh), (at, at, own)]
    lines = _lines(draft, node, edits)
    _replace(draft, node, f"{name} = {reference(draft, 'functools', 'partial')}({', '.join([fresh, *names])})")
    draft.define(program.top_statement(node), lines)
    return draft


def _replace(draft: Draft, node: Definition, code: str) -> None:
    program = draft.program
    start, end = program.beginning(node), program.ending(node)
    draft.edit(start, end, f"{program.indentation(node)}{code}\n")


def _is_only(program: Program, node: Definition) -> bool:
    return len(program.siblings(program.statement(node))) == 1


def _lines(draft: Draft, node: Definition, edits: Sequence[tuple[int, int, str]]) -> str:
    """Return the lines of a definition with edits within its lines applied, without their indentation."""
    program = draft.program
    start, end = program.beginning(node), program.ending(node)
    indentation = program.indentation(node)
    lines = draft.lines(start, end, indentation).split("\n")
    first, _ = program.place(start)
    for begin, stop, content in sorted(edits, reverse=True):
        number, column = program.place(begin)
        column -= len(indentation)
        line = lines[number - first]
        lines[number - first] = line[:column] + content + line[column + stop - begin :]
    return "\n".join(lines)
