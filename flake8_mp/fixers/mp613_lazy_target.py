"""MP613: run the coroutine, or exhaust the generator, in the process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_mp.fixers.calls import argument_at, has_stars, keyword, prepend_arguments
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import reference

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class LazyTarget(Fixer):
    """Defines a function that runs the target, and hands the target to it."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Replace ``target=f`` by ``target=_run_coroutine, args=(f,)``."""
        value = program.expression(finding.span)
        call, argument = argument_at(program, value)
        if argument.keyword is None or argument.keyword.value != "target" or has_stars(call):
            raise NoFix("its arguments are passed in an unusual way")
        draft = Draft(program, "Use a target function that runs it")
        unit = program.unit
        if "coroutine" in finding.words:
            name = program.fresh("_run_coroutine")
            run = f"{reference(draft, 'asyncio', 'run')}(function(*args, **kwargs))"
        else:
            name = program.fresh("_exhaust")
            run = f"for _ in function(*args, **kwargs):\n{unit}{unit}pass"
        top = program.top_statement(call)
        draft.define(top, f"def {name}(function, *args, **kwargs):\n{unit}{run}")
        if keyword(call, "args") is None:
            draft.replace(value, f"{name}, args=({program.code(value)},)")
        else:
            draft.replace(value, name)
            prepend_arguments(draft, call, "args", [program.code(value)])
        return draft
