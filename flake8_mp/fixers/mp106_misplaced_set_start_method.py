"""MP106: set the start method once, first, and under the guard."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.calls import method
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.guards import guard_here
from flake8_mp.fixers.importing import reference
from flake8_mp.settings import START_METHODS

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class MisplacedSetStartMethod(Fixer):
    """Moves the call, takes a second one out, or corrects what it is given."""

    applicability = "safe, unsafe"
    unsafe = "another call may rely on the start method that is set there"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Fix the call."""
        call = program.at(finding.span, cst.Call)
        if finding.problem == "unknown":
            return self._spelling(program, call)
        if finding.problem == "concrete":
            draft = Draft(program, "Call it on `multiprocessing`", safe=False)
            draft.replace(call.func, reference(draft, "multiprocessing", "set_start_method"))
            return draft
        statement = program.statement(call)
        if not isinstance(program.parent(call), cst.Expr):
            raise NoFix("it is part of a larger expression")
        if finding.problem == "import":
            if program.parent(statement) is not program.module:
                raise NoFix("it is not a statement at module level")
            if not finding.details.is_program:
                raise NoFix("this file is imported: what is under a guard would never run")
            draft = Draft(program, "Move it under the `__main__` guard")
            guard_here(draft, statement)
            return draft
        earlier = program.expression(finding.related[0].span) if finding.related else None
        if not isinstance(earlier, cst.Call):
            raise NoFix("the start method is fixed elsewhere")
        if finding.problem == "twice":
            return self._once(program, call, earlier)
        return self._first(program, call, earlier)

    def _spelling(self, program: Program, call: cst.Call) -> Draft:
        given = call.args[0].value if call.args else None
        if not isinstance(given, cst.SimpleString):
            raise NoFix("the name is not written there as a literal")
        written = str(given.evaluated_value)
        meant = get_close_matches(written.replace("_", "").replace("-", "").lower(), START_METHODS, 1, 0.8)
        if not meant:
            raise NoFix("no start method has a similar name")
        draft = Draft(program, f"Write {meant[0]!r}")
        draft.replace(given, f"{given.prefix}{given.quote}{meant[0]}{given.quote}")
        return draft

    def _once(self, program: Program, call: cst.Call, earlier: cst.Call) -> Draft:
        if [program.code(each) for each in call.args] != [program.code(each) for each in earlier.args]:
            raise NoFix("the two calls set different start methods")
        draft = Draft(program, "Remove the second call", safe=False)
        statement = program.statement(call)
        if len(program.siblings(statement)) == 1:
            draft.edit(program.start(statement), program.end(statement), "pass")
        else:
            draft.remove(statement, comments=False)
        return draft

    def _first(self, program: Program, call: cst.Call, earlier: cst.Call) -> Draft:
        if method(earlier) == "get_start_method" and not earlier.args:
            draft = Draft(program, "Pass `allow_none=True`, which does not fix the start method", safe=False)
            draft.insert(program.inner_end(earlier) - 1, "allow_none=True")
            return draft
        statement, before = program.statement(call), program.statement(earlier)
        if program.parent(statement) is not program.parent(before):
            raise NoFix("the start method is fixed elsewhere")
        if any(each.value not in program.names for each in program.find(cst.Name, call)):
            raise NoFix("it is fixed elsewhere")
        draft = Draft(program, "Call it first", safe=False)
        draft.before(before, draft.remove(statement, comments=False))
        return draft
