"""MP207: use what a manager serves, which can be pickled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import assigned, mentions
from flake8_mp.fixers.calls import method
from flake8_mp.fixers.counterparts import of_manager
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding

_OTHER = {"SimpleQueue": "Queue"}
"""What a manager has instead, with all methods but for ``close``."""
_SERVED = {"Lock", "RLock", "Event", "Queue", "JoinableQueue", "Semaphore", "BoundedSemaphore", "Condition", "Barrier"}


class PrimitiveAsTaskArgument(Fixer):
    """Makes the primitive with a manager."""

    applicability = "unsafe"
    unsafe = "a manager is slower and starts a process"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Replace ``Lock()`` by ``manager.Lock()``."""
        if not finding.related:
            raise NoFix("it is not known where it is created")
        made = program.at(finding.related[0].span, cst.Call)
        kind = method(made)
        _, name = assigned(program, made)
        if kind in _OTHER and not any(mentions(program, each, f"{name}.close") for each in program.module.body):
            kind = _OTHER[kind]
        if kind not in _SERVED:
            raise NoFix(f"a manager has no {kind} with the same methods")
        return of_manager(program, made, kind)
