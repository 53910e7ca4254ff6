"""MP107: take a context of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import dotted

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding

_OF_CONTEXT = frozenset(
    [
        "Process",
        "Pool",
        "Queue",
        "SimpleQueue",
        "JoinableQueue",
        "Pipe",
        "Lock",
        "RLock",
        "Event",
        "Condition",
        "Semaphore",
        "BoundedSemaphore",
        "Barrier",
        "Value",
        "Array",
        "RawValue",
        "RawArray",
        "Manager",
        "cpu_count",
    ]
)
"""What a context has as well; other functions of the module are about this process."""


class SetStartMethodInLibrary(Fixer):
    """Replaces ``mp.set_start_method(…)`` by ``context = mp.get_context(…)``, and uses the context."""

    applicability = "unsafe"
    unsafe = "what relies on the default start method in this file gets another one"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Find all that the file takes from multiprocessing."""
        call = program.at(finding.span, cst.Call)
        module = dotted(call.func.value) if isinstance(call.func, cst.Attribute) else ""
        statement = program.statement(call)
        if (
            not module
            or program.parent(statement) is not program.module
            or not isinstance(program.parent(call), cst.Expr)
        ):
            raise NoFix("it is not a statement at module level")
        given = [each.value for each in call.args if each.keyword is None or each.keyword.value == "method"]
        if len(given) != 1 or not isinstance(given[0], cst.SimpleString):
            raise NoFix("the name of the start method is not written there as a literal")
        for each in program.find(cst.ImportFrom):
            if dotted(each.module).partition(".")[0] in ("multiprocessing", "concurrent"):
                raise NoFix("the file imports what starts processes by name")
        context = program.fresh("context")
        draft = Draft(program, "Take a context, and use it in this file", safe=False)
        draft.edit(
            program.start(call), program.end(call), f"{context} = {module}.get_context({program.code(given[0])})"
        )
        for used in program.find(cst.Attribute):
            if used.attr.value in _OF_CONTEXT and dotted(used.value) == module:
                if program.start(used) < program.start(call) and program.enclosing(used, cst.FunctionDef) is None:
                    raise NoFix("something is created before the start method is set")
                if not any(isinstance(each, cst.Annotation) for each in program.around(used)):
                    draft.replace(used.value, context)
        return draft
