"""MP610: define first, start then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import entered_by
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.guards import is_inert, is_plain_guard
from flake8_mp.fixers.importing import bound_by, bound_in

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class LateDefinition(Fixer):
    """Moves the guard to the end of the file, or the definition above what starts the workers."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Fix the order."""
        if finding.problem == "below":
            return self._guard_last(program, finding)
        if finding.problem == "changed" and finding.related:
            return self._change_first(program, finding)
        if finding.problem != "late" or not finding.related:
            raise NoFix("the later change may be intended")
        pool = program.top_statement(program.expression(finding.related[0].span))
        behind = program.following(pool)
        found = [each for each in program.module.body if finding.words in bound_by(program, each)]
        if len(found) != 1 or not any(each is found[0] for each in behind) or not is_inert(program, found[0]):
            raise NoFix("it is not defined by a single statement further down")
        draft = Draft(program, f"Move `{finding.words}` above the statement that starts the workers")
        lines = draft.remove(found[0])
        if isinstance(found[0], cst.FunctionDef | cst.ClassDef):
            draft.define(pool, lines)
        else:
            draft.insert(program.beginning(pool), lines + "\n\n")
        return draft

    def _change_first(self, program: Program, finding: Finding) -> Draft:
        """Move an assignment out of the ``with`` that starts the workers, to where they get it."""
        entered = entered_by(program, program.expression(finding.related[0].span))
        pools = {
            each.asname.name.value for each in entered.items if each.asname and isinstance(each.asname.name, cst.Name)
        }
        before: set[str] = set(pools)
        for each in program.body(entered).body:
            small = each.body[0] if isinstance(each, cst.SimpleStatementLine) and len(each.body) == 1 else None
            if isinstance(small, cst.Assign) and [program.code(one.target) for one in small.targets] == [finding.words]:
                if before & {name.value for name in program.find(cst.Name, each)}:
                    break
                assert isinstance(each, cst.SimpleStatementLine)
                draft = Draft(program, f"Set `{finding.words}` before the workers start")
                draft.before(entered, draft.remove(each).rstrip("\n"))
                return draft
            before |= bound_in(program, each)
            if finding.words in {name.value for name in program.find(cst.Name, each)} or any(
                True for _ in program.find(cst.Call, each)
            ):
                break
        raise NoFix("the later change may be intended")

    def _guard_last(self, program: Program, finding: Finding) -> Draft:
        top = program.top_statement(program.expression(finding.span))
        if not is_plain_guard(program, top):
            raise NoFix("it is not under a simple entry guard")
        behind = program.following(top)
        if not all(is_inert(program, each) and not is_plain_guard(program, each) for each in behind):
            raise NoFix("the code after the guard has effects of its own")
        draft = Draft(program, "Move the guard to the end of the file")
        start, end = program.beginning(top), program.beginning(behind[0])
        lines = program.text[start : program.ending(top)].rstrip("\n")
        draft.edit(start, end, "")
        last = "" if program.text.endswith("\n") else "\n"
        draft.insert(len(program.text), f"{last}\n\n{lines}\n")
        return draft
