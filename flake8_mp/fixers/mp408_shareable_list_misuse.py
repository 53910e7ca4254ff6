"""MP408: copy a ShareableList where a list is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import bindings

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class ShareableListMisuse(Fixer):
    """Takes a slice of a copy."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Copy it with ``list()``; what it cannot hold has no right answer."""
        if finding.problem != "list: slice":
            raise NoFix("a ShareableList cannot do it")
        sliced = program.at(finding.span, cst.Subscript)
        if isinstance(program.parent(sliced), cst.AssignTarget | cst.AugAssign | cst.Del | cst.AnnAssign):
            raise NoFix("it is changed there")
        if any(bindings(program, "list")):
            raise NoFix("list is used for something else in this file")
        draft = Draft(program, "Take the slice of a copy")
        draft.replace(sliced.value, f"list({program.code(sliced.value)})")
        return draft
