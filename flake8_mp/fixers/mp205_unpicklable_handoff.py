"""MP205: use what multiprocessing has instead of what threads share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.counterparts import counterpart, maker, of_manager, process_around
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import bindings

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding

_PLAIN = {"a generator": "list", "a dict view": "list", "a memoryview": "bytes"}
"""By the kind of what refers to something else, the builtin that makes a copy of that."""


class UnpicklableHandoff(Fixer):
    """Replaces locks and the like of ``threading`` by those of ``multiprocessing``, or of a manager for pools.

    Generators and views are replaced by copies of what they give.
    """

    applicability = "safe, unsafe"
    unsafe = "a manager is slower and starts a process, and a copy is not what it was copied from"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Replace the call that makes it; whatever else cannot be pickled has no counterpart."""
        if finding.details.kind in _PLAIN:
            return self._plain(program, finding)
        if finding.details.origin is None:
            raise NoFix("there is no counterpart for processes")
        made = program.at(finding.details.origin, cst.Call)
        kind = counterpart(program, finding.details.kind, made)
        if (process := process_around(program, program.expression(finding.span))) is not None:
            draft = Draft(program, f"Use the {kind} of multiprocessing", safe=kind != "JoinableQueue")
            draft.replace(made.func, maker(draft, kind, process))
            return draft
        return of_manager(program, made, kind)

    def _plain(self, program: Program, finding: Finding) -> Draft:
        """Pass a copy of what a view or generator gives."""
        kind = _PLAIN[finding.details.kind]
        node = program.expression(finding.span)
        if kind == "bytes" and not isinstance(node, cst.Call):
            raise NoFix("it may be a view of memory that the worker is to write to")
        if any(bindings(program, kind)):
            raise NoFix(f"{kind} is used for something else in this file")
        # A generator may be meant to yield what is not there yet, and a view to be written to.
        draft = Draft(program, f"Pass a {kind} of it", safe=False)
        if isinstance(node, cst.GeneratorExp):
            inner = program.code(node)[1:-1] if node.lpar else program.code(node)
            draft.replace(node, f"[{inner}]" if kind == "list" else f"{kind}({inner})")
        else:
            draft.replace(node, f"{kind}({program.code(node)})")
        return draft
