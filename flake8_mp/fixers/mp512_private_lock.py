"""MP512: make one lock for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import assigned
from flake8_mp.fixers.calls import argument_at, has_stars, keyword, prepend_arguments
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.handing import target_of
from flake8_mp.fixers.importing import bound_in

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class PrivateLock(Fixer):
    """Makes one lock where the workers are started, and passes it to them."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Move the statement out of the loop, or out of the target."""
        made = program.at(finding.span, cst.Call)
        if (function := program.enclosing(made, cst.FunctionDef, cst.ClassDef)) in program.functions:
            if (handed := _handed(program, function)) is not None:
                return self._pass(program, made, handed)
        statement, name = assigned(program, made)
        loop = program.parent(program.parent(statement) or statement)
        if not isinstance(loop, cst.For | cst.While) or program.parent(statement) is not loop.body:
            raise NoFix("the workers have to get it from where they are started")
        inside = {each.value for each in program.find(cst.Name, made)}
        if (
            "." in name
            or made.args
            or any(
                each.target.value in inside
                for each in program.find(cst.AssignTarget, loop)
                if isinstance(each.target, cst.Name)
            )
        ):
            raise NoFix("it depends on the loop")
        if isinstance(loop, cst.For) and inside & {each.value for each in program.find(cst.Name, loop.target)}:
            raise NoFix("it depends on the loop")
        draft = Draft(program, f"Create `{name}` before the loop")
        draft.before(loop, draft.remove(statement))
        return draft

    def _pass(self, program: Program, made: cst.Call, handed: cst.BaseExpression) -> Draft:
        """Make the lock where the processes are made, and pass it to their target."""
        target, (call, _) = target_of(program, handed), argument_at(program, handed)
        parameters = target.params
        if parameters.star_arg is not cst.MaybeSentinel.DEFAULT or parameters.star_kwarg is not None or has_stars(call):
            raise NoFix("the target takes a variable number of arguments")
        if made.args or keyword(call, "kwargs") is not None:
            raise NoFix("the process already has keyword arguments")
        if {name.value for name in program.find(cst.Name, made.func)} & bound_in(program, target):
            raise NoFix("it depends on the worker")
        start = program.statement(call)
        loop = program.enclosing(start, cst.For, cst.While, cst.FunctionDef)
        first = start if not isinstance(loop, cst.For | cst.While) else program.statement(loop)
        if isinstance(first, cst.For | cst.While) and program.enclosing(first, cst.For, cst.While) is not None:
            raise NoFix("the processes are created in a loop within a loop")
        # Another file may call the target too, which has one more parameter now.
        draft = Draft(program, "Create one lock, and pass it to the workers", safe=False)
        small = program.parent(made)
        if isinstance(small, cst.Assign) and len(small.targets) == 1 and isinstance(small.targets[0].target, cst.Name):
            name = small.targets[0].target.value
            if program.enclosing(small, cst.For, cst.While) is not None or program.fresh_here(name, first) != name:
                raise NoFix(f"`{name}` is used for something else as well")
            draft.remove(program.statement(made))
        else:
            word = made.func.attr.value if isinstance(made.func, cst.Attribute) else program.code(made.func)
            name = program.fresh_here(word.lower(), first)
            if name in {each.value for each in program.find(cst.Name, target)}:
                raise NoFix(f"`{name}` is used for something else as well")
            draft.replace(made, name)
        at = program.text.index("(", program.end(target.name)) + 1
        draft.insert(at, name if program.text[at:].lstrip().startswith(")") else f"{name}, ")
        prepend_arguments(draft, call, "args", [name])
        draft.before(first, f"{name} = {program.code(made)}")
        return draft


def _handed(program: Program, function: cst.CSTNode | None) -> cst.BaseExpression | None:
    """Return where a function is handed over as the target of a process; None where it is nowhere, or often."""
    found = [
        each.value
        for each in program.find(cst.Arg)
        if isinstance(function, cst.FunctionDef)
        and each.keyword is not None
        and each.keyword.value == "target"
        and program.code(each.value) == function.name.value
    ]
    return found[0] if len(found) == 1 else None
