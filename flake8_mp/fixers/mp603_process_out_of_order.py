"""MP603: join before closing, and set up before starting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import assigned, calls_of, last_mention, mentions
from flake8_mp.fixers.calls import is_plain, method, receiver
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.program import leaves

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class ProcessOutOfOrder(Fixer):
    """Fixes the order where it is one of two neighbouring statements."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Insert ``join()``, or move what is set too late."""
        if finding.problem == "running":
            call = program.at(finding.span, cst.Call)
            if not isinstance(program.parent(call), cst.Expr):
                raise NoFix("it is part of a larger expression")
            draft = Draft(program, "Call `join()` first")
            draft.before(program.statement(call), f"{receiver(program, call)}.join()")
            return draft
        if finding.problem == "daemon":
            return self._set_first(program, program.at(finding.span, cst.Attribute))
        if finding.problem == "not started":
            return self._start_first(program, program.at(finding.span, cst.Call))
        if finding.problem == "closed":
            return self._close_later(program, program.expression(finding.span))
        if finding.problem == "twice" and finding.related:
            return self._new_in_each_round(program, finding)
        raise NoFix("it needs more than one change of order")

    def _start_first(self, program: Program, call: cst.Call) -> Draft:
        """Move a statement that waits behind the one that starts, with which it has changed places."""
        statement, name = program.statement(call), receiver(program, call)
        if method(call) != "join" or not isinstance(program.parent(call), cst.Expr):
            raise NoFix("it is not known when it is to be started")
        for each in program.following(statement):
            if any(start is each for start in calls_of(program, f"{name}.start()", each)):
                draft = Draft(program, "Call it after `start()`")
                draft.after(each, draft.remove(statement, comments=False).rstrip("\n"))
                return draft
        raise NoFix("it is started elsewhere")

    def _close_later(self, program: Program, used: cst.BaseExpression) -> Draft:
        """Ask the process before it is closed: keep what is returned, or close it behind its last use."""
        statement = program.statement(used)
        asked = used.func if isinstance(used, cst.Call) else used
        if not isinstance(asked, cst.Attribute) or not is_plain(asked.value):
            raise NoFix("the process has no simple name there")
        name = program.code(asked.value)
        for each in program.siblings(statement):
            if each is statement:
                break
            if not any(old is each for old in calls_of(program, f"{name}.close()", each)):
                continue
            draft = Draft(program, "Call `close()` last")
            last = last_mention(program, statement, name)
            small = last.body[0] if isinstance(last, cst.SimpleStatementLine) else None
            if isinstance(small, cst.Return) and small.value is used and last is statement:
                kept = program.fresh_here("result", each)
                draft.before(each, f"{kept} = {program.code(small.value)}")
                draft.replace(small.value, kept)
                return draft
            if leaves(last):
                break
            draft.edit(program.first_line(each), program.ending(each), "")
            draft.after(last, f"{name}.close()")
            return draft
        raise NoFix("it is closed elsewhere")

    def _new_in_each_round(self, program: Program, finding: Finding) -> Draft:
        """Make the process in the loop that starts it."""
        made, name = assigned(program, program.expression(finding.related[0].span))
        call = program.at(finding.span, cst.Call)
        loop = program.parent(program.parent(program.statement(call)) or call)
        behind = program.following(made)
        if not isinstance(loop, cst.For | cst.While) or not behind or behind[0] is not loop or "." in name:
            raise NoFix("it is created elsewhere than right before the loop")
        if any(mentions(program, each, name) for each in behind[1:]):
            raise NoFix("the process is also used after the loop")
        draft = Draft(program, "Create a new process in each round")
        first = program.body(loop).body[0]
        if not isinstance(first, cst.SimpleStatementLine | cst.BaseCompoundStatement):
            raise NoFix("its body is written in an unusual way")
        draft.before(first, draft.remove(made).rstrip("\n"))
        return draft

    def _set_first(self, program: Program, attribute: cst.Attribute) -> Draft:
        statement, name = program.statement(attribute), program.code(attribute.value)
        for each in program.siblings(statement):
            if each is statement:
                break
            for start in calls_of(program, f"{name}.start()", each):
                if start is each:
                    draft = Draft(program, "Set it before `start()`")
                    draft.before(start, draft.remove(statement, comments=False))
                    return draft
        raise NoFix("it is started elsewhere")
