"""MP401: unlink the block in a ``finally``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_mp.fixers.fixer import Fixer
from flake8_mp.fixers.unlinking import unlink

if TYPE_CHECKING:
    from flake8_mp.fixers.draft import Draft
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class LeakedSharedMemory(Fixer):
    """Puts what uses the block into a ``try``."""

    applicability = "unsafe"
    unsafe = "another process may still use the block when it is unlinked"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Close and unlink the block at the end of its function; who still wants to attach it is not known."""
        return unlink(program, finding, safe=False)
