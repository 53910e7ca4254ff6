"""MP203: move the class to module level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.lifting import lift

if TYPE_CHECKING:
    from flake8_mp.fixers.draft import Draft
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class LocalClassHandoff(Fixer):
    """Makes the class one that every process can look up."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Lift the class where it takes nothing from around it."""
        if not finding.related:
            raise NoFix("it is defined elsewhere")
        return lift(program, program.definition(finding.related[0].span))
