"""MP212: let a sentinel be the same object in each process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import bound_once, reference

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class IdentityAcrossProcesses(Fixer):
    """Makes a sentinel a member of an Enum, which pickle finds again by its name."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Replace ``DONE = object()``, which has no meaning but its identity."""
        name = finding.words
        found = [
            each
            for each in program.find(cst.Assign)
            if [program.code(one.target) for one in each.targets] == [name]
            and program.parent(program.parent(each) or each) is program.module
        ]
        if len(found) != 1 or not bound_once(program, name):
            raise NoFix("it is not created by a single statement of this file")
        made = found[0].value
        if program.code(made) != "object()" or "object" in program.taken or not name.isidentifier():
            raise NoFix("its class may have a meaning of its own")
        statement = program.statement(made)
        enum = program.fresh(f"_{name.strip('_').title().replace('_', '')}")
        draft = Draft(program, f"Make `{name}` a member of an Enum")
        base = reference(draft, "enum", "Enum")
        draft.define(statement, f'class {enum}({base}):\n{program.unit}{name} = "{name.strip("_").lower()}"')
        draft.replace(made, f"{enum}.{name}")
        return draft
