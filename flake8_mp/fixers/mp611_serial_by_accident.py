"""MP611: give all tasks first, and wait for them then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.calls import method
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program, Statement
    from flake8_mp.rule import Finding


class SerialByAccident(Fixer):
    """Keeps what is waited for in a list, and waits behind the loop."""

    applicability = "unsafe"
    unsafe = "the tasks run in any order"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Split the loop in two."""
        call = program.at(finding.span, cst.Call)
        draft = Draft(program, "Wait after the loop", safe=False)  # the order of what the tasks do changes
        for outer in program.around(call):
            if isinstance(outer, cst.ListComp | cst.DictComp):
                self._comprehension(draft, call, outer)
                return draft
            if isinstance(outer, cst.BaseComp | cst.BaseStatement):
                break
        statement = program.statement(call)
        loop = program.enclosing(statement, cst.For, cst.While, cst.FunctionDef)
        if not isinstance(loop, cst.For) or program.body(loop).body[-1] is not statement or loop.orelse is not None:
            raise NoFix("there is more code in the loop after it")
        if method(call) == "join":
            self._processes(draft, call, statement, loop)
        else:
            self._results(draft, call, statement, loop)
        return draft

    def _comprehension(self, draft: Draft, call: cst.Call, outer: cst.ListComp | cst.DictComp) -> None:
        program = draft.program
        element = outer.value if isinstance(outer, cst.DictComp) else outer.elt
        if element is not call or outer.for_in.inner_for_in is not None:
            raise NoFix("the call is part of a larger expression")
        task, ask = _task(program, call)
        name = program.fresh_here("task", call)
        start, end = program.start(call), program.end(call)
        draft.edit(start, end, task)
        opened, closed = program.start(outer), program.end(outer)
        if isinstance(outer, cst.DictComp):
            key = program.fresh_here("key", call)
            draft.insert(opened, f"{{{key}: {name}.{ask}() for {key}, {name} in ")
            draft.insert(closed, ".items()}")
        else:
            draft.insert(opened, f"[{name}.{ask}() for {name} in ")
            draft.insert(closed, "]")

    def _processes(self, draft: Draft, call: cst.Call, statement: Statement, loop: cst.For) -> None:
        program = draft.program
        process = call.func.value if isinstance(call.func, cst.Attribute) else None
        if not isinstance(process, cst.Name) or call.args or not isinstance(program.parent(call), cst.Expr):
            raise NoFix("the process has no simple name")
        kept = program.fresh_here(f"{process.value}es" if process.value.endswith("s") else f"{process.value}s", loop)
        draft.before(loop, f"{kept} = []")
        draft.replace(call, f"{kept}.append({process.value})")
        draft.after(loop, f"for {process.value} in {kept}:\n{program.unit}{process.value}.join()")

    def _results(self, draft: Draft, call: cst.Call, statement: Statement, loop: cst.For) -> None:
        program = draft.program
        argument = program.parent(call)
        append = program.parent(argument) if isinstance(argument, cst.Arg) else None
        if not isinstance(append, cst.Call) or method(append) != "append" or len(append.args) != 1:
            raise NoFix("it is not known what is done with the result")
        if not isinstance(append.func, cst.Attribute) or not isinstance(append.func.value, cst.Name):
            raise NoFix("the results are not stored in a variable")
        results = append.func.value.value
        if sum(each.value == results for each in program.find(cst.Name, loop)) != 1:
            raise NoFix("the loop uses the results")
        task, ask = _task(program, call)
        kept, one = program.fresh_here("tasks", loop), program.fresh_here("task", loop)
        draft.before(loop, f"{kept} = []")
        draft.replace(append, f"{kept}.append({task})")
        draft.after(loop, f"{results}.extend({one}.{ask}() for {one} in {kept})")


def _task(program: Program, call: cst.Call) -> tuple[str, str]:
    """Return the source of what gives the task, and the method that asks for its result. Raises :class:`NoFix`."""
    if not isinstance(call.func, cst.Attribute):
        raise NoFix("it is called in an unusual way")
    receiver = program.code(call.func.value)
    if call.func.attr.value == "apply":
        return f"{receiver}.apply_async{program.text[program.end(call.func) : program.end(call)]}", "get"
    if call.args or call.func.attr.value not in ("get", "result"):
        raise NoFix("it waits in an unusual way")
    return receiver, call.func.attr.value
