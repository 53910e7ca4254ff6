"""MP105: pass the worker what only the program has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.guards import is_main_guard
from flake8_mp.fixers.handing import hand_over, set_in_workers
from flake8_mp.fixers.importing import bound_by, bound_once
from flake8_mp.fixers.scoping import only_binding

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding

_DEFINITIONS = cst.FunctionDef | cst.ClassDef


class GuardedName(Fixer):
    """Moves an import above the guard, or hands the value over: as an argument, or to an initializer that sets it."""

    applicability = "safe, unsafe"
    unsafe = "the value is pickled for the workers, which not every value can be"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Find out which of both it is."""
        name = finding.words
        if (moved := self._import(program, name)) is not None:
            return moved
        if finding.details.too_late:
            raise NoFix("the workers are started before it is set")
        if (place := self._place(program, finding)) is not None:
            return set_in_workers(program, finding.details.handed, place)
        if "[" in name:
            name = self._container(program, name)
        if not finding.related or not name.isidentifier():
            raise NoFix("it is not known how the worker is started")
        if any(name == each.name.value for each in program.module.body if isinstance(each, _DEFINITIONS)):
            raise NoFix("the program puts something in the place of a definition, which may be no value to pass on")
        handed = program.expression(finding.related[0].span)
        # The value must be one that can be pickled, which nobody can promise here.
        return hand_over(program, handed, name, program.expression(finding.span), safe=False)

    def _place(self, program: Program, finding: Finding) -> cst.BaseExpression | None:
        """Return an attribute or item of something that the file imports or defines, which the program sets."""
        changed = finding.details.changed
        node = program.expression(changed) if changed is not None else program.expression(finding.span)
        if changed is None and program.code(node) != finding.words:
            targets = (each.target for each in program.find(cst.AssignTarget))
            node = next((each for each in targets if program.code(each) == finding.words), node)
        while isinstance(node, cst.Subscript) and not _is_constant(node):
            node = node.value
        if not isinstance(node, cst.Attribute | cst.Subscript) or any(True for _ in program.find(cst.Call, node)):
            return None
        root: cst.BaseExpression = node
        while isinstance(root, cst.Attribute | cst.Subscript):
            root = root.value
        bound = only_binding(program, root) if isinstance(root, cst.Name) else None
        if not isinstance(bound, cst.Import | cst.ImportFrom | cst.ClassDef):
            return None
        return node if program.parent(program.statement(bound)) is program.module else None

    def _container(self, program: Program, item: str) -> str:
        """Return the name of the list or dict that an item like ``options["size"]`` is in: it is passed as a whole."""
        name = item.partition("[")[0]
        for each in program.find(cst.AssignTarget):
            if program.code(each.target) == name and program.parent(program.statement(each)) is program.module:
                return name
        raise NoFix("it is not an item of a container of this file")

    def _import(self, program: Program, name: str) -> Draft | None:
        """Move the import of a module that stands under the guard; None where the name is something else."""
        for guard in program.module.body:
            if not isinstance(guard, cst.If) or not is_main_guard(program, guard):
                continue
            for each in program.body(guard).body:
                small = each.body[0] if isinstance(each, cst.SimpleStatementLine) and len(each.body) == 1 else None
                if isinstance(small, cst.Import | cst.ImportFrom) and bound_by(program, each) == {name}:
                    if not bound_once(program, name) or len(program.body(guard).body) == 1:
                        return None
                    draft = Draft(program, f"Import `{name}` at module level")
                    lines = draft.remove(each)
                    first = next(one for one in program.module.body if _is_import(one) or one is guard)
                    draft.insert(program.first_line(first), lines + ("\n" if _is_import(first) else "\n\n"))
                    return draft
        return None


def _is_constant(item: cst.Subscript) -> bool:
    """Return whether an item has a key that is written there."""
    keys = [each.slice.value for each in item.slice if isinstance(each.slice, cst.Index)]
    return len(keys) == 1 and isinstance(keys[0], cst.SimpleString | cst.Integer)


def _is_import(statement: cst.CSTNode) -> bool:
    if not isinstance(statement, cst.SimpleStatementLine):
        return False
    small = statement.body[0]
    if isinstance(small, cst.ImportFrom):
        return not (isinstance(small.module, cst.Name) and small.module.value == "__future__")
    return isinstance(small, cst.Import)
