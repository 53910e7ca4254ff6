"""MP506: say once for each item that it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import try_around, without_call
from flake8_mp.fixers.calls import is_plain, method, receiver
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import reference

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class TaskDoneMismatch(Fixer):
    """Says of each item that it is done, takes a ``task_done()`` out that is one too many, or makes a JoinableQueue."""

    applicability = "safe, unsafe"
    unsafe = "what is counted, and when, changes for whoever else waits for the queue"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Correct the count, or the queue."""
        if finding.problem == "no task_done":
            return self._joinable(program, finding)
        if finding.problem == "never done":
            return self._when_done(program)
        if finding.problem != "done twice":
            raise NoFix("it is not known where an item is done")
        call = program.at(finding.span, cst.Call)
        return without_call(program, call, "it is part of a larger expression")

    def _joinable(self, program: Program, finding: Finding) -> Draft:
        made = program.at(finding.related[0].span, cst.Call) if finding.related else None
        if made is None or method(made) != "Queue":
            raise NoFix("it is not known where the queue is created")
        draft = Draft(program, "Create a JoinableQueue")
        if isinstance(made.func, cst.Attribute):
            draft.replace(made.func.attr, "JoinableQueue")
        else:
            draft.replace(made.func, reference(draft, "multiprocessing", "JoinableQueue"))
        return draft

    def _when_done(self, program: Program) -> Draft:
        """Call ``task_done()`` in the one loop that takes items, whatever becomes of an item."""
        found: list[tuple[str, cst.BaseStatement, cst.BaseStatement]] = []
        for loop in program.find(cst.For):
            iterator = loop.iter
            if isinstance(iterator, cst.Call) and method(iterator) == "iter" and len(iterator.args) == 2:
                getter = iterator.args[0].value
                if isinstance(getter, cst.Attribute) and getter.attr.value == "get" and is_plain(getter.value):
                    body = program.body(loop).body
                    found.append((program.code(getter.value), body[0], body[-1]))
        for endless in program.find(cst.While):
            body = program.body(endless).body
            small = body[0].body[0] if isinstance(body[0], cst.SimpleStatementLine) else None
            value = small.value if isinstance(small, cst.Assign) else None
            if isinstance(value, cst.Call) and method(value) == "get" and len(body) > 1:
                found.append((receiver(program, value), body[1], body[-1]))
        if len(found) != 1:
            raise NoFix("it is not known where an item is done")
        name, first, last = found[0]
        draft = Draft(program, "Call `task_done()` in a `finally`", safe=False)
        try_around(draft, first, last, f"{name}.task_done()")
        return draft
