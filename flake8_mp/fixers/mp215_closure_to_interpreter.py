"""MP215: define the function at module level, where each interpreter finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.lifting import lift, lift_lambda

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class ClosureToInterpreter(Fixer):
    """Lifts a lambda or a nested function; what it takes from around it is bound by ``functools.partial``."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Find where it is defined."""
        if not finding.related:
            raise NoFix("it is defined elsewhere")
        span = finding.related[0].span
        if (node := program.definition_at(span)) is not None:
            return lift(program, node)
        return lift_lambda(program, program.at(span, cst.Lambda))
