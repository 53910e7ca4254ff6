"""MP902: choose a start method that every system has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class PinnedFork(Fixer):
    """Writes ``spawn`` instead of ``fork``."""

    applicability = "unsafe"
    unsafe = "what relies on a copy of the parent's memory breaks"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Replace the name; what relies on copies of the parent's memory breaks, which the linter may not see."""
        call = program.at(finding.span, cst.Call)
        for argument in call.args:
            value = argument.value
            if isinstance(value, cst.SimpleString) and value.evaluated_value == "fork":
                draft = Draft(program, "Write 'spawn'", safe=False)
                draft.replace(value, f"{value.prefix}{value.quote}spawn{value.quote}")
                return draft
        raise NoFix("the name of the start method is not written there as a literal")
