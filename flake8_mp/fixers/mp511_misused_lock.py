"""MP511: hold a lock once, for as long as a block runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import calls_of, take_out, under
from flake8_mp.fixers.calls import method, receiver
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import reference

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program, Statement
    from flake8_mp.rule import Finding


class MisusedLock(Fixer):
    """Writes ``with lock:``, takes out a release that is one too many, or makes an RLock of the lock."""

    applicability = "safe, unsafe"
    unsafe = "another file may release the lock by hand"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Correct the way in which the lock is held."""
        problem = finding.problem
        if problem in ("deadlock", "value"):
            return self._recursive(program, finding)
        call = program.at(finding.span, cst.Call)
        statement = program.statement(call)
        if problem in ("wait", "wait_for", "notify", "notify_all"):
            name = receiver(program, call)
            draft = Draft(program, f"Hold `{name}` meanwhile")
            under(draft, f"with {name}:", self._whole(program, statement))
            return draft
        if problem == "no test":
            raise NoFix("it is not known what is waited for")
        if not isinstance(program.parent(call), cst.Expr):
            raise NoFix("it is part of a larger expression")
        if problem in ("lost", "return", "continue", "break"):
            return self._with(program, call, statement)
        if problem == "not held":
            return self._once(program, call, statement)
        raise NoFix("it is not known which process is to hold it")

    def _whole(self, program: Program, statement: Statement) -> Statement:
        """Return the loop that waits, where the condition is looked at before each wait, else the statement."""
        loop = program.parent(program.parent(statement) or statement)
        if isinstance(loop, cst.While) and loop.orelse is None and len(program.siblings(statement)) == 1:
            return loop
        return statement

    def _with(self, program: Program, call: cst.Call, statement: Statement) -> Draft:
        """Put what stands between ``acquire()`` and ``release()`` in one block under ``with``."""
        name = receiver(program, call)
        if call.args:
            raise NoFix("it may give up before it has the lock")
        behind = program.following(statement)
        for place, each in enumerate(behind):
            if any(old is each for old in calls_of(program, f"{name}.release()", each)):
                if not place or any(_touches(program, one, name) for one in behind[:place]):
                    break
                draft = Draft(program, f"Use `with {name}:`")
                indentation = program.indentation(statement)
                draft.edit(program.first_line(statement), program.ending(statement), f"{indentation}with {name}:\n")
                draft.indent(program.ending(statement), program.ending(behind[place - 1]))
                draft.edit(program.first_line(each), program.ending(each), "")
                return draft
        raise NoFix("it is not released in the same block")

    def _once(self, program: Program, call: cst.Call, statement: Statement) -> Draft:
        name = receiver(program, call)
        siblings = program.siblings(statement)
        place = next(index for index, each in enumerate(siblings) if each is statement)
        before = siblings[place - 1] if place else None
        if not isinstance(before, cst.With) or name not in [program.code(each.item) for each in before.items]:
            raise NoFix("it is not acquired right before")
        draft = Draft(program, "Remove this call, since the `with` has released the lock")
        take_out(draft, statement)
        return draft

    def _recursive(self, program: Program, finding: Finding) -> Draft:
        """Make it an RLock, which is the same for code that uses it by ``with`` alone."""
        if not finding.related or finding.words != "Lock":
            raise NoFix("it is not known where the lock is created")
        made = program.at(finding.related[0].span, cst.Call)
        if method(made) != "Lock" or made.args:
            raise NoFix("it is created in an unusual way")
        if any(each.attr.value in ("acquire", "release") for each in program.find(cst.Attribute)):
            raise NoFix("only its owner can release an RLock, and this file releases locks by hand")
        # Another file may release it by hand.
        small = program.parent(made)
        target = small.targets[0].target if isinstance(small, cst.Assign) else None
        local = isinstance(target, cst.Name) and program.enclosing(made, cst.FunctionDef) is not None
        draft = Draft(program, "Make it an RLock", safe=local)
        if isinstance(made.func, cst.Attribute):
            draft.replace(made.func.attr, "RLock")
        else:
            draft.replace(made.func, reference(draft, "multiprocessing", "RLock"))
        return draft


def _touches(program: Program, statement: cst.CSTNode, name: str) -> bool:
    return any(program.code(each) == name for each in program.find(cst.BaseExpression, statement))  # type: ignore[type-abstract]
