"""MP109: do it under the guard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.guards import guard_here, is_inert
from flake8_mp.fixers.importing import bound_by

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class EffectAtImport(Fixer):
    """Moves a statement of the module under ``if __name__ == "__main__":``."""

    applicability = "safe, unsafe"
    unsafe = "another file may import what the moved lines bind"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Move the statement."""
        if finding.problem == "each empties":
            raise NoFix("the workers write to it")
        if not finding.details.is_program:
            raise NoFix("this file is imported: do it in a function that the program calls")
        statement = program.top_statement(program.expression(finding.span))
        if is_inert(program, statement):
            raise NoFix("it is part of a definition")
        draft = Draft(program, "Move it under the `__main__` guard", safe=not bound_by(program, statement))
        guard_here(draft, statement)
        return draft
