"""MP404: release the views first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import assigned
from flake8_mp.fixers.draft import Draft, indented
from flake8_mp.fixers.fixer import Fixer, NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class CloseWithViews(Fixer):
    """Releases the view before the block is closed, or replaces the ``with`` that SharedMemory does not know."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Fix the end of the block."""
        call = program.at(finding.span, cst.Call)
        if finding.problem == "with":
            return self._without_with(program, call)
        if not finding.related:
            raise NoFix("the view was made elsewhere")
        view = program.expression(finding.related[0].span)
        made, name = assigned(program, view)
        if "." in name or program.enclosing(made, cst.FunctionDef) is not program.enclosing(call, cst.FunctionDef):
            raise NoFix("the view is kept elsewhere")
        is_view = program.code(view).startswith(program.code(call.func).removesuffix(".close") + ".buf")
        draft = Draft(program, "Release the view first")
        release = f"{name}.release()" if is_view else f"del {name}"
        loop = program.enclosing(made, cst.For, cst.While, cst.FunctionDef)
        statement = program.statement(call)
        if isinstance(loop, cst.For | cst.While) and not program.holds(loop, statement):
            draft.after(program.body(loop).body[-1], release)
        else:
            draft.before(statement, release)
        return draft

    def _without_with(self, program: Program, call: cst.Call) -> Draft:
        """Write ``try`` and ``finally`` instead."""
        item = program.parent(call)
        entered = program.parent(item) if isinstance(item, cst.WithItem) else None
        if not isinstance(item, cst.WithItem) or not isinstance(entered, cst.With) or len(entered.items) != 1:
            raise NoFix("the `with` has other items")
        if item.asname is None or not isinstance(item.asname.name, cst.Name):
            raise NoFix("the block has no name")
        name = item.asname.name.value
        body = program.body(entered)
        indentation = program.indentation(entered)
        draft = Draft(program, "Close it in a `finally`")
        header = program.text.index(":", program.end(item)) + 1
        draft.edit(program.start(entered), header, f"{name} = {program.code(call)}\n{indentation}try:")
        creates = any(each.keyword is not None and each.keyword.value == "create" for each in call.args)
        last = f"{name}.close()" + (f"\n{name}.unlink()" if creates else "")
        lines = indented(f"finally:\n{indented(last, program.unit)}", indentation)
        end = program.ending(body.body[-1])
        draft.insert(end, lines + "\n" if program.text[:end].endswith("\n") else "\n" + lines)
        return draft
