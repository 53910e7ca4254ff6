"""MP501: take what was put, and join then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.calls import method
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.guards import is_inert
from flake8_mp.fixers.importing import bound_in

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program, Statement
    from flake8_mp.rule import Finding


class JoinBeforeDrain(Fixer):
    """Moves the ``join()`` behind the statement that reads."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Move the statement that waits behind the one that reads, with nothing but plain values between them."""
        if finding.problem == "join timeout":
            return self._read_first(program, program.statement(program.at(finding.span, cst.Call)))
        if finding.problem not in ("join", "bounded"):
            raise NoFix("nothing after it reads what was put")
        join: Statement = program.statement(program.at(finding.span, cst.Call))
        loop = program.parent(program.parent(join) or join)
        if isinstance(loop, cst.For) and len(program.siblings(join)) == 1:
            join = loop
        reader = self._reader(program, join)
        draft = Draft(program, "Read what was sent before joining")
        start, end = program.beginning(join), program.ending(join)
        lines = program.text[start:end]
        if not lines.endswith("\n"):
            raise NoFix("nothing comes after it")
        draft.edit(start, end, "")
        self._insert(draft, reader, lines)
        return draft

    def _reader(self, program: Program, join: Statement) -> cst.BaseStatement:
        """Return the statement that reads, where those between are inert. Raises :class:`NoFix`."""
        for each in program.following(join):
            if any(method(call) in ("get", "recv") for call in program.find(cst.Call, each)):
                return each
            if not is_inert(program, each) or isinstance(each, cst.Try | cst.If):
                break
        raise NoFix("the next statement does not read what was put")

    def _read_first(self, program: Program, join: Statement) -> Draft:
        """Move the statement that reads above the one that waits; what is between them goes on with the process."""
        between: list[cst.BaseStatement] = [join]
        for each in program.following(join):
            small = each.body[0] if isinstance(each, cst.SimpleStatementLine) and len(each.body) == 1 else None
            value = small.value if isinstance(small, cst.Expr | cst.Assign) else None
            if isinstance(value, cst.Call) and method(value) in ("get", "recv") and not value.args:
                used = {name.value for name in program.find(cst.Name, each)}
                if any(used & bound_in(program, one) for one in between):
                    raise NoFix("what reads needs something that is between")
                if bound_in(program, each) & {name.value for one in between for name in program.find(cst.Name, one)}:
                    raise NoFix("what is read is used between")
                draft = Draft(program, "Read what was sent before joining")
                assert isinstance(each, cst.SimpleStatementLine)
                draft.before(join, draft.remove(each, comments=False).rstrip("\n"))
                return draft
            between.append(each)
        raise NoFix("nothing after it reads what was put")

    def _insert(self, draft: Draft, reader: cst.BaseStatement, lines: str) -> None:
        program = draft.program
        small = reader.body[0] if isinstance(reader, cst.SimpleStatementLine) else None
        at = program.ending(reader)
        if isinstance(small, cst.Return) and small.value is not None:
            name = program.fresh_here("result", reader)
            draft.edit(program.start(small), program.start(small.value), f"{name} = ")
            lines += f"{program.indentation(reader)}return {name}\n"
        elif isinstance(small, cst.Return | cst.Raise):
            raise NoFix("nothing comes after it")
        draft.insert(at, lines if program.text[:at].endswith("\n") else "\n" + lines.rstrip("\n"))
