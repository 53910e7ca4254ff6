"""Values that workers get instead of looking for them in their module: as arguments, or by an initializer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import assigned
from flake8_mp.fixers.calls import add_argument, has_stars, keyword, method, prepend_arguments
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import NoFix
from flake8_mp.fixers.scoping import bound_globally

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program


def hand_over(program: Program, handed: cst.CSTNode, name: str, reader: cst.CSTNode, *, safe: bool) -> Draft:
    """Give workers the value of a name of the module: a Process as an argument, a pool by its initializer.

    ``handed`` is what is handed over as the worker's function, ``reader`` what reads the name.
    Raises :class:`NoFix`.
    """
    if not bound_globally(program, name) or name not in {each.value for each in program.find(cst.Name, reader)}:
        raise NoFix("it is a name from another module")
    argument = program.parent(handed)
    call = program.parent(argument) if isinstance(argument, cst.Arg) else None
    if not isinstance(call, cst.Call) or not isinstance(argument, cst.Arg):
        raise NoFix("it is not known how the worker is started")
    if argument.keyword is not None and argument.keyword.value == "target":
        return _as_argument(program, call, handed, name, reader, safe=safe)
    return _by_initializer(program, _made(program, call, name), name, safe=safe)


def target_of(program: Program, handed: cst.CSTNode) -> cst.FunctionDef:
    """Return the function of this file that a process begins with, and that is used for nothing else.

    ``handed`` is what is handed over. Raises :class:`NoFix`.
    """
    argument = program.parent(handed)
    if not isinstance(argument, cst.Arg) or argument.keyword is None or argument.keyword.value != "target":
        raise NoFix("it is not handed over as a target")
    functions = [each for each in program.functions if isinstance(handed, cst.Name) and each.name.value == handed.value]
    if len(functions) != 1:
        raise NoFix("the target is defined elsewhere")
    uses = [each for each in program.find(cst.Name) if each.value == functions[0].name.value]
    if [each for each in uses if each is not functions[0].name] != [handed]:
        raise NoFix("the target is also used elsewhere")
    return functions[0]


def _as_argument(
    program: Program, call: cst.Call, handed: cst.CSTNode, name: str, reader: cst.CSTNode, *, safe: bool
) -> Draft:
    """Add a parameter of this name to the target, so that its body stays as it is."""
    function = target_of(program, handed)
    if not program.holds(function, reader):
        raise NoFix("it is not read by the target itself")
    parameters = function.params
    if parameters.star_arg is not cst.MaybeSentinel.DEFAULT or parameters.star_kwarg is not None:
        raise NoFix("the target takes a variable number of arguments")
    if any(True for each in program.find(cst.Global, function) for one in each.names if one.name.value == name):
        raise NoFix("the target assigns to it")
    draft = Draft(program, f"Pass `{name}` as an argument", safe=safe)
    if keyword(call, "kwargs") is not None or has_stars(call):
        raise NoFix("the process already has keyword arguments")
    at = program.text.index("(", program.end(function.name)) + 1
    rest = program.text[at:].lstrip()
    draft.insert(at, name if rest.startswith(")") else f"{name}, ")
    prepend_arguments(draft, call, "args", [name])
    return draft


def _made(program: Program, call: cst.Call, name: str) -> cst.Call:
    """Return the call that makes the pool or executor which a task is given to."""
    pool = call.func.value if isinstance(call.func, cst.Attribute) else None
    if method(call) == "run_in_executor" and call.args:
        pool = call.args[0].value
    if not isinstance(pool, cst.Name) or pool.value == name:
        raise NoFix("it is not known where the pool is created")
    found = []
    function = program.enclosing(call, cst.FunctionDef)
    for item in program.find(cst.WithItem, function):
        if item.asname is not None and isinstance(item.asname.name, cst.Name) and isinstance(item.item, cst.Call):
            if item.asname.name.value == pool.value:
                found.append(item.item)
    for made in program.find(cst.Call, function):
        try:
            _, kept = assigned(program, made)
        except NoFix:
            continue
        if kept == pool.value:
            found.append(made)
    if len(found) != 1:
        raise NoFix("it is not known where the pool is created")
    return found[0]


def _by_initializer(program: Program, made: cst.Call, name: str, *, safe: bool) -> Draft:
    if has_stars(made) or keyword(made, "initializer") is not None or len([a for a in made.args if not a.keyword]) > 1:
        raise NoFix("the pool already has an initializer")
    if name == "value":
        raise NoFix("its name is already used for something else")
    initializer = program.fresh(f"_set_{name.strip('_').lower()}")
    draft = Draft(program, f"Pass `{name}` through the pool's initializer", safe=safe)
    unit = program.unit
    code = f"def {initializer}(value):\n{unit}global {name}\n{unit}{name} = value"
    draft.define(program.top_statement(made), code)
    add_argument(draft, made, f"initializer={initializer}, initargs=({name},)")
    return draft
