"""MP703: make the pool before the loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding

_ENDS = {"close", "terminate", "shutdown"}


class PoolPerCall(Fixer):
    """Exchanges the loop and the ``with`` that is all of its body."""

    applicability = "unsafe"
    unsafe = "what a worker keeps in one round is still there in the next one"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Exchange the two headers."""
        made = program.at(finding.span, cst.Call)
        item = program.parent(made)
        entered = program.parent(item) if isinstance(item, cst.WithItem) else None
        if not isinstance(entered, cst.With) or entered.asynchronous:
            raise NoFix("the pool is not used in a `with` statement")
        loop = program.parent(program.parent(entered) or entered)
        if not isinstance(loop, cst.For) or loop.orelse is not None or len(program.body(loop).body) != 1:
            raise NoFix("the loop does more than the `with`")
        changing = {name.value for name in program.find(cst.Name, loop.target)}
        if changing & {name.value for each in entered.items for name in program.find(cst.Name, each)}:
            raise NoFix("the pool depends on the loop")
        if any(each.attr.value in _ENDS for each in program.find(cst.Attribute, entered.body)):
            raise NoFix("the pool is closed in the loop")
        # What a worker keeps from one round is still there in the next.
        draft = Draft(program, "Create the pool before the loop", safe=False)
        headers = [(program.start(each), _header_end(program, each)) for each in (loop, entered)]
        texts = [program.text[start:end] for start, end in headers]
        for (start, end), text in zip(headers, reversed(texts), strict=True):
            draft.edit(start, end, text)
        return draft


def _header_end(program: Program, statement: cst.For | cst.With) -> int:
    """Return where the colon of a header stands."""
    last = statement.iter if isinstance(statement, cst.For) else statement.items[-1]
    at = program.text.index(":", program.end(last))
    if "\n" in program.text[program.start(statement) : at]:
        raise NoFix("its header is written on several lines")
    return at
