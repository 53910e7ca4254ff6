"""Values that an object does not send along, and makes once more in the process that it comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.calls import method
from flake8_mp.fixers.fixer import NoFix
from flake8_mp.fixers.scoping import is_label, is_rebound

if TYPE_CHECKING:
    from flake8_mp.fixers.draft import Draft
    from flake8_mp.fixers.program import Program

_NOT_AGAIN = frozenset(
    [
        "Manager",
        "Pool",
        "Process",
        "ProcessPoolExecutor",
        "Thread",
        "ThreadPool",
        "ThreadPoolExecutor",
        "get_running_loop",
    ]
)
"""What no worker wants one of its own of."""


def made_again(draft: Draft, made: cst.Call, function: cst.FunctionDef, statement: cst.BaseStatement) -> str:
    """Return the source of what makes the value once more, from what the object keeps.

    Raises :class:`NoFix` where that would be another one.
    """
    program = draft.program
    if method(made) in _NOT_AGAIN:
        draft.title = "Leave it out of the pickled state; it is None in the worker"
        return "None"
    if method(made) == "open" and not (len(made.args) == 1 or program.code(made.args[1]).strip("'\"") == "r"):
        raise NoFix("opening it again would empty the file")
    parameters = {each.name.value for each in (*function.params.params, *function.params.kwonly_params)}
    code, start = program.code(made), program.start(made)
    for name in reversed(list(program.find(cst.Name, made))):
        if name.value not in parameters or name.value == "self" or is_label(program, name):
            continue
        if is_rebound(program, function, name.value):
            raise NoFix(f"`{name.value}` is changed before it is used")
        kept = _kept(program, function, name.value)
        if not kept:
            kept = f"self.{name.value}" if program.code(function).count(f"self.{name.value}") == 0 else ""
            if not kept:
                raise NoFix(f"`{name.value}` is not stored in the object")
            line = f"{program.indentation(statement)}{kept} = {name.value}\n"
            draft.insert(program.first_line(statement), line)
        at = program.start(name) - start
        code = code[:at] + kept + code[at + len(name.value) :]
    return code


def _kept(program: Program, function: cst.FunctionDef, parameter: str) -> str:
    """Return the attribute that a parameter is kept in, or an empty string."""
    for each in program.find(cst.Assign, function):
        if isinstance(each.value, cst.Name) and each.value.value == parameter and len(each.targets) == 1:
            target = program.code(each.targets[0].target)
            if target.startswith("self.") and target.count(".") == 1:
                return target
    return ""
