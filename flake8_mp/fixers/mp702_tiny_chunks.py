"""MP702: send many small items in chunks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_mp.fixers.calls import add_argument, argument_at, keyword
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding

_CHUNKS = 40
"""So many chunks are made of all items: some for each of the workers that a machine usually has."""


class TinyChunks(Fixer):
    """Adds a ``chunksize``."""

    applicability = "unsafe"
    unsafe = "results arrive in chunks, and an exception takes the results of its chunk with it"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Choose the size by the number of items."""
        call, _ = argument_at(program, program.expression(finding.span))
        if not finding.details.count or keyword(call, "chunksize") is not None:
            raise NoFix("it is not known how many items there are")
        size = max(finding.details.count // _CHUNKS, 1)
        # Results come in chunks as well, and a task that raises takes those of its chunk with it.
        draft = Draft(program, f"Pass `chunksize={size}`", safe=False)
        add_argument(draft, call, f"chunksize={size}")
        return draft
