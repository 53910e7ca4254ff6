"""MP304: seed the generator anew in each worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import assigned, first_in
from flake8_mp.fixers.calls import method
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.handing import target_of

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class RepeatedRandomNumbers(Fixer):
    """Calls ``seed()`` where the worker begins."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Seed a generator that has no seed: it is as random as before, and not the same everywhere."""
        places = {each.words: each.span for each in finding.related}
        if "created here" not in places or "the worker function is passed here" not in places:
            raise NoFix("it is not known where the generator is created")
        made = program.expression(places["created here"])
        if not isinstance(made, cst.Call) or method(made) != "Random" or made.args:
            raise NoFix("its seed is chosen on purpose, so each worker needs another one")
        statement, name = assigned(program, made)
        if program.parent(statement) is not program.module or program.code(program.expression(finding.span)) != name:
            raise NoFix("the generator is kept elsewhere")
        function = target_of(program, program.expression(places["the worker function is passed here"]))
        draft = Draft(program, f"Seed `{name}` in the worker")
        first_in(draft, function, f"{name}.seed()")
        return draft
