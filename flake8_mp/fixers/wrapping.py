"""Decorators whose wrappers keep the name of what they wrap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.importing import dotted, reference
from flake8_mp.fixers.scoping import captured

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program


def wrap(program: Program, wrapper: cst.CSTNode) -> Draft | None:
    """Put ``functools.wraps`` on a function that a decorator returns; None where it is none of a decorator."""
    decorator = program.enclosing(wrapper, cst.FunctionDef, cst.ClassDef)
    if not isinstance(wrapper, cst.FunctionDef) or not isinstance(decorator, cst.FunctionDef) or wrapper.decorators:
        return None
    if not decorator.params.params or not _returns(program, decorator, wrapper) or not _decorates(program, decorator):
        return None
    wrapped = decorator.params.params[0].name.value
    if wrapped not in captured(program, wrapper, wrapper.body):
        return None
    draft = Draft(program, f"Put `functools.wraps({wrapped})` on `{wrapper.name.value}`")
    draft.before(wrapper, f"@{reference(draft, 'functools', 'wraps')}({wrapped})")
    return draft


def _returns(program: Program, decorator: cst.FunctionDef, wrapper: cst.FunctionDef) -> bool:
    returned = [
        each
        for each in program.find(cst.Return, decorator)
        if program.enclosing(each, cst.FunctionDef, cst.Lambda) is decorator
    ]
    return len(returned) == 1 and dotted(returned[0].value) == wrapper.name.value


def _decorates(program: Program, decorator: cst.FunctionDef) -> bool:
    """Return whether a function, or the one that makes it, is used as a decorator in the file."""
    outer = program.enclosing(decorator, cst.FunctionDef)
    names = {decorator.name.value} | ({outer.name.value} if isinstance(outer, cst.FunctionDef) else set())
    for each in program.find(cst.Decorator):
        used = each.decorator.func if isinstance(each.decorator, cst.Call) else each.decorator
        if dotted(used) in names:
            return True
    return False
