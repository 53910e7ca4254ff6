"""MP303: spawn the workers, which import the program and make connections of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.guards import is_main_guard
from flake8_mp.fixers.spawning import WHY_UNSAFE, creation_for, with_spawn

if TYPE_CHECKING:
    from flake8_mp.fixers.draft import Draft
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class ConnectionAcrossFork(Fixer):
    """Chooses spawn for the process or pool whose workers use the connection.

    Making another one in a forked worker would drop the one of the parent there, and so end it for both.
    """

    applicability = "unsafe"
    unsafe = WHY_UNSAFE

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Find where the workers are created."""
        details = finding.details
        if details.handed is None:
            raise NoFix("it is not known how the worker is started")
        if details.origin is not None:
            made = program.expression(details.origin)
            if is_main_guard(program, program.top_statement(made)):
                raise NoFix("a worker that imports the file does not create it")
        handed = program.expression(details.handed)
        return with_spawn(program, creation_for(program, handed))
