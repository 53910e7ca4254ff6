"""MP108: pass the primitive to the workers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.guards import guard_here, is_plain_guard
from flake8_mp.fixers.handing import hand_over

if TYPE_CHECKING:
    from flake8_mp.fixers.draft import Draft
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class UnsharedPrimitive(Fixer):
    """Hands the primitive over under the name that the worker reads."""

    applicability = "unsafe"
    unsafe = "another file may import the primitive, or call the function, which has one more parameter"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Pass it as an argument, or with the pool's initializer."""
        handed = finding.details.handed
        if handed is None:
            raise NoFix("it is not known how the worker is started")
        reader = program.expression(finding.span)
        # Other modules that import the file lose this name.
        draft = hand_over(program, program.expression(handed), finding.words, reader, safe=False)
        self._make_once(program, finding, draft)
        return draft

    def _make_once(self, program: Program, finding: Finding, draft: Draft) -> None:
        """Make the primitive under the guard: a child that imports the file would make one that is not used."""
        if finding.details.origin is None:
            raise NoFix("it is not known where it is created")
        statement = program.top_statement(program.expression(finding.details.origin))
        if not any(is_plain_guard(program, behind) for behind in program.following(statement)):
            raise NoFix("there is no entry guard under which it could be created")
        guard_here(draft, statement)
