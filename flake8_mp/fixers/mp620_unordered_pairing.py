"""MP620: go through the results in the order of the tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.calls import is_plain, method
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.scoping import only_value

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class UnorderedPairing(Fixer):
    """Calls ``imap()``, or leaves out ``as_completed()``."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Find the call that gives results in any order among what is paired."""
        call = self._call(program, finding)
        if finding.words == "imap_unordered" and isinstance(call.func, cst.Attribute):
            draft = Draft(program, "Use `imap()`, which keeps the order")
            draft.replace(call.func.attr, "imap")
            return draft
        if len(call.args) != 1 or call.args[0].keyword is not None or not is_plain(call.args[0].value):
            raise NoFix("it does more than to give results in any order")
        draft = Draft(program, "Go through the futures in their order")
        draft.replace(call, program.code(call.args[0].value))
        return draft

    def _call(self, program: Program, finding: Finding) -> cst.Call:
        """Return the one call, written there or kept in a variable. Raises :class:`NoFix`."""
        paired = program.expression(finding.span)
        kept = (only_value(program, name) for name in program.find(cst.Name, paired))
        found = [*program.find(cst.Call, paired), *(each for each in kept if isinstance(each, cst.Call))]
        calls = [each for each in found if method(each) == finding.words]
        if len(calls) != 1:
            raise NoFix("it is not known where the results come from")
        return calls[0]
