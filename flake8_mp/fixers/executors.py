"""Pools that become executors, which report workers that die, and whose workers may have children."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import entered_by
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import NoFix
from flake8_mp.fixers.importing import bindings, reference

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program


def pool_of(program: Program, call: cst.Call) -> cst.Call:
    """Return the call that makes the pool which a method is called on, in the ``with`` around it."""
    pool = call.func.value if isinstance(call.func, cst.Attribute) else None
    for outer in program.around(call):
        for item in outer.items if isinstance(outer, cst.With) and pool is not None else ():
            if item.asname is not None and isinstance(item.item, cst.Call) and pool is not None:
                if program.code(item.asname.name) == program.code(pool):
                    return item.item
    raise NoFix("the pool is not used in a `with` statement")


def as_executor(program: Program, made: cst.Call) -> Draft:
    """Make a ProcessPoolExecutor of a pool, where all that it does is what an executor does as well."""
    entered, item = entered_by(program, made), program.parent(made)
    name = program.code(item.asname.name) if isinstance(item, cst.WithItem) and item.asname is not None else ""
    if not name.isidentifier():
        raise NoFix("the pool has no simple name")
    if any(each.keyword is not None or each.star for each in made.args) or len(made.args) > 1:
        raise NoFix("the pool has options of its own")
    draft = Draft(program, "Use a ProcessPoolExecutor instead of the pool", safe=False)
    draft.replace(made.func, reference(draft, "concurrent.futures", "ProcessPoolExecutor"))
    for used in program.find(cst.Name, entered.body):
        if used.value == name:
            _call(draft, used)
    if any(each.value == name for after in program.following(entered) for each in program.find(cst.Name, after)):
        raise NoFix("the pool is also used after its end")
    return draft


def _call(draft: Draft, used: cst.Name) -> None:
    """Write a method of a pool as one of an executor."""
    program, code = draft.program, draft.program.code
    attribute = program.parent(used)
    call = program.parent(attribute) if isinstance(attribute, cst.Attribute) else None
    if not isinstance(attribute, cst.Attribute) or not isinstance(call, cst.Call) or call.func is not attribute:
        raise NoFix("the pool is passed on")
    if any(each.keyword is not None or each.star for each in call.args) or any(bindings(program, "list")):
        raise NoFix("its methods are called in an unusual way")
    name, given = attribute.attr.value, [each.value for each in call.args]
    if name == "map" and len(given) == 2:
        draft.insert(program.start(call), "list(")
        draft.insert(program.end(call), ")")
    elif name == "imap" and len(given) == 2:
        draft.replace(attribute.attr, "map")
    elif name == "apply" and (len(given) == 1 or (len(given) == 2 and isinstance(given[1], cst.Tuple))):
        elements = given[1].elements if len(given) == 2 and isinstance(given[1], cst.Tuple) else ()
        values = [code(given[0]), *(code(each.value) for each in elements)]
        draft.replace(call, f"{code(used)}.submit({', '.join(values)}).result()")
    else:
        raise NoFix(f"an executor has no `{name}()`")
