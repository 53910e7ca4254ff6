"""MP204: let the name lead to what is handed over."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import bound_in
from flake8_mp.fixers.scoping import bound_globally
from flake8_mp.fixers.wrapping import wrap

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class LostNameHandoff(Fixer):
    """Puts ``functools.wraps`` on wrappers, renames private methods, and gives named tuples their own names."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Fix the name where it is lost."""
        if not finding.related:
            raise NoFix("it is defined elsewhere")
        span = finding.related[0].span
        try:
            made = program.at(span, cst.Call)
        except NoFix:
            node = program.definition(span)
        else:
            return _own_name(program, made)
        if isinstance(node, cst.FunctionDef) and (draft := wrap(program, node)) is not None:
            return draft
        if isinstance(node, cst.FunctionDef) and node.name.value.startswith("__"):
            return _less_private(program, node)
        raise NoFix("its name refers to something else, maybe on purpose")


def _own_name(program: Program, made: cst.Call) -> Draft:
    """Let ``Row = namedtuple("Record", …)`` say that it is ``Row``."""
    assignment = program.parent(made)
    if not isinstance(assignment, cst.Assign) or len(assignment.targets) != 1 or not made.args:
        raise NoFix("it is not assigned to a name")
    target, given = assignment.targets[0].target, made.args[0].value
    if not isinstance(target, cst.Name) or not isinstance(given, cst.SimpleString):
        raise NoFix("it is not assigned to a name")
    if given.raw_value == target.value:
        return _out_of_class(program, made, target.value)
    draft = Draft(program, f"Rename it to `{target.value}`, the name of its variable")
    draft.replace(given, given.prefix + given.quote + target.value + given.quote)
    return draft


def _out_of_class(program: Program, made: cst.Call, name: str) -> Draft:
    """Make a named tuple of a class body at module level, where its name leads to it, and keep it in the class."""
    cls = program.enclosing(made, cst.FunctionDef, cst.ClassDef)
    if not isinstance(cls, cst.ClassDef) or program.parent(cls) is not program.module:
        raise NoFix("it is not created right in a class of the module")
    if bound_globally(program, name) or hasattr(builtins, name) or name in program.taken:
        raise NoFix(f"`{name}` is used for something else at module level")
    if bound_in(program, cls) & {each.value for each in program.find(cst.Name, made)}:
        raise NoFix("it is made of what the class has")
    draft = Draft(program, f"Create `{name}` at module level")
    program.taken.add(name)
    draft.define(cls, f"{name} = {program.code(made)}")
    draft.replace(made, name)
    return draft


def _less_private(program: Program, method: cst.FunctionDef) -> Draft:
    """Give a method one underscore instead of two."""
    old, cls = method.name.value, program.enclosing(method, cst.ClassDef)
    new = old.replace("__", "_", 1)
    if old.endswith("__") or cls is None or not program.is_free(new):
        raise NoFix(f"`{new}` is used for something else in this file")
    program.taken.add(new)
    draft = Draft(program, f"Rename the method to `{new}`")
    for each in program.find(cst.Name):
        if each.value == old:
            if not program.holds(cls, each):
                raise NoFix(f"`{old}` is used outside its class")
            draft.replace(each, new)
    return draft
