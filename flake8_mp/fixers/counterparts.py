"""What multiprocessing has in place of what only the threads of one process share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import assigned
from flake8_mp.fixers.calls import is_plain, keyword, method
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import NoFix
from flake8_mp.fixers.importing import meaning, reference

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program

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


def counterpart(program: Program, kind: str, made: cst.Call) -> str:
    """Return what multiprocessing calls its counterpart of a kind of object that is made there.

    Raises :class:`NoFix` where there is none, or where the object is used in a way that this has not.
    """
    found = _KINDS.get(kind, "")
    if not found:
        raise NoFix("there is no counterpart for processes")
    _, name = assigned(program, made)
    if any(each.attr.value in _LACKS and program.code(each.value) == name for each in program.find(cst.Attribute)):
        raise NoFix("it is used in a way that processes do not have")
    if (found == "Condition" and made.args) or _is_used_otherwise(program):
        raise NoFix("it is used in a way that processes do not have")
    return found


def of_manager(program: Program, made: cst.Call, kind: str) -> Draft:
    """Let a manager make what a call makes, which tasks can be given then. Raises :class:`NoFix`."""
    statement, name = assigned(program, made)
    if "." in name:
        raise NoFix("the object would have to keep the manager as well, which cannot be pickled")
    manager = program.fresh_here("manager", statement)
    # It is slower, and there is one more process.
    draft = Draft(program, f"Use the {kind} of a manager", safe=False)
    draft.before(statement, f"{manager} = {reference(draft, 'multiprocessing', 'Manager')}()")
    draft.replace(made.func, f"{manager}.{kind}")
    return draft


def process_around(program: Program, handed: cst.CSTNode) -> cst.Call | None:
    """Return the call that makes the process which an expression is an argument of; None where it is of none."""
    for each in program.around(handed):
        if isinstance(each, cst.Call) and keyword(each, "target") is not None and method(each) == "Process":
            return each
    return None


def maker(draft: Draft, kind: str, process: cst.Call) -> str:
    """Return what makes something of multiprocessing, by the context that makes the process it is for."""
    program = draft.program
    context = process.func.value if isinstance(process.func, cst.Attribute) else None
    if context is None or meaning(program, process.func) or not is_plain(context):
        return reference(draft, "multiprocessing", kind)
    return f"{program.code(context)}.{kind}"


def _is_used_otherwise(program: Program) -> bool:
    """Return whether a lock or semaphore of the file is used with arguments that those of processes do not take."""
    for call in program.find(cst.Call):
        if method(call) == "acquire" and keyword(call, "blocking") is not None:
            return True
        if method(call) == "release" and call.args:
            return True
    return False
