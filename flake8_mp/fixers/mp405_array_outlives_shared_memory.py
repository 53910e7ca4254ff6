"""MP405: keep the block for as long as its array is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import closed_later, last_mention, take_out
from flake8_mp.fixers.calls import is_plain
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class ArrayOutlivesSharedMemory(Fixer):
    """Moves ``close()``, or the ``del`` of the block, behind the last use of the array."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Correct the order."""
        used = program.expression(finding.span)
        if finding.problem == "crash":
            return self._close_later(program, finding, used)
        if finding.problem == "lost":
            return self._delete_later(program, finding, used)
        raise NoFix("the caller needs the block as well")

    def _close_later(self, program: Program, finding: Finding, used: cst.BaseExpression) -> Draft:
        statement = program.statement(used)
        array = _plain(program, used)
        made = program.expression(finding.related[0].span) if finding.related else None
        buffers = {
            program.code(each.value)
            for each in program.find(cst.Attribute, made)
            if made is not None and each.attr.value == "buf"
        }
        for block in buffers:
            title = "Close it after the last use of its array"
            if (draft := closed_later(program, statement, block, array, title)) is not None:
                return draft
        raise NoFix("it is closed elsewhere")

    def _delete_later(self, program: Program, finding: Finding, used: cst.BaseExpression) -> Draft:
        small = program.parent(used)
        made = program.expression(finding.related[0].span) if finding.related else None
        kept = program.parent(made) if made is not None else None
        if not isinstance(small, cst.Del) or not isinstance(kept, cst.Assign) or len(kept.targets) != 1:
            raise NoFix("the name is used for something else from there on")
        statement = program.statement(small)
        last = last_mention(program, statement, program.code(kept.targets[0].target))
        draft = Draft(program, "Delete it after the last use of its array")
        if last is statement:
            raise NoFix("its array is used elsewhere")
        lines = program.code(small)
        take_out(draft, statement)
        draft.after(last, lines)
        return draft


def _plain(program: Program, used: cst.BaseExpression) -> str:
    """Return the source of the array in an expression that uses it. Raises :class:`NoFix`."""
    node = used
    while isinstance(node, cst.Attribute | cst.Subscript):
        node = node.value
    if not is_plain(node):
        raise NoFix("the array has no simple name there")
    return program.code(node)
