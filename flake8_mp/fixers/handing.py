"""Values that workers get instead of looking for them in their module: as arguments, or by an initializer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst
from libcst.metadata import GlobalScope

from flake8_mp.fixers.blocks import assigned, first_in
from flake8_mp.fixers.calls import add_argument, has_stars, keyword, method, prepend_arguments
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import NoFix
from flake8_mp.fixers.scoping import bound_globally, is_label

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Span

_OF_PROCESS = frozenset(
    [
        "authkey",
        "close",
        "daemon",
        "exitcode",
        "ident",
        "interrupt",
        "is_alive",
        "join",
        "kill",
        "name",
        "pid",
        "run",
        "sentinel",
        "start",
        "terminate",
    ]
)
"""What a process object has itself."""


def hand_over(program: Program, handed: cst.CSTNode, name: str, reader: cst.CSTNode, *, safe: bool) -> Draft:
    """Give workers the value of a name of the module: a Process as an argument, a pool by its initializer.

    ``handed`` is what is handed over as the worker's function, or the ``start()`` of an object whose class has a
    ``run``; ``reader`` is what reads the name.
    Raises :class:`NoFix`.
    """
    if not bound_globally(program, name) or name not in {each.value for each in program.find(cst.Name, reader)}:
        raise NoFix("it is a name from another module")
    if isinstance(handed, cst.Call) and method(handed) == "start":
        return _to_class(program, name, reader, safe=safe)
    call = _call_with(program, handed)
    if is_target(program, handed):
        return _as_argument(program, call, handed, name, reader, safe=safe)
    made = made_by(program, call)
    if isinstance(call.func, cst.Attribute) and program.code(call.func.value) == name:
        raise NoFix("it is the pool itself")
    return _by_initializer(program, made, name, safe=safe)


def is_target(program: Program, handed: cst.CSTNode) -> bool:
    """Return whether what is handed over is the target of a process, rather than a task of a pool."""
    argument = program.parent(handed)
    return isinstance(argument, cst.Arg) and argument.keyword is not None and argument.keyword.value == "target"


def _call_with(program: Program, handed: cst.CSTNode) -> cst.Call:
    """Return the call that a function is an argument of. Raises :class:`NoFix` where it is of none."""
    argument = program.parent(handed)
    call = program.parent(argument) if isinstance(argument, cst.Arg) else None
    if not isinstance(call, cst.Call):
        raise NoFix("it is not known how the worker is started")
    return call


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
    if any(True for each in program.find(cst.Global, function) for one in each.names if one.name.value == name):
        raise NoFix("the target assigns to it")
    draft = Draft(program, f"Pass `{name}` as an argument", safe=safe)
    pass_first(draft, function, call, name, name)
    return draft


def first_parameter(draft: Draft, function: cst.FunctionDef, name: str) -> None:
    """Give a function one more parameter, before the others."""
    program = draft.program
    at = program.text.index("(", program.end(function.name)) + 1
    draft.insert(at, name if program.text[at:].lstrip().startswith(")") else f"{name}, ")


def pass_first(draft: Draft, target: cst.FunctionDef, call: cst.Call, name: str, value: str) -> None:
    """Give the target of a process one more parameter, and the process a value for it.

    ``call`` makes the process. Raises :class:`NoFix` where its other arguments may not stay what they are.
    """
    parameters = target.params
    if isinstance(parameters.star_arg, cst.Param) or parameters.star_kwarg is not None or has_stars(call):
        raise NoFix("the target takes a variable number of arguments")
    given = keyword(call, "kwargs")
    if given is not None and not isinstance(given.value, cst.Dict):
        raise NoFix("the process already has keyword arguments")
    if name in {
        each.name.value for each in (*parameters.posonly_params, *parameters.params, *parameters.kwonly_params)
    }:
        raise NoFix("the target has a parameter of this name")
    first_parameter(draft, target, name)
    prepend_arguments(draft, call, "args", [value])


def made_by(program: Program, call: cst.Call) -> cst.Call:
    """Return the call that makes the pool or executor which a task is given to. Raises :class:`NoFix`."""
    pool = call.func.value if isinstance(call.func, cst.Attribute) else None
    if method(call) == "run_in_executor" and call.args:
        pool = call.args[0].value
    if not isinstance(pool, cst.Name):
        raise NoFix("it is not known where the pool is created")
    for outer in program.around(call):
        for item in outer.items if isinstance(outer, cst.With) else ():
            if item.asname is not None and isinstance(item.item, cst.Call):
                if program.code(item.asname.name) == pool.value:
                    return item.item
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


def has_no_initializer(made: cst.Call) -> None:
    """Raise :class:`NoFix` where the call that makes a pool or executor may pass an initializer."""
    positional = [each for each in made.args if each.keyword is None]
    if has_stars(made) or keyword(made, "initializer") is not None or len(positional) > 1:
        raise NoFix("the pool already has an initializer")


def _by_initializer(program: Program, made: cst.Call, name: str, *, safe: bool) -> Draft:
    draft = Draft(program, f"Pass `{name}` through the pool's initializer", safe=safe)
    if keyword(made, "initializer") is not None:
        _extend(draft, made, name)
        return draft
    has_no_initializer(made)
    if name == "value":
        raise NoFix("its name is already used for something else")
    set_up(draft, made, f"_set_{name.strip('_').lower()}", f"global {name}\n{name} = value", name)
    return draft


def set_up(draft: Draft, made: cst.Call, name: str, lines: str, value: str) -> None:
    """Give a pool or executor an initializer: a new function of the module with these lines, which use ``value``.

    ``name`` is what to call it, if nothing else is called so; ``value`` the source of what it gets.
    """
    program = draft.program
    initializer = program.fresh(name)
    body = "\n".join(f"{program.unit}{line}" for line in lines.split("\n"))
    draft.define(program.top_statement(made), f"def {initializer}(value):\n{body}")
    add_argument(draft, made, f"initializer={initializer}, initargs=({value},)")


def _extend(draft: Draft, made: cst.Call, name: str) -> None:
    """Let the initializer that a pool has set one more name."""
    program, given = draft.program, keyword(made, "initializer")
    functions = [each for each in program.functions if given and each.name.value == program.code(given.value)]
    if len(functions) != 1 or given is None or has_stars(made):
        raise NoFix("the pool already has an initializer")
    (function,) = functions
    uses = [each for each in program.find(cst.Name) if each.value == function.name.value]
    if [each for each in uses if each is not function.name] != [given.value]:
        raise NoFix("the pool's initializer is also used elsewhere")
    if any(each.value == name for each in program.find(cst.Name, function)):
        raise NoFix("the pool's initializer uses the name already")
    parameter = program.fresh_here(f"{name.strip('_').lower()}_value", function.body)
    first_parameter(draft, function, parameter)
    first_in(draft, function, f"global {name}\n{name} = {parameter}")
    prepend_arguments(draft, made, "initargs", [name])


def set_in_workers(program: Program, handed: Span | None, place: cst.BaseExpression) -> Draft:
    """Let workers set an attribute or item of a module or class to the value that the program has set it to.

    ``handed`` is where the function of the worker is handed over. Raises :class:`NoFix`.
    """
    if handed is None:
        raise NoFix("it is not known how the worker is started")
    function, code = program.expression(handed), program.code(place)
    word = place.attr.value if isinstance(place, cst.Attribute) else "item"
    # The value must be one that can be pickled, which nobody can promise here.
    draft = Draft(program, f"Set `{code}` in the workers", safe=False)
    call = _call_with(program, function)
    if is_target(program, function):
        target = target_of(program, function)
        name = program.fresh_here(f"{word.strip('_').lower()}_value", target.body)
        pass_first(draft, target, call, name, code)
        first_in(draft, target, f"{code} = {name}")
        return draft
    made = made_by(program, call)
    has_no_initializer(made)
    set_up(draft, made, f"_set_{word.strip('_').lower()}", f"{code} = value", code)
    return draft


def _to_class(program: Program, name: str, reader: cst.CSTNode, *, safe: bool) -> Draft:
    """Give the objects of a class that is a process the value of a name of the module that its ``run`` reads.

    The constructor gets one more parameter, and keeps it in an attribute. Raises :class:`NoFix`.
    """
    method_read, cls = program.enclosing(reader, cst.FunctionDef, cst.Lambda), program.enclosing(reader, cst.ClassDef)
    if not isinstance(cls, cst.ClassDef) or method_read is None or program.parent(method_read) is not cls.body:
        raise NoFix("it is not known how the worker is started")
    if program.parent(cls) is not program.module or not bound_globally(program, name):
        raise NoFix("its class is not defined at module level")
    uses = [each for each in program.find(cst.Name) if each.value == cls.name.value and each is not cls.name]
    calls = [program.parent(each) for each in uses]
    made = [each for each, use in zip(calls, uses, strict=True) if isinstance(each, cst.Call) and each.func is use]
    if not made or len(made) != len(uses) or any(has_stars(each) for each in made):
        raise NoFix("its class is used in other ways as well")
    if name in _OF_PROCESS or any(each.attr.value == name for each in program.find(cst.Attribute, cls)):
        raise NoFix(f"`{name}` is an attribute of it already")
    draft = Draft(program, f"Pass `{name}` to the constructor of `{cls.name.value}`", safe=safe)
    _keep(draft, cls, name)
    for read in program.find(cst.Name, cls):
        if read.value == name and not is_label(program, read):
            scope = program.scopes.get(read)
            if scope is None or any(not isinstance(each.scope, GlobalScope) for each in scope[name]):
                raise NoFix(f"`{name}` has two meanings in its class")
            function = program.enclosing(read, cst.FunctionDef, cst.Lambda)
            if (
                not isinstance(function, cst.FunctionDef)
                or _own(function) == ""
                or program.parent(function) is not cls.body
            ):
                raise NoFix(f"`{name}` is used outside its methods")
            if function.name.value == "__init__":
                continue
            draft.replace(read, f"{_own(function)}.{name}")
    for call in made:
        value = f"{name}, " if call.args else name
        draft.insert(program.start(call.args[0]) if call.args else program.inner_end(call) - 1, value)
    return draft


def _own(function: cst.FunctionDef) -> str:
    """Return the name of the first parameter of a method, which its object goes by."""
    parameters = (*function.params.posonly_params, *function.params.params)
    return parameters[0].name.value if parameters and not function.decorators else ""


def _keep(draft: Draft, cls: cst.ClassDef, name: str) -> None:
    """Let the constructor of a class take and keep a value, after the call of the constructor that it inherits."""
    program = draft.program
    for member in program.body(cls).body:
        if not isinstance(member, cst.FunctionDef) or member.name.value != "__init__":
            continue
        own = _own(member)
        if not own or not member.params.params:
            raise NoFix("its constructor takes its arguments in an unusual way")
        called = [
            each
            for each in program.body(member).body
            if isinstance(each, cst.SimpleStatementLine) and ".__init__(" in program.code(each)
        ]
        if len(called) != 1:
            raise NoFix("its constructor does not call the inherited one")
        draft.insert(program.end(member.params.params[0]), f", {name}")
        draft.after(called[0], f"{own}.{name} = {name}")
        return
    raise NoFix("it has no constructor of its own")
