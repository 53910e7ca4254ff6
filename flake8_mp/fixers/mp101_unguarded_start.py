"""MP101: put what starts processes under the guard, with all that comes after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.guards import from_here_on, guard
from flake8_mp.fixers.importing import bound_by

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class UnguardedStart(Fixer):
    """Moves statements of the module under ``if __name__ == "__main__":``."""

    applicability = "safe, unsafe"
    unsafe = "another file may import what is bound in the moved lines"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Move the statement that starts, and those behind it that do something."""
        first = program.top_statement(program.expression(finding.span))
        if not finding.details.is_program:
            raise NoFix("this file is imported: start processes in a function that the program calls")
        if isinstance(first, cst.FunctionDef | cst.ClassDef):
            raise NoFix("it starts while a function or class is being defined: start it in a function")
        moved = from_here_on(program, first)
        draft = Draft(program, "Move it, and what comes after it, under the `__main__` guard")
        # A file that is imported has these names afterwards no more.
        draft.safe = not any(bound_by(program, each) for each in moved)
        guard(draft, moved)
        return draft
