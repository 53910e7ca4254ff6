"""MP515: use what a Value, an Event, a proxy or the result of a task holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.calls import is_plain
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import reference

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class ObjectForItsValue(Fixer):
    """Writes ``.value``, calls ``is_set()``, ``set()`` or ``clear()``, copies a proxy, or gets a result."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Correct one use of the object."""
        kind, name = finding.details.kind, finding.words
        if finding.problem == "object replaced":
            return self._set(program, program.at(finding.span, cst.Assign), kind, name)
        node = program.expression(finding.span)
        if finding.problem.startswith("result"):
            return self._get(program, finding.problem, node, kind)
        found = [
            each
            for each in program.find(cst.BaseExpression, node)  # type: ignore[type-abstract]
            if is_plain(each) and program.code(each) == name
        ]
        if len(found) != 1 or (finding.problem == "object compared" and kind != "Value"):
            raise NoFix("it is not known what it is compared with")
        if finding.problem.startswith("proxy"):
            draft = Draft(program, f"Use `{kind}({name})`")
            draft.insert(program.start(found[0]), f"{kind}(")
            draft.insert(program.end(found[0]), ")")
            return draft
        what = ".value" if kind == "Value" else ".is_set()"
        draft = Draft(program, f"Use `{name}{what}`")
        draft.insert(program.end(found[0]), what)
        return draft

    def _get(self, program: Program, problem: str, node: cst.BaseExpression, kind: str) -> Draft:
        if not (is_plain(node) or isinstance(node, cst.Call)):
            raise NoFix("it is written in an unusual way")
        if not problem.startswith("result awaited"):
            called = ".result()" if kind == "Future" else ".get()"
            draft = Draft(program, f"Call `{called[1:]}`")
            draft.insert(program.end(node), called)
            return draft
        if kind != "Future" or problem != "result awaited":
            raise NoFix("the task has to be given to the executor in another way")
        draft = Draft(program, "Use `asyncio.wrap_future()`")
        draft.insert(program.start(node), f"{reference(draft, 'asyncio', 'wrap_future')}(")
        draft.insert(program.end(node), ")")
        return draft

    def _set(self, program: Program, small: cst.Assign, kind: str, name: str) -> Draft:
        if len(small.targets) != 1 or program.code(small.targets[0].target) != name:
            raise NoFix("several things are set there")
        if kind == "Value":
            draft = Draft(program, f"Set `{name}.value`")
            draft.insert(program.end(small.targets[0].target), ".value")
            return draft
        calls = {"True": "set", "False": "clear"}
        if kind != "Event" or program.code(small.value) not in calls:
            raise NoFix("it is not known what is meant by the value")
        called = f"{name}.{calls[program.code(small.value)]}()"
        draft = Draft(program, f"Call `{called}`")
        draft.edit(program.start(small), program.end(small), called)
        return draft
