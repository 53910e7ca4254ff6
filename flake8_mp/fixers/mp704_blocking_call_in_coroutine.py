"""MP704: wait in a thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import reference

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class BlockingCallInCoroutine(Fixer):
    """Replaces the call by ``await asyncio.to_thread(…)``."""

    applicability = "unsafe"
    unsafe = "other coroutines run meanwhile, and may change what this one goes on with"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Hand the function to a thread, and await it."""
        call = program.at(finding.span, cst.Call)
        outer = program.enclosing(call, cst.FunctionDef, cst.Lambda, cst.GeneratorExp)
        if not isinstance(outer, cst.FunctionDef) or outer.asynchronous is None:
            raise NoFix("`await` is not possible there")
        # Other coroutines run meanwhile, and may change what this one goes on with.
        draft = Draft(program, "Run it in a thread, and await it", safe=False)
        arguments = [
            program.module.code_for_node(each.with_changes(comma=cst.MaybeSentinel.DEFAULT)) for each in call.args
        ]
        code = f"await {reference(draft, 'asyncio', 'to_thread')}({', '.join([program.code(call.func), *arguments])})"
        alone = isinstance(program.parent(call), cst.Expr | cst.Assign | cst.Return | cst.AnnAssign | cst.Arg)
        draft.replace(call, code if alone else f"({code})")
        return draft
