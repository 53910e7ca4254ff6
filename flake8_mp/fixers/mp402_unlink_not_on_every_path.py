"""MP402: unlink the block in a ``finally``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_mp.fixers.fixer import Fixer
from flake8_mp.fixers.unlinking import unlink

if TYPE_CHECKING:
    from flake8_mp.fixers.draft import Draft
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class UnlinkNotOnEveryPath(Fixer):
    """Puts what uses the block into a ``try``."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Close and unlink the block on every path, instead of on some."""
        return unlink(program, finding, safe=True)
