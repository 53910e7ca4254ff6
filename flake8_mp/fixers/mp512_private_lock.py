"""MP512: make one lock for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import assigned
from flake8_mp.fixers.calls import has_stars
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import bound_in
from flake8_mp.fixers.locking import before_all, handed_over, pass_to_workers
from flake8_mp.fixers.spawning import is_process

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class PrivateLock(Fixer):
    """Makes one lock where the workers are started, and passes it to them."""

    applicability = "safe, unsafe"
    unsafe = "another file may call the function or class, which has one more parameter"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Move the statement out of the loop, or out of the target."""
        made = program.at(finding.span, cst.Call)
        function = program.enclosing(made, cst.FunctionDef, cst.ClassDef)
        if isinstance(function, cst.FunctionDef):
            cls = program.enclosing(function, cst.FunctionDef, cst.ClassDef)
            if isinstance(cls, cst.ClassDef) and function.name.value == "__init__" and is_process(program, cls):
                return self._to_objects(program, made, function, cls)
            if _is_worker(program, function):
                return self._pass(program, made, function)
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

    def _pass(self, program: Program, made: cst.Call, function: cst.FunctionDef) -> Draft:
        """Make the lock where the workers are made, and pass it to them."""
        handed = handed_over(program, function)
        if made.args or {name.value for name in program.find(cst.Name, made.func)} & bound_in(program, function):
            raise NoFix("it depends on the worker")
        # Another file may call the function too, which has one more parameter now, or needs the initializer.
        draft = Draft(program, "Create one lock, and pass it to the workers", safe=False)
        small = program.parent(made)
        if isinstance(small, cst.Assign) and len(small.targets) == 1 and isinstance(small.targets[0].target, cst.Name):
            name = small.targets[0].target.value
            if program.enclosing(small, cst.For, cst.While) is not None or program.fresh_here(name, handed) != name:
                raise NoFix(f"`{name}` is used for something else as well")
            draft.remove(program.statement(made))
        else:
            word = made.func.attr.value if isinstance(made.func, cst.Attribute) else program.code(made.func)
            name = program.fresh_here(word.lower(), handed)
            if name in {each.value for each in program.find(cst.Name, function)}:
                raise NoFix(f"`{name}` is used for something else as well")
            draft.replace(made, name)
        pass_to_workers(draft, handed, name, program.code(made))
        return draft

    def _to_objects(self, program: Program, made: cst.Call, init: cst.FunctionDef, cls: cst.ClassDef) -> Draft:
        """Let the constructor of a class that is a process take the lock, and make it before the objects."""
        uses = [each for each in program.find(cst.Name) if each.value == cls.name.value and each is not cls.name]
        call = program.parent(uses[0]) if len(uses) == 1 else None
        if not isinstance(call, cst.Call) or call.func is not uses[0] or has_stars(call) or made.args:
            raise NoFix("its class is used in other ways as well")
        _, kept = assigned(program, made)
        name, parameters = kept.rpartition(".")[2].lstrip("_"), init.params.params
        if not parameters or name in {each.value for each in program.find(cst.Name, init.params)}:
            raise NoFix("its constructor takes its arguments in an unusual way")
        first = before_all(program, call)
        if program.fresh_here(name, first) != name or program.fresh_here(f"{name}_", init.body) != f"{name}_":
            raise NoFix(f"`{name}` is used for something else as well")
        # Another file may create such objects too, whose constructor has one more parameter now.
        draft = Draft(program, "Create one lock, and pass it to the processes", safe=False)
        draft.insert(program.end(parameters[0].name), f", {name}")
        draft.replace(made, name)
        start = program.start(call.args[0]) if call.args else program.inner_end(call) - 1
        draft.insert(start, f"{name}, " if call.args else name)
        draft.before(first, f"{name} = {program.code(made)}")
        return draft


def _is_worker(program: Program, function: cst.FunctionDef) -> bool:
    """Return whether a function of the module is handed over as the function of a worker, and no more."""
    try:
        handed_over(program, function)
    except NoFix:
        return False
    return True
