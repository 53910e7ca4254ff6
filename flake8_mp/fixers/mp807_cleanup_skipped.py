"""MP807: write what is in the buffer before the process ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import reference

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class CleanupSkipped(Fixer):
    """Flushes standard output before ``os._exit()``, or the handlers that keep records."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Flush it; how a process that is terminated is to be asked to end is not known."""
        if finding.problem == "unwritten file":
            raise NoFix("the file has to be closed where it is at hand")
        if finding.problem not in ("unwritten", "unwritten records"):
            raise NoFix("both processes have to agree on how it is asked to end")
        span = finding.span
        ending = next(
            (
                each
                for each in program.find(cst.Call)
                if program.place(program.start(each.func)) == (span.line, span.column)
            ),
            None,
        )
        if ending is None or not isinstance(program.parent(ending), cst.Expr):
            raise NoFix("it is part of a larger expression")
        if finding.problem == "unwritten records":
            draft = Draft(program, "Write the records first")
            draft.before(program.statement(ending), f"{reference(draft, 'logging', 'shutdown')}()")
            return draft
        draft = Draft(program, "Flush the output first")
        draft.before(program.statement(ending), f"{reference(draft, 'sys', 'stdout')}.flush()")
        return draft
