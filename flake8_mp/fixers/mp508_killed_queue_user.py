"""MP508: let the queue write before the process ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import mentions
from flake8_mp.fixers.calls import method, receiver
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class KilledQueueUser(Fixer):
    """Closes the queue and joins its thread before ``os._exit()``."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Find the queue that something was put into before in the same block."""
        if finding.problem != "exit at once":
            raise NoFix("it is not known how the process is to be asked to end")
        ending = program.at(finding.span, cst.Call)
        statement = program.statement(ending)
        queues: list[str] = []
        for each in program.siblings(statement):
            if each is statement:
                break
            for call in program.find(cst.Call, each):
                if method(call) == "put" and (name := receiver(program, call)) not in queues:
                    queues.append(name)
        if len(queues) != 1 or mentions(program, statement, queues[0]):
            raise NoFix("it is not known which queue has not been written yet")
        draft = Draft(program, f"Close `{queues[0]}` and join its thread first")
        draft.before(statement, f"{queues[0]}.close()\n{queues[0]}.join_thread()")
        return draft
