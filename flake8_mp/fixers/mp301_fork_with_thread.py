"""MP301: spawn the process, which then has nothing to do with the threads of its parent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.spawning import WHY_UNSAFE, creation, with_spawn

if TYPE_CHECKING:
    from flake8_mp.fixers.draft import Draft
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class ForkWithThread(Fixer):
    """Chooses spawn for the process or pool that is started while a thread runs."""

    applicability = "unsafe"
    unsafe = WHY_UNSAFE

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Find where it is created."""
        if program.written(finding.span).endswith("fork()"):
            raise NoFix("there is no start method to choose for `os.fork()`")
        return with_spawn(program, creation(program, program.expression(finding.span)))
