"""MP104: move the definition above the guard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.guards import is_main_guard
from flake8_mp.fixers.importing import bound_once
from flake8_mp.fixers.scoping import captured

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class GuardedDefinition(Fixer):
    """Moves the definition above the guard, where children find it."""

    applicability = "safe, unsafe"
    unsafe = "where the name is bound twice, the other one may be meant"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Move the function or class that stands under the guard."""
        if not finding.related:
            raise NoFix("it is defined elsewhere")
        node = program.definition(finding.related[0].span)
        top = program.top_statement(node)
        name = node.name.value
        if not is_main_guard(program, top) or program.parent(program.parent(node) or node) is not top:
            raise NoFix("it has to be moved to another module")
        others = [each for each in captured(program, node, node) if each != name]
        if others:
            raise NoFix(f"it uses `{others[0]}`, which is also defined under the guard")
        draft = Draft(program, f"Move `{name}` above the guard", safe=bound_once(program, name))
        if len(program.siblings(node)) == 1:
            raise NoFix("there is nothing else under the guard")
        draft.define(top, draft.remove(node))
        return draft
