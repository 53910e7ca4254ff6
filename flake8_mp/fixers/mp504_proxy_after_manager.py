"""MP504: use the proxy while its manager runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import entered_by, mentions, stretch
from flake8_mp.fixers.calls import method, receiver
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import bindings
from flake8_mp.fixers.scoping import only_value

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class ProxyAfterManager(Fixer):
    """Lets the ``with`` of the manager reach further, or returns a copy."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Find the ``with`` that the manager ends with."""
        if finding.problem == "returned":
            return self._copy(program, program.expression(finding.span))
        if not finding.related:
            raise NoFix("its manager is created elsewhere")
        entered = entered_by(program, program.expression(finding.related[0].span))
        used = program.expression(finding.span)
        draft = Draft(program, "Move it into the `with`")
        if finding.problem == "running":
            draft.title = "Join the process inside the `with`"
            used = self._join(program, entered, used)
        stretch(draft, entered, used)
        return draft

    def _join(self, program: Program, entered: cst.With, started: cst.BaseExpression) -> cst.Call:
        """Return the call behind the ``with`` that waits for the process, or for each of a list of processes."""
        process = receiver(program, started) if isinstance(started, cst.Call) else ""
        for each in program.following(entered):
            for call in program.find(cst.Call, each):
                if method(call) != "join" or not isinstance(call.func, cst.Attribute):
                    continue
                if mentions(program, call.func, process) or isinstance(each, cst.For):
                    return call
        raise NoFix("the process is joined elsewhere")

    def _copy(self, program: Program, proxy: cst.BaseExpression) -> Draft:
        """Return what the proxy stands for: a proxy of a manager that has ended can do nothing."""
        made = only_value(program, proxy) if isinstance(proxy, cst.Name) else None
        kind = method(made) if isinstance(made, cst.Call) else ""
        if kind not in ("list", "dict") or any(bindings(program, kind)):
            raise NoFix("it is not known what it is a proxy of")
        draft = Draft(program, f"Return a {kind} of its items")
        draft.replace(proxy, f"{kind}({program.code(proxy)})")
        return draft
