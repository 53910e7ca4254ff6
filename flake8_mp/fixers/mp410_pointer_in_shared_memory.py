"""MP410: share the bytes, not their address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.calls import method
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import reference

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class PointerInSharedMemory(Fixer):
    """Replaces a Value of a ``c_char_p`` by an Array of characters."""

    applicability = "unsafe"
    unsafe = "longer bytes do not fit into the array"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Make the array of the bytes that are written there."""
        made = program.at(finding.span, cst.Call)
        if finding.words != "c_char_p" or method(made) != "Value" or len(made.args) != 2:
            raise NoFix("it is not known how long the text can be")
        given = made.args[1].value
        if (
            not isinstance(given, cst.SimpleString)
            or not isinstance(given.evaluated_value, bytes)
            or not given.raw_value
        ):
            raise NoFix("it is not known how long the text can be")
        draft = Draft(program, "Use an Array of characters", safe=False)  # a longer text does not fit into it
        if isinstance(made.func, cst.Attribute):
            draft.replace(made.func.attr, "Array")
        else:
            draft.replace(made.func, reference(draft, "multiprocessing", "Array"))
        draft.replace(made.args[0].value, '"c"')
        return draft
