"""MP202: move the function to module level, or let the wrapper of a decorator keep the name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.lifting import lift
from flake8_mp.fixers.wrapping import wrap

if TYPE_CHECKING:
    from flake8_mp.fixers.draft import Draft
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class NestedFunctionHandoff(Fixer):
    """Makes the function one that every process can look up."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Lift the function, unless it is the wrapper of a decorator."""
        if not finding.related:
            raise NoFix("it is defined elsewhere")
        function = program.definition(finding.related[0].span)
        return wrap(program, function) or lift(program, function)
