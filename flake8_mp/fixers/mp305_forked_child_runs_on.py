"""MP305: end the forked child where its work is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import assigned
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import reference
from flake8_mp.fixers.program import leaves

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class ForkedChildRunsOn(Fixer):
    """Calls ``os._exit()`` instead of ``sys.exit()``, or at the end of the child's branch."""

    applicability = "unsafe"
    unsafe = "what the child did after its work is not done any more"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """End the child; what it has printed and not flushed is lost, with its copy of what its parent had printed."""
        call = program.at(finding.span, cst.Call)
        draft = Draft(program, "End the child with `os._exit()`", safe=False)
        if finding.problem == "child exits":
            given = [each.value for each in call.args]
            if len(given) > 1 or any(not isinstance(each, cst.Integer) for each in given):
                raise NoFix("its exit status is not written there as a number")
            status = program.code(given[0]) if given else "0"
            draft.replace(call, f"{reference(draft, 'os', '_exit')}({status})")
            return draft
        branch = self._branch(program, call)
        last = program.body(branch).body[-1]
        if leaves(last):
            raise NoFix("its branch is left before its end")
        draft.after(last, f"{reference(draft, 'os', '_exit')}(0)")
        return draft

    def _branch(self, program: Program, call: cst.Call) -> cst.If:
        """Return the branch of the child: ``if pid == 0:``, right in the block where it is forked."""
        statement, name = assigned(program, call)
        for each in program.following(statement):
            if isinstance(each, cst.If):
                test = "".join(program.code(each.test).strip("() ").split())
                if test in (f"{name}==0", f"0=={name}", f"not{name}"):
                    return each
        raise NoFix("the child has no branch of its own")
