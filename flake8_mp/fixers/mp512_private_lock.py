"""MP512: make one lock for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import assigned
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class PrivateLock(Fixer):
    """Makes the lock before the loop that starts the workers."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Move the statement out of the loop."""
        made = program.at(finding.span, cst.Call)
        statement, name = assigned(program, made)
        loop = program.parent(program.parent(statement) or statement)
        if not isinstance(loop, cst.For | cst.While) or program.parent(statement) is not loop.body:
            raise NoFix("the workers have to get it from where they are started")
        inside = {each.value for each in program.find(cst.Name, made)}
        if (
            "." in name
            or made.args
            or any(
                each.target.value in inside
                for each in program.find(cst.AssignTarget, loop)
                if isinstance(each.target, cst.Name)
            )
        ):
            raise NoFix("it depends on the loop")
        if isinstance(loop, cst.For) and inside & {each.value for each in program.find(cst.Name, loop.target)}:
            raise NoFix("it depends on the loop")
        draft = Draft(program, f"Create `{name}` before the loop")
        draft.before(loop, draft.remove(statement))
        return draft
