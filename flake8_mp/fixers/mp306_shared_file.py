"""MP306: spawn the workers, which import the program and open the file themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.spawning import WHY_UNSAFE, only_creation, with_spawn

if TYPE_CHECKING:
    from flake8_mp.fixers.draft import Draft
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class SharedFile(Fixer):
    """Chooses spawn for the process or pool whose workers read a file that the module opens."""

    applicability = "unsafe"
    unsafe = WHY_UNSAFE

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Find where the workers are created."""
        if finding.problem == "buffer":
            raise NoFix("the file may have another name there")
        if finding.problem != "offset":
            raise NoFix("one process has to write for the others")
        return with_spawn(program, only_creation(program))
