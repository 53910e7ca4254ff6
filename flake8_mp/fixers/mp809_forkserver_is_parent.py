"""MP809: ask multiprocessing for the parent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import reference

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class ForkserverIsParent(Fixer):
    """Uses ``multiprocessing.parent_process()`` instead of ``os.getppid()``."""

    applicability = "safe, unsafe"
    unsafe = "what the pid is compared with may be something else than the parent's"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Ask whether the parent lives, or for its pid."""
        node = program.expression(finding.span)
        if finding.problem == "parent: signals":
            asked = [each for each in program.find(cst.Call, node) if _asks(program, each)]
            if len(asked) != 1:
                raise NoFix("the pid comes from elsewhere")
            draft = Draft(program, "Use the pid of `parent_process()`")
            draft.replace(asked[0], f"{reference(draft, 'multiprocessing', 'parent_process')}().pid")
            return draft
        if finding.problem != "parent: asks" or not isinstance(node, cst.Comparison) or len(node.comparisons) != 1:
            raise NoFix("it needs more than another pid")
        operator, other = node.comparisons[0].operator, node.comparisons[0].comparator
        if sum(_asks(program, each) for each in (node.left, other)) != 1:
            raise NoFix("it needs more than another pid")
        if not isinstance(operator, cst.Equal | cst.NotEqual):
            raise NoFix("it needs more than another pid")
        # What it is compared with may be something else than the pid of the parent.
        draft = Draft(program, "Ask `parent_process()` whether it is alive", safe=False)
        alive = f"{reference(draft, 'multiprocessing', 'parent_process')}().is_alive()"
        code = alive if isinstance(operator, cst.Equal) else f"not {alive}"
        draft.replace(node, f"({code})" if node.lpar else code)
        return draft


def _asks(program: Program, node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Call) and program.code(node) in ("os.getppid()", "getppid()")
