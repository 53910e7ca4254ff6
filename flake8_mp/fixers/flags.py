"""Flags that a process is stopped by, as events that both processes see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import NoFix
from flake8_mp.fixers.importing import reference

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program

_SETS = {"True": "set", "False": "clear"}


def is_flag(program: Program, attribute: cst.Attribute) -> bool:
    """Return whether an attribute is set to True and False only, once of these in the constructor of its class."""
    assigns = [each for each in _uses(program, attribute) if _assignment(program, each) is not None]
    values = [each.value for use in assigns if (each := _assignment(program, use)) is not None]
    functions = [program.enclosing(each, cst.FunctionDef) for each in assigns]
    names = [each.name.value for each in functions if isinstance(each, cst.FunctionDef)]
    return all(program.code(each) in _SETS for each in values) and names.count("__init__") == 1 and len(names) > 1


def make_event(program: Program, attribute: cst.Attribute) -> Draft:
    """Make an event of a flag of ``self``: one that is set where the flag was True.

    Raises :class:`NoFix` where something else has to do with it than methods of its class.
    """
    name = attribute.attr.value
    cls = program.enclosing(attribute, cst.ClassDef)
    uses = _uses(program, attribute)
    if cls is None or any(program.code(each.value) != "self" or not program.holds(cls, each) for each in uses):
        raise NoFix(f"`{name}` is also used outside its class")
    # Another file may look at what has no underscore before its name.
    draft = Draft(program, f"Make `self.{name}` an event", safe=name.startswith("_"))
    for use in uses:
        assignment = _assignment(program, use)
        function = program.enclosing(use, cst.FunctionDef)
        if assignment is None:
            if isinstance(program.parent(use), cst.AssignTarget | cst.AugAssign | cst.AnnAssign | cst.Del):
                raise NoFix(f"`{name}` is also changed in another way")
            draft.insert(program.end(use), ".is_set()")
            continue
        value = program.code(assignment.value)
        if isinstance(function, cst.FunctionDef) and function.name.value == "__init__":
            draft.replace(assignment.value, f"{reference(draft, 'multiprocessing', 'Event')}()")
            if value == "True":
                draft.after(program.statement(assignment), f"self.{name}.set()")
        else:
            draft.edit(program.start(assignment), program.end(assignment), f"self.{name}.{_SETS[value]}()")
    return draft


def _uses(program: Program, attribute: cst.Attribute) -> list[cst.Attribute]:
    return [each for each in program.find(cst.Attribute) if each.attr.value == attribute.attr.value]


def _assignment(program: Program, use: cst.Attribute) -> cst.Assign | None:
    """Return the plain assignment that sets an attribute and nothing else."""
    target = program.parent(use)
    over = program.parent(target) if isinstance(target, cst.AssignTarget) and target.target is use else None
    return over if isinstance(over, cst.Assign) and len(over.targets) == 1 else None
