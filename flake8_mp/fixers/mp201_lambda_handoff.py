"""MP201: define the lambda as a function at module level."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.fixer import Fixer
from flake8_mp.fixers.lifting import lift_lambda

if TYPE_CHECKING:
    from flake8_mp.fixers.draft import Draft
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class LambdaHandoff(Fixer):
    """Gives the lambda a name that every process can look up."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Lift the lambda, which may stand elsewhere than where it is handed over."""
        span = finding.related[0].span if finding.related else finding.span
        return lift_lambda(program, program.at(span, cst.Lambda))
