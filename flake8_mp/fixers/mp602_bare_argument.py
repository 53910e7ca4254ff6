"""MP602: write the comma that makes a tuple."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.calls import argument_at
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class BareArgument(Fixer):
    """Makes a tuple of one."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Replace ``(value)`` by ``(value,)``."""
        value = program.expression(finding.span)
        argument_at(program, value)
        if isinstance(value, cst.GeneratorExp):
            raise NoFix("it is a generator")
        draft = Draft(program, "Add the comma that makes it a tuple")
        if value.lpar:
            draft.insert(program.inner_end(value), ",")
        else:
            draft.replace(value, f"({program.code(value)},)")
        return draft
