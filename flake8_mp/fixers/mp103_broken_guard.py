"""MP103: write the guard that keeps children out and does not end them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.guards import from_here_on, guard, is_inert

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program, Statement
    from flake8_mp.rule import Finding

_TEST = '__name__ == "__main__"'


class BrokenGuard(Fixer):
    """Replaces the test, or puts what comes after an exit under the guard."""

    applicability = "safe, unsafe"
    unsafe = "a test may ask for something else as well, and an exit may be wanted for its own sake"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Fix the guard."""
        if finding.problem == "import ends":
            return self._instead_of_end(program, finding)
        test = program.expression(finding.span)
        if isinstance(test, cst.Comparison) and isinstance(test.comparisons[0].operator, cst.NotEqual | cst.IsNot):
            raise NoFix("the test says when not to start")
        draft = Draft(program, f"Write `{_TEST}`", safe=isinstance(test, cst.Comparison) and _only_name(program, test))
        draft.replace(test, _TEST)
        return draft

    def _instead_of_end(self, program: Program, finding: Finding) -> Draft:
        end = _ending_statement(program, finding)
        behind = [each for each in program.following(end) if not is_inert(program, each)]
        if not behind or not isinstance(behind[0], cst.SimpleStatementLine | cst.BaseCompoundStatement):
            raise NoFix("nothing after it starts a process")
        draft = Draft(program, "Put what comes after it under the `__main__` guard instead", safe=False)
        guard(draft, from_here_on(program, behind[0]))
        draft.remove(end)
        return draft


def _only_name(program: Program, test: cst.Comparison) -> bool:
    """Return whether a comparison asks about ``__name__`` and nothing else."""
    return {each.value for each in program.find(cst.Name, test)} == {"__name__"}


def _ending_statement(program: Program, finding: Finding) -> Statement:
    """Return the statement of the module that ends every import, and does nothing else. Raises :class:`NoFix`."""
    line = finding.span.line
    for each in program.module.body:
        if program.line(each) <= line <= program.place(program.end(each))[0]:
            if (
                isinstance(each, cst.SimpleStatementLine)
                and len(each.body) == 1
                and isinstance(each.body[0], cst.Assert)
            ):
                return each
            if isinstance(each, cst.If) and each.orelse is None and len(each.body.body) == 1:
                return each
    raise NoFix("it does something else as well")
