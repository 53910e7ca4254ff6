"""MP801: raise an exception that comes back to the parent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import bindings, meaning
from flake8_mp.fixers.scoping import only_binding

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding

_EXITS = frozenset({"sys.exit", "os._exit", "exit", "quit"})


class ExitInTask(Fixer):
    """Writes ``raise RuntimeError(…)`` instead of an exit, or derives what is raised from Exception."""

    applicability = "unsafe"
    unsafe = "a handler for exceptions may catch what nothing caught before"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Keep what the exit says: a message, or an exit status that is not 0."""
        if any(bindings(program, "RuntimeError")):
            raise NoFix("RuntimeError is used for something else in this file")
        place, call = self._place(program, finding)
        if isinstance(place, cst.Raise) and (base := self._base(program, call)) is not None:
            draft = Draft(program, "Derive the exception from Exception", safe=False)
            draft.replace(base, "Exception")
            return draft
        if isinstance(call, cst.Name):
            if call.value not in ("SystemExit", "KeyboardInterrupt"):
                raise NoFix("its class is meant for something else as well")
            words = f'"{call.value}"'
        else:
            words = self._words(program, call)
        for around in program.around(place):
            if isinstance(around, cst.FunctionDef):
                break
            if isinstance(around, cst.Try | cst.TryStar) and around.handlers:
                raise NoFix("a handler around it may catch the exception")
        draft = Draft(program, "Raise a RuntimeError", safe=False)
        draft.edit(program.start(place), program.end(place), f"raise RuntimeError({words})")
        return draft

    def _base(self, program: Program, raised: cst.Call | cst.Name) -> cst.BaseExpression | None:
        """Return the base of a class of this file that is raised, where that is BaseException alone."""
        name = raised.func if isinstance(raised, cst.Call) else raised
        cls = only_binding(program, name) if isinstance(name, cst.Name) else None
        bases = [each.value for each in cls.bases] if isinstance(cls, cst.ClassDef) else []
        if len(bases) != 1 or program.code(bases[0]) != "BaseException" or any(bindings(program, "Exception")):
            return None
        return bases[0]

    def _place(self, program: Program, finding: Finding) -> tuple[cst.Raise | cst.Expr, cst.Call | cst.Name]:
        """Return the statement that exits, and what it calls or raises. Raises :class:`NoFix`."""
        for each in program.find(cst.BaseSmallStatement):  # type: ignore[type-abstract]
            value = each.exc if isinstance(each, cst.Raise) else each.value if isinstance(each, cst.Expr) else None
            if isinstance(each, cst.Raise | cst.Expr) and isinstance(value, cst.Call | cst.Name):
                if program.place(program.start(each)) == (finding.span.line, finding.span.column):
                    if not (isinstance(each, cst.Raise) and each.cause is not None):
                        return each, value
        raise NoFix("it is part of a larger expression")

    def _words(self, program: Program, call: cst.Call) -> str:
        """Return the source of what the exception is to say. Raises :class:`NoFix`."""
        name = meaning(program, call.func) or program.code(call.func)
        if isinstance(program.parent(call), cst.Raise):
            if name not in ("SystemExit", "KeyboardInterrupt"):
                raise NoFix("its class is meant for something else as well")
        elif name not in _EXITS:
            raise NoFix("it is not an exit")
        given = call.args[0].value if len(call.args) == 1 and not call.args[0].star else None
        if isinstance(given, cst.SimpleString | cst.FormattedString | cst.ConcatenatedString):
            return program.code(given)
        if isinstance(given, cst.Integer) and int(given.evaluated_value) != 0:
            return f'"exit status {given.value}"'
        raise NoFix("it is not known whether it means success")
