"""MP616: start the process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.calls import keyword
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program, Statement
    from flake8_mp.rule import Finding


class ProcessNeverRuns(Fixer):
    """Writes the call that is missing."""

    applicability = "safe, unsafe"
    unsafe = "the process runs beside what follows it, or the function is called at another time"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Call ``start()``, or what was looked up and not called."""
        if finding.problem == "no call":
            draft = Draft(program, f"Call `{finding.words}`")
            draft.insert(program.end(program.at(finding.span, cst.Attribute)), "()")
            return draft
        if finding.problem == "run":
            return self._instead_of_run(program, program.at(finding.span, cst.Call))
        if finding.problem == "own start":
            return self._in_start(program, program.definition(finding.span))
        if finding.problem == "never":
            return self._start(program, program.at(finding.span, cst.Call))
        if finding.problem == "no target":
            return self._target(program, program.at(finding.span, cst.Call))
        raise NoFix("it is not known which function is meant")

    def _target(self, program: Program, call: cst.Call) -> Draft:
        """Pass the function that the process has the name of."""
        named = keyword(call, "name")
        name = named.value.evaluated_value if named is not None and isinstance(named.value, cst.SimpleString) else ""
        if not isinstance(name, str) or [each.name.value for each in program.functions].count(name) != 1:
            raise NoFix("it is not known which function is meant")
        draft = Draft(program, f"Pass `target={name}`", safe=False)
        draft.insert(program.start(call.args[0]), f"target={name}, ")
        return draft

    def _instead_of_run(self, program: Program, call: cst.Call) -> Draft:
        draft = Draft(program, "Call `start()` instead of `run()`", safe=False)  # what follows does not wait any more
        if not isinstance(call.func, cst.Attribute):
            raise NoFix("`run` is not called on the process")
        draft.replace(call.func.attr, "start")
        return draft

    def _in_start(self, program: Program, function: cst.CSTNode) -> Draft:
        if not isinstance(function, cst.FunctionDef):
            raise NoFix("`start` is not a plain method")
        last = program.body(function).body[-1]
        if any(True for _ in program.find(cst.Return, function)):
            raise NoFix("`start` returns in several places")
        draft = Draft(program, "Call `super().start()`")
        draft.after(last, "super().start()")
        return draft

    def _start(self, program: Program, call: cst.Call) -> Draft:
        draft = Draft(program, "Start the process, and wait for it", safe=False)
        statement = program.statement(call)
        small = program.parent(call)
        if isinstance(small, cst.Expr):
            name = program.fresh_here("process", statement)
            draft.insert(program.start(call), f"{name} = ")
        elif isinstance(small, cst.Assign) and len(small.targets) == 1:
            target = small.targets[0].target
            if not isinstance(target, cst.Name):
                raise NoFix("the process is not stored in a variable")
            name = target.value
        else:
            raise NoFix("the process is not stored in a variable")
        draft.after(_last_setting(program, statement, name), f"{name}.start()\n{name}.join()")
        return draft


def _last_setting(program: Program, statement: Statement, name: str) -> cst.BaseStatement:
    """Return the last of the statements that set up the process, which must come before its start."""
    last: cst.BaseStatement = statement
    for each in program.following(statement):
        if not any(node.value == name for node in program.find(cst.Name, each)):
            break
        last = each
    return last
