"""Locks that are made once, where the workers are started, and that all of them get."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.calls import argument_at
from flake8_mp.fixers.fixer import NoFix
from flake8_mp.fixers.handing import has_no_initializer, is_target, made_by, pass_first, set_up, target_of
from flake8_mp.fixers.scoping import bound_globally

if TYPE_CHECKING:
    from flake8_mp.fixers.draft import Draft
    from flake8_mp.fixers.program import Program, Statement


def handed_over(program: Program, function: cst.CSTNode | None) -> cst.BaseExpression:
    """Return where a function of the module is handed to a process or pool, which is all that is done with it.

    Raises :class:`NoFix`.
    """
    if not isinstance(function, cst.FunctionDef) or function not in program.functions:
        raise NoFix("the workers have to get it from where they are started")
    uses = [each for each in program.find(cst.Name) if each.value == function.name.value and each is not function.name]
    if len(uses) != 1 or not isinstance(program.parent(uses[0]), cst.Arg):
        raise NoFix("the workers have to get it from where they are started")
    return uses[0]


def pass_to_workers(draft: Draft, handed: cst.BaseExpression, name: str, made: str) -> None:
    """Make something once, and let workers have it under a name: as an argument, or set by the pool's initializer.

    ``handed`` is what is handed over as the worker's function, ``made`` the source of the call that makes it.
    Raises :class:`NoFix`.
    """
    program = draft.program
    call, _ = argument_at(program, handed)
    if not is_target(program, handed):
        _by_initializer(draft, made_by(program, call), name, made)
        return
    pass_first(draft, target_of(program, handed), call, name, name)
    draft.before(before_all(program, call), f"{name} = {made}")


def before_all(program: Program, call: cst.Call) -> Statement:
    """Return the statement before which something is made once for all that a call makes, which a loop may repeat.

    Raises :class:`NoFix` where there are loops within loops.
    """
    start = program.statement(call)
    loop = program.enclosing(start, cst.For, cst.While, cst.FunctionDef)
    first = start if not isinstance(loop, cst.For | cst.While) else program.statement(loop)
    if isinstance(first, cst.For | cst.While) and program.enclosing(first, cst.For, cst.While) is not None:
        raise NoFix("the processes are created in a loop within a loop")
    return first


def _by_initializer(draft: Draft, pool: cst.Call, name: str, made: str) -> None:
    program = draft.program
    has_no_initializer(pool)
    if bound_globally(program, name) or name == "value":
        raise NoFix(f"`{name}` is used for something else as well")
    set_up(draft, pool, f"_set_{name.strip('_')}", f"global {name}\n{name} = value", made)
