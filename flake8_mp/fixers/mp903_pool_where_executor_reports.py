"""MP903: use the executor, which raises when a worker dies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.executors import as_executor
from flake8_mp.fixers.fixer import Fixer

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class PoolWhereExecutorReports(Fixer):
    """Makes a ProcessPoolExecutor of a pool."""

    applicability = "unsafe"
    unsafe = "an executor raises other exceptions than a pool"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Replace the pool and its methods."""
        return as_executor(program, program.at(finding.span, cst.Call))
