"""MP607: let the outer process be no daemon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import take_out
from flake8_mp.fixers.calls import argument_at, remove_argument
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.executors import as_executor, pool_of
from flake8_mp.fixers.fixer import Fixer, NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class ProcessInDaemon(Fixer):
    """Takes ``daemon=True`` away, or makes an executor of the outer pool, whose workers are not daemons."""

    applicability = "unsafe"
    unsafe = "a process that is not a daemon is waited for at exit, and an executor raises other exceptions than a pool"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Find what makes the process a daemon."""
        if finding.details.kind == "Process":
            return self._no_daemon(program)
        if not finding.related:
            raise NoFix("the outer pool is created elsewhere")
        call, _ = argument_at(program, program.expression(finding.related[0].span))
        return as_executor(program, pool_of(program, call))

    def _no_daemon(self, program: Program) -> Draft:
        """Remove the one setting of the file; the program waits for the process at its end then."""
        assigns = [
            each
            for each in program.find(cst.Assign)
            if program.code(each.value) == "True"
            and any(isinstance(one.target, cst.Attribute) and one.target.attr.value == "daemon" for one in each.targets)
        ]
        arguments = [
            each
            for each in program.find(cst.Arg)
            if each.keyword is not None and each.keyword.value == "daemon" and program.code(each.value) == "True"
        ]
        if len(assigns) + len(arguments) != 1:
            raise NoFix("it is not known which process must not be a daemon")
        draft = Draft(program, "Remove `daemon=True`", safe=False)
        if assigns:
            take_out(draft, program.statement(assigns[0]))
        else:
            call, argument = argument_at(program, arguments[0].value)
            remove_argument(draft, call, argument)
        return draft
