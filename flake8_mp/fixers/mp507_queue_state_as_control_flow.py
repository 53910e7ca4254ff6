"""MP507: wait for the item."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class QueueStateAsControlFlow(Fixer):
    """Replaces ``get_nowait()`` by ``get()`` where nothing waits for its exception."""

    applicability = "unsafe"
    unsafe = "`get()` waits where `get_nowait()` raised"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Wait for an item that is certain to come; the other cases need a sentinel."""
        call = program.at(finding.span, cst.Call)
        if finding.words != "get_nowait" or call.args or not isinstance(call.func, cst.Attribute):
            raise NoFix("both sides have to agree on a sentinel")
        if any(isinstance(each, cst.Try | cst.TryStar) for each in program.around(call)):
            raise NoFix("its exception may be expected")
        draft = Draft(program, "Call `get()`, which waits for the item", safe=False)
        draft.replace(call.func.attr, "get")
        return draft
