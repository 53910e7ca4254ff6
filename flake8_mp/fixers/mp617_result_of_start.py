"""MP617: keep the process, and start it in a statement of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.calls import is_plain
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class ResultOfStart(Fixer):
    """Splits the statement in two."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Replace ``p = Process().start()`` by ``p = Process()`` and ``p.start()``."""
        if finding.problem != "start":
            raise NoFix("the process has no means to return its result yet")
        call = program.at(finding.span, cst.Call)
        statement = program.statement(call)
        if not isinstance(call.func, cst.Attribute) or not isinstance(call.func.value, cst.Call) or call.args:
            raise NoFix("the process is created elsewhere")
        draft = Draft(program, "Assign the process, and start it in a separate statement")
        draft.edit(program.end(call.func.value), program.end(call), "")
        outer = program.parent(call)
        if isinstance(outer, cst.ListComp):
            if outer.elt is not call:
                raise NoFix("it is not an element of a list")
            kept = _target(program, program.parent(outer), outer)
            name = program.fresh_here("process", statement)
            draft.after(statement, f"for {name} in {kept}:\n{program.unit}{name}.start()")
        else:
            draft.after(statement, f"{_target(program, outer, call)}.start()")
        return draft


def _target(program: Program, assignment: cst.CSTNode | None, value: cst.CSTNode) -> str:
    """Return the source of what a value is assigned to. Raises :class:`NoFix` where that is no plain name."""
    if isinstance(assignment, cst.Assign) and len(assignment.targets) == 1:
        target: cst.CSTNode = assignment.targets[0].target
    elif isinstance(assignment, cst.AnnAssign) and assignment.value is value:
        target = assignment.target
    else:
        raise NoFix("what `start()` returns is not assigned")
    if not is_plain(target):
        raise NoFix("it is not assigned to a simple name")
    return program.code(target)
