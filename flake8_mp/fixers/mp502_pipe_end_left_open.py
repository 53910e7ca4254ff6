"""MP502: close the end that was handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import assigned, calls_of, first_in, last_mention, mentions
from flake8_mp.fixers.calls import argument_at
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix, OneLine
from flake8_mp.fixers.handing import pass_first, target_of

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class PipeEndLeftOpen(Fixer):
    """Closes the copies of an end that the process which got it, or the one which reads, does not need."""

    applicability = "safe, unsafe"
    unsafe = "another file may call the function, which has one more parameter"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Insert ``writer.close()`` behind ``process.start()``."""
        end = finding.words
        read = program.at(finding.span, cst.Call)
        function = program.enclosing(read, cst.FunctionDef)
        scope = program.enclosing(read, cst.ClassDef) if end.startswith("self.") else function
        for call in program.find(cst.Call, scope):
            handed = any(mentions(program, each, end) for each in call.args)
            own = program.enclosing(call, cst.FunctionDef)
            if not handed or (own is not function and scope is function):
                continue
            try:
                made, name = assigned(program, call)
            except OneLine:
                raise
            except NoFix:
                continue
            for start in calls_of(program, f"{name}.start()", own or program.module):
                if program.parent(start) is program.parent(made):
                    draft = Draft(program, f"Close `{end}` in the parent after `start()`")
                    draft.after(start, f"{end}.close()")
                    return draft
        return self._in_child(program, read, end)

    def _in_child(self, program: Program, read: cst.Call, end: str) -> Draft:
        """Hand the end to the child that reads, so that it closes the copy that it may have."""
        function = program.enclosing(read, cst.FunctionDef)
        handed = [
            each.value
            for each in program.find(cst.Arg)
            if isinstance(function, cst.FunctionDef)
            and each.keyword is not None
            and each.keyword.value == "target"
            and program.code(each.value) == function.name.value
        ]
        if len(handed) != 1 or not end.isidentifier():
            raise NoFix("the reading process has the other end open as well, and has to close it itself")
        target = target_of(program, handed[0])
        if not program.holds(target, read) or end in {each.value for each in program.find(cst.Name, target)}:
            raise NoFix("the reading process has the other end open as well, and has to close it itself")
        call, _ = argument_at(program, handed[0])
        # Another file may call the function too, which has one more parameter now.
        draft = Draft(program, f"Pass `{end}` to the child, which closes it first", safe=False)
        pass_first(draft, target, call, end, end)
        first_in(draft, target, f"{end}.close()")
        self._close_in_parent(draft, call, end)
        return draft

    def _close_in_parent(self, draft: Draft, call: cst.Call, end: str) -> None:
        """Close the parent's end after its last use, where nothing does."""
        program = draft.program
        statement = program.statement(call)
        behind = program.following(statement)
        if any(True for each in behind for _ in calls_of(program, f"{end}.close()", each)):
            return
        draft.after(last_mention(program, statement, end), f"{end}.close()")
