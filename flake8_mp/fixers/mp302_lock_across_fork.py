"""MP302: spawn the process, which then has a lock of its own that nobody holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_mp.fixers.fixer import Fixer
from flake8_mp.fixers.spawning import WHY_UNSAFE, only_creation, with_spawn

if TYPE_CHECKING:
    from flake8_mp.fixers.draft import Draft
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class LockAcrossFork(Fixer):
    """Chooses spawn for the process that would inherit a locked lock."""

    applicability = "unsafe"
    unsafe = WHY_UNSAFE

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Find where processes are created, if that is one place."""
        return with_spawn(program, only_creation(program))
