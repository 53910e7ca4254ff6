"""MP502: close the end that was handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import assigned, calls_of
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class PipeEndLeftOpen(Fixer):
    """Closes the parent's copy of an end when the process that got it has been started."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Insert ``writer.close()`` behind ``process.start()``."""
        end = finding.words
        read = program.at(finding.span, cst.Call)
        function = program.enclosing(read, cst.FunctionDef)
        for call in program.find(cst.Call, function):
            handed = any(name.value == end for each in call.args for name in program.find(cst.Name, each))
            if not handed or program.enclosing(call, cst.FunctionDef) is not function:
                continue
            try:
                made, name = assigned(program, call)
            except NoFix:
                continue
            for start in calls_of(program, f"{name}.start()", function or program.module):
                if program.parent(start) is program.parent(made):
                    draft = Draft(program, f"Close `{end}` in the parent after `start()`")
                    draft.after(start, f"{end}.close()")
                    return draft
        raise NoFix("the reading process has the other end open as well, and has to close it itself")
