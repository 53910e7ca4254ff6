"""MP701: give the data to each worker once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.calls import add_argument, argument_at, has_stars, method
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.handing import has_no_initializer, made_by
from flake8_mp.fixers.importing import bound_once, dotted
from flake8_mp.fixers.scoping import only_binding

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class BigArgumentPerTask(Fixer):
    """Keeps what the tasks share in a global variable of the workers, which an initializer sets."""

    applicability = "unsafe"
    unsafe = "workers keep the data as it was when they were started"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Find the data, the function that gets it, and the pool."""
        sent = program.expression(finding.span)
        call, argument = argument_at(program, sent)
        if isinstance(sent, cst.Call) and dotted(sent.func).rpartition(".")[2] == "partial":
            if len(sent.args) != 2 or sent.args[1].keyword is not None or has_stars(sent):
                raise NoFix("several values are bound at once")
            return self._keep(program, call, sent.args[0].value, sent.args[1].value, sent, sent)
        first = call.args[0].value
        if isinstance(sent, cst.Attribute) and first is sent:
            return self._keep_object(program, call, sent)
        if method(call) != "submit" or len(call.args) < 2 or argument is not call.args[1] or has_stars(call):
            raise NoFix("the data is not the first argument of the function")
        return self._keep(program, call, first, sent, first, argument)

    def _keep(
        self,
        program: Program,
        call: cst.Call,
        function: cst.BaseExpression,
        data: cst.BaseExpression,
        handed: cst.CSTNode,
        gone: cst.CSTNode,
    ) -> Draft:
        """Let workers keep the data, and hand over a function that takes it from there.

        ``handed`` is replaced by that function; ``gone`` is the argument that is not passed any more, if another one.
        """
        known = isinstance(function, cst.Name) and bound_once(program, function.value)
        if not known or not any(each.name.value == program.code(function) for each in program.functions):
            raise NoFix("the function is not defined at module level")
        worker = program.code(function)
        draft = self._once(program, call, data, handed, worker, f"{worker}({{}}, *args, **kwargs)")
        if gone is not handed:
            place = next(index for index, each in enumerate(call.args) if each is gone)
            draft.edit(program.end(call.args[place - 1].value), program.end(call.args[place].value), "")
        return draft

    def _keep_object(self, program: Program, call: cst.Call, handed: cst.Attribute) -> Draft:
        """Let workers keep the object whose method is the task."""
        name = handed.attr.value
        if name.startswith("__"):
            raise NoFix(f"`{name}` is private to its class")
        return self._once(program, call, handed.value, handed, name, f"{{}}.{name}(*args, **kwargs)")

    def _once(
        self,
        program: Program,
        call: cst.Call,
        data: cst.BaseExpression,
        handed: cst.CSTNode,
        worker: str,
        code: str,
    ) -> Draft:
        """Set the data in each worker by an initializer, and hand over a function that takes it from there.

        ``code`` is what that function does, with braces in the place of the data.
        """
        made = made_by(program, call)
        bound = only_binding(program, data) if isinstance(data, cst.Name) else None
        if bound is None or program.start(bound) > program.start(made):
            raise NoFix("the data is not there yet when the pool is created")
        has_no_initializer(made)
        name, unit = program.code(data), program.unit
        kept = program.fresh(f"_{name.strip('_').lower()}")
        initializer = program.fresh(f"_keep_{name.strip('_').lower()}")
        wrapper = program.fresh(f"_{worker.strip('_')}_kept")
        # A worker keeps what the data is when it is started.
        draft = Draft(program, f"Pass `{name}` to each worker once, through an initializer", safe=False)
        draft.define(
            program.top_statement(made),
            f"def {initializer}(value):\n{unit}global {kept}\n{unit}{kept} = value\n\n\n"
            f"def {wrapper}(*args, **kwargs):\n{unit}return {code.format(kept)}",
        )
        add_argument(draft, made, f"initializer={initializer}, initargs=({name},)")
        draft.replace(handed, wrapper)
        return draft
