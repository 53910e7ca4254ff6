"""MP619: catch the class that is raised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import reference

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding

_RAISED = dict.fromkeys(("Queue", "JoinableQueue"), ("queue", "Empty"))
"""What is raised at the end of a timeout, where it is not ``multiprocessing.TimeoutError``."""


class UncaughtTimeout(Fixer):
    """Adds ``multiprocessing.TimeoutError``, or ``queue.Empty``, to the classes of the handler."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Catch both classes."""
        line = finding.related[0].span.line if finding.related else 0
        handler = next((each for each in program.find(cst.ExceptHandler) if program.line(each) == line), None)
        if handler is None or handler.type is None:
            raise NoFix("its exception handler was not found")
        module, name = _RAISED.get(finding.words, ("multiprocessing", "TimeoutError"))
        draft = Draft(program, f"Catch `{module}.{name}` too")
        added = reference(draft, module, name)
        if isinstance(handler.type, cst.Tuple):
            draft.insert(program.end(handler.type.elements[-1].value), f", {added}")
        else:
            draft.replace(handler.type, f"({program.code(handler.type)}, {added})")
        return draft
