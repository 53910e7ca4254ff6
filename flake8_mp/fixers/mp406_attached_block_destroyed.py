"""MP406: unlink the block in one process only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import assigned, calls_of, first_in, take_out, under
from flake8_mp.fixers.calls import keyword, method
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import reference

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class AttachedBlockDestroyed(Fixer):
    """Takes the worker's ``unlink()`` out, and lets the process unlink the block which has created it."""

    applicability = "safe, unsafe"
    unsafe = "the order in which the processes end decides who can unlink"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Leave the ``unlink()`` to the process that created the block."""
        if finding.problem in ("ended by copy", "ended by opening"):
            return self._by_owner(program, finding)
        own = program.at(finding.span, cst.Call)
        if finding.problem != "unlinked by both":
            return self._by_creator(program, own)
        others = [each for each in program.find(cst.Call) if method(each) == "unlink" and each is not own]
        if len(others) != 1 or not isinstance(program.parent(others[0]), cst.Expr):
            raise NoFix("it is unlinked in several other places")
        draft = Draft(program, "Remove the worker's `unlink()`", safe=False)
        take_out(draft, program.statement(others[0]))
        return draft

    def _by_creator(self, program: Program, own: cst.Call) -> Draft:
        """Unlink the block where its creator closes it."""
        made = [each for each in program.find(cst.Call) if _creates(program, each)]
        if len(made) != 1 or method(own) != "unlink" or not isinstance(program.parent(own), cst.Expr):
            raise NoFix("it is not known which process ends last")
        _, name = assigned(program, made[0])
        closed = list(calls_of(program, f"{name}.close()", program.module))
        if len(closed) != 1 or program.holds(program.statement(own), closed[0]):
            raise NoFix("its creator does not close it in one place")
        draft = Draft(program, "Unlink the block where it was created", safe=False)
        take_out(draft, program.statement(own))
        draft.after(closed[0], f"{name}.unlink()")
        return draft

    def _by_owner(self, program: Program, finding: Finding) -> Draft:
        """Remember in which process the object has created its block, and unlink it there only."""
        classes = [each for each in program.find(cst.ClassDef) if each.name.value == finding.words]
        members = {
            each.name.value: each
            for cls in classes
            for each in program.body(cls).body
            if isinstance(each, cst.FunctionDef)
        }
        if len(classes) != 1 or not {"__init__", "__del__"} <= set(members):
            raise NoFix("its class is defined elsewhere")
        init, end = members["__init__"], members["__del__"]
        made = [each for each in program.find(cst.Call, init) if _creates(program, each)]
        ended = [each for each in program.find(cst.Call, end) if method(each) == "unlink" and not each.args]
        if len(made) != 1 or len(ended) != 1 or not isinstance(program.parent(ended[0]), cst.Expr):
            raise NoFix("it is not known where its block is created and unlinked")
        if any(each.value == "owner_pid" for each in program.find(cst.Name, classes[0])):
            raise NoFix("`owner_pid` is used for something else in its class")
        statement, name = assigned(program, made[0])
        if not name.startswith("self."):
            raise NoFix("the block is not an attribute of `self`")
        draft = Draft(program, "Unlink the block only in the process that created it")
        getpid = f"{reference(draft, 'os', 'getpid')}()"
        if program.parent(statement) is not init.body:
            first_in(draft, init, "self.owner_pid = None")
        draft.after(statement, f"self.owner_pid = {getpid}")
        under(draft, f"if self.owner_pid == {getpid}:", program.statement(ended[0]))
        return draft


def _creates(program: Program, call: cst.Call) -> bool:
    create = keyword(call, "create")
    return method(call) == "SharedMemory" and create is not None and program.code(create.value) == "True"
