"""What each worker does before anything else: in the target of a process, or in the initializer of a pool."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import first_in
from flake8_mp.fixers.calls import add_argument, has_stars, keyword, method
from flake8_mp.fixers.fixer import NoFix
from flake8_mp.fixers.handing import has_no_initializer, is_target, made_by, target_of

if TYPE_CHECKING:
    from flake8_mp.fixers.draft import Draft
    from flake8_mp.fixers.program import Program


def _initializer(program: Program, made: cst.Call) -> cst.FunctionDef | None:
    """Return the initializer of a pool, where it is a function of this file that is used for nothing else."""
    positional = [each for each in made.args if each.keyword is None]
    place = 2 if method(made) == "ProcessPoolExecutor" else 1
    given = keyword(made, "initializer") or next(iter(positional[place : place + 1]), None)
    if given is None or has_stars(made) or not isinstance(given.value, cst.Name):
        return None
    named = [each for each in program.functions if each.name.value == program.code(given.value)]
    uses = [each for each in program.find(cst.Name) if each.value == program.code(given.value)]
    return named[0] if len(named) == 1 and len(uses) == 2 else None


def in_each_worker(draft: Draft, handed: cst.CSTNode, code: str, initializer: str = "") -> None:
    """Let each worker run some lines first.

    ``handed`` is what is handed over as the worker's function; ``initializer`` what does the same when it is called
    without arguments, if anything does: else a function of that purpose is defined.
    Raises :class:`NoFix`.
    """
    program = draft.program
    if is_target(program, handed):
        first_in(draft, target_of(program, handed), code)
        return
    argument = program.parent(handed)
    outer = program.parent(argument) if argument is not None else None
    if not isinstance(outer, cst.Call):
        raise NoFix("it is not known how the worker is started")
    made = made_by(program, outer)
    if (function := _initializer(program, made)) is not None:
        first_in(draft, function, code)
        return
    has_no_initializer(made)
    if not initializer:
        initializer = program.fresh("_set_up")
        lines = "\n".join(f"{program.unit}{line}" for line in code.split("\n"))
        draft.define(program.top_statement(made), f"def {initializer}():\n{lines}")
    add_argument(draft, made, f"initializer={initializer}")
