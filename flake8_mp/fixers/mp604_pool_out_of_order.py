"""MP604: use the pool while it lives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import stretch
from flake8_mp.fixers.calls import receiver
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.program import leaves

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program, Statement
    from flake8_mp.rule import Finding


class PoolOutOfOrder(Fixer):
    """Closes before joining, and waits inside of the ``with``."""

    applicability = "safe, unsafe"
    unsafe = "the caller of the function gets something else than before"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Fix the order."""
        if finding.problem == "join":
            call = program.at(finding.span, cst.Call)
            draft = Draft(program, "Call `close()` first")
            draft.before(_alone(program, call), f"{receiver(program, call)}.close()")
            return draft
        if finding.problem == "early":
            call = program.at(finding.span, cst.Call)
            statement = program.statement(call)
            if not isinstance(statement, cst.SimpleStatementLine | cst.If):
                raise NoFix("it is asked repeatedly")
            draft = Draft(program, "Wait for the result first")
            draft.before(statement, f"{receiver(program, call)}.wait()")
            return draft
        if finding.problem == "killed":
            return self._wait_inside(program, finding)
        if finding.problem in ("asked", "work"):
            return self._stretch(program, finding)
        if finding.problem == "returned result":
            return self._list(program, finding)
        if finding.problem == "returned pool":
            return self._open(program, finding)
        raise NoFix("it needs more than one change of order")

    def _wait_inside(self, program: Program, finding: Finding) -> Draft:
        entered, name = _entered(program, finding)
        last = program.body(entered).body[-1]
        if leaves(last):
            raise NoFix("the `with` is left before its end")
        draft = Draft(program, "Close and join the pool inside the `with`")
        draft.after(last, f"{name}.close()\n{name}.join()")
        return draft

    def _stretch(self, program: Program, finding: Finding) -> Draft:
        """Let the ``with`` reach to the statement that asks or works."""
        entered = self._with_above(program, finding)
        draft = Draft(program, "Move it into the `with`")
        stretch(draft, entered, program.expression(finding.span))
        return draft

    def _with_above(self, program: Program, finding: Finding) -> cst.With:
        """Return the ``with`` before the statement that enters or uses the pool."""
        if not finding.related:
            raise NoFix("its pool is created elsewhere")
        made = program.at(finding.related[0].span, cst.Call)
        entered = program.enclosing(made, cst.With)
        if not isinstance(entered, cst.With) or len(entered.items) != 1 or entered.asynchronous:
            raise NoFix("its pool has no `with` of its own")
        return entered

    def _open(self, program: Program, finding: Finding) -> Draft:
        """Return a pool that is open still, where the ``with`` does nothing but return it."""
        entered, name = _entered(program, finding)
        body = program.body(entered).body
        returned = program.at(finding.span, cst.Return)
        if len(body) != 1 or len(entered.items) != 1 or returned.value is None or program.code(returned.value) != name:
            raise NoFix("the function uses the pool before it returns it")
        draft = Draft(program, "Return a pool that is still open", safe=False)  # the caller has to close it
        code = program.code(entered.items[0].item)
        draft.edit(program.start(entered), program.end(body[0]), f"return {code}")
        return draft

    def _list(self, program: Program, finding: Finding) -> Draft:
        returned = program.at(finding.span, cst.Return)
        if returned.value is None or not finding.words.startswith("imap"):
            raise NoFix("the caller expects a result that is not ready yet")
        draft = Draft(program, "Return a list of the results", safe=False)
        draft.replace(returned.value, f"list({program.code(returned.value)})")
        return draft


def _alone(program: Program, call: cst.Call) -> Statement:
    """Return the statement that a call is all of. Raises :class:`NoFix`."""
    statement = program.statement(call)
    if not isinstance(program.parent(call), cst.Expr):
        raise NoFix("it is part of a larger expression")
    return statement


def _entered(program: Program, finding: Finding) -> tuple[cst.With, str]:
    """Return the ``with`` that enters the pool, and the pool's name in it. Raises :class:`NoFix`."""
    if finding.related:
        made = program.at(finding.related[0].span, cst.Call)
        item = program.parent(made)
        entered = program.parent(item) if isinstance(item, cst.WithItem) else None
        if isinstance(item, cst.WithItem) and isinstance(entered, cst.With) and item.asname is not None:
            if isinstance(item.asname.name, cst.Name):
                return entered, item.asname.name.value
    raise NoFix("its pool is not bound by `with … as`")
