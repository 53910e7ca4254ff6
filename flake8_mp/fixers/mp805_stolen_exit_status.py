"""MP805: leave the exit status to the process objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import without_call
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class StolenExitStatus(Fixer):
    """Takes the call out that takes the status away."""

    applicability = "unsafe"
    unsafe = "the program may need the status of other children as well"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Take the statement out; other children may need it."""
        return without_call(program, program.at(finding.span, cst.Call), "its return value is used")
