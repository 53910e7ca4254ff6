"""MP111: compute it once, and pass it to the workers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.guards import guard_here, is_plain_guard
from flake8_mp.fixers.handing import hand_over
from flake8_mp.fixers.importing import bound_by

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class ImportTimeIdentity(Fixer):
    """Hands the value over under the name that the worker reads."""

    applicability = "unsafe"
    unsafe = "another file may import the value, or call the function, which has one more parameter"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Pass it as an argument, or with the pool's initializer, and compute it under the guard."""
        details, name = finding.details, finding.words.partition(".")[0]
        if details.origin is None or details.handed is None or not name.isidentifier():
            raise NoFix("it is computed in another file")
        handed = program.expression(details.handed)
        # Other modules that import the file lose this name.
        draft = hand_over(program, handed, name, program.expression(finding.span), safe=False)
        found = [each for each in program.module.body if name in bound_by(program, each)]
        if len(found) != 1:
            raise NoFix(f"`{name}` is bound by several statements")
        statement = program.top_statement(found[0])
        if not any(is_plain_guard(program, behind) for behind in program.following(statement)):
            raise NoFix("there is no entry guard under which it could be computed")
        guard_here(draft, statement)
        return draft
