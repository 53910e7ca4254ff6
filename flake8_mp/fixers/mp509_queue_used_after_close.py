"""MP509: close a queue after its last use, and put what is not changed afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import closed_later
from flake8_mp.fixers.calls import receiver
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import reference

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class QueueUsedAfterClose(Fixer):
    """Moves or writes ``close()``, or puts a copy."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Correct the order, or copy."""
        used = program.expression(finding.span)
        if finding.problem == "changed":
            draft = Draft(program, "Put a copy")
            draft.replace(used, f"{reference(draft, 'copy', 'deepcopy')}({program.code(used)})")
            return draft
        if not isinstance(used, cst.Call):
            raise NoFix("it is not called there")
        name, statement = receiver(program, used), program.statement(used)
        if finding.problem == "join_thread":
            draft = Draft(program, "Call `close()` first")
            draft.before(statement, f"{name}.close()")
            return draft
        if (later := closed_later(program, statement, name, name, "Close it after its last use")) is not None:
            return later
        raise NoFix("it is closed elsewhere")
