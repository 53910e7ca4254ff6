"""MP205: use what multiprocessing has instead of what threads share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import assigned
from flake8_mp.fixers.calls import keyword, method
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import reference

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding

_KINDS = {
    "threading.Lock": "Lock",
    "threading.RLock": "RLock",
    "threading.Event": "Event",
    "threading.Condition": "Condition",
    "threading.Semaphore": "Semaphore",
    "threading.BoundedSemaphore": "BoundedSemaphore",
    "threading.Barrier": "Barrier",
    "queue.Queue": "JoinableQueue",
}
"""By the kind that threads share, the one that processes do, which has the same methods but for those below."""
_LACKS = frozenset(
    {
        "locked",
        "isSet",
        "notifyAll",
        "queue",
        "mutex",
        "not_empty",
        "not_full",
        "all_tasks_done",
        "unfinished_tasks",
        "shutdown",
    }
)


class UnpicklableHandoff(Fixer):
    """Replaces locks and the like of ``threading`` by those of ``multiprocessing``, or of a manager for pools."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Replace the call that makes it; whatever else cannot be pickled has no counterpart."""
        kind = _KINDS.get(finding.details.kind, "")
        if not kind or not finding.related:
            raise NoFix("there is no counterpart for processes")
        made = program.at(finding.related[0].span, cst.Call)
        statement, name = assigned(program, made)
        if any(each.attr.value in _LACKS and program.code(each.value) == name for each in program.find(cst.Attribute)):
            raise NoFix("it is used in a way that processes do not have")
        if (kind == "Condition" and made.args) or _is_used_otherwise(program):
            raise NoFix("it is used in a way that processes do not have")
        handed = program.expression(finding.span)
        if self._is_inherited(program, handed):
            draft = Draft(program, f"Use the {kind} of multiprocessing", safe=kind != "JoinableQueue")
            draft.replace(made.func, reference(draft, "multiprocessing", kind))
            return draft
        if "." in name:
            raise NoFix("the object would have to keep the manager as well, which cannot be pickled")
        manager = program.fresh_here("manager", statement)
        draft = Draft(program, f"Use the {kind} of a manager", safe=False)
        draft.before(statement, f"{manager} = {reference(draft, 'multiprocessing', 'Manager')}()")
        draft.replace(made.func, f"{manager}.{kind}")
        return draft

    def _is_inherited(self, program: Program, handed: cst.CSTNode) -> bool:
        """Return whether it is an argument of a Process, which locks and queues can be."""
        return any(
            isinstance(each, cst.Call) and keyword(each, "target") is not None and method(each) == "Process"
            for each in program.around(handed)
        )


def _is_used_otherwise(program: Program) -> bool:
    """Return whether a lock or semaphore of the file is used with arguments that those of processes do not take."""
    for call in program.find(cst.Call):
        if method(call) == "acquire" and keyword(call, "blocking") is not None:
            return True
        if method(call) == "release" and call.args:
            return True
    return False
