"""MP110: repeat a setting where the worker begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.calls import method
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.handing import is_target
from flake8_mp.fixers.repeating import in_each_worker
from flake8_mp.fixers.scoping import captured

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding

_ADDS = frozenset({"addHandler", "addFilter", "addLevelName"})
"""What has another effect when it is done twice, as it would be under fork."""


class SetupNotRepeated(Fixer):
    """Calls the same in the target of a Process, or in the initializer of a pool."""

    applicability = "safe, unsafe"
    unsafe = "another file may call the function of the worker as well"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Find what is set, and where the worker begins."""
        details = finding.details
        if details.origin is None or details.handed is None:
            raise NoFix("it is set in another file")
        call, handed = program.expression(details.origin), program.expression(details.handed)
        if not isinstance(call, cst.Call) or not isinstance(program.parent(call), cst.Expr):
            raise NoFix("it is part of a larger expression")
        code = program.code(call)
        if method(call) in _ADDS:
            raise NoFix("under fork the worker has it already, and would have it twice")
        if names := captured(program, call, call):
            raise NoFix(f"the worker does not have `{names[0]}`")
        if "\n" in code:
            raise NoFix("it is written on several lines")
        # Another file may call the function in a process of its own.
        target = is_target(program, handed)
        draft = Draft(program, f"Repeat it in {'the worker' if target else 'an initializer'}", safe=not target)
        in_each_worker(draft, handed, code)
        return draft
