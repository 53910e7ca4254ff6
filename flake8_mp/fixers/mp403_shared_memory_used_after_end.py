"""MP403: close the block last, and unlink it once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import calls_of, take_out
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program, Statement
    from flake8_mp.rule import Finding


class SharedMemoryUsedAfterEnd(Fixer):
    """Moves ``close()`` behind the last use, or takes the first of two ``unlink()`` out."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Fix the order."""
        used = program.expression(finding.span)
        statement = program.statement(used)
        if finding.problem == "closed":
            return self._close_later(program, used, statement)
        if finding.problem == "unlinked twice":
            return self._unlink_once(program, used, statement)
        raise NoFix("it needs more than one change of order")

    def _close_later(self, program: Program, used: cst.CSTNode, statement: Statement) -> Draft:
        name = _owner(program, used)
        siblings = program.siblings(statement)
        place = next(index for index, each in enumerate(siblings) if each is statement)
        draft = Draft(program, "Close it after its last use")
        for each in siblings[:place]:
            if any(old is each for old in calls_of(program, f"{name}.close()", each)):
                draft.edit(program.first_line(each), program.ending(each), "")
                draft.after(statement, f"{name}.close()")
                return draft
        loop = program.enclosing(statement, cst.For, cst.While, cst.FunctionDef)
        if isinstance(loop, cst.For | cst.While) and len(siblings) > 1:
            for each in siblings[place:]:
                if any(old is each for old in calls_of(program, f"{name}.close()", each)):
                    draft.edit(program.first_line(each), program.ending(each), "")
                    draft.after(loop, f"{name}.close()")
                    return draft
        raise NoFix("it is closed elsewhere")

    def _unlink_once(self, program: Program, used: cst.CSTNode, statement: Statement) -> Draft:
        last = program.enclosing(statement, cst.Finally, cst.FunctionDef)
        whole = program.parent(last) if isinstance(last, cst.Finally) else None
        found = list(calls_of(program, program.code(used), whole.body)) if isinstance(whole, cst.Try) else []
        if not found:
            raise NoFix("it is also unlinked elsewhere")
        draft = Draft(program, "Unlink it in the `finally` only")
        for each in found:
            take_out(draft, each)
        return draft


def _owner(program: Program, used: cst.CSTNode) -> str:
    """Return the source of the block whose buffer is used: ``block`` of ``block.buf[0]``. Raises :class:`NoFix`."""
    code = program.code(used)
    name, buffer, _ = code.partition(".buf")
    if not buffer or not all(part.isidentifier() for part in name.split(".")):
        raise NoFix("the block has no simple name there")
    return name
