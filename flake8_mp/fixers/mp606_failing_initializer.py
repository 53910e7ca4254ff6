"""MP606: declare the name that the workers look for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import first_in
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class FailingInitializer(Fixer):
    """Writes ``global`` into the initializer."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Insert the declaration at the beginning of the function."""
        name, span = finding.words, finding.span
        if finding.problem != "local name" or not name.isidentifier():
            raise NoFix("it is not known why it fails")
        offset = program.offset(span.line, span.column)
        for function in program.functions:
            if program.start(function) <= offset < program.end(function):
                parameters = {each.value for each in program.find(cst.Name, function.params)}
                if name in parameters:
                    raise NoFix(f"`{name}` is a parameter of the initializer")
                draft = Draft(program, f"Declare `{name}` as global")
                first_in(draft, function, f"global {name}")
                return draft
        raise NoFix("the initializer is not a function of this file")
