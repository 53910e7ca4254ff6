"""MP209: let the worker return what its generator yields, or its coroutine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import bindings, bound_once, reference

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class UnpicklableResult(Fixer):
    """Gives the worker a function that makes a list of what a generator function yields, or runs a coroutine."""

    applicability = "safe, unsafe"
    unsafe = "a list is not an iterator, which matters to code that calls `next()` on the result"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Find the generator function; what else cannot be pickled has to become plain data in its own way."""
        if not program.written(finding.span).isidentifier():
            raise NoFix("the data that is needed of it is not known")
        handed = program.expression(finding.span)
        functions = [each for each in program.functions if each.name.value == program.code(handed)]
        if not isinstance(handed, cst.Name) or len(functions) != 1 or not bound_once(program, handed.value):
            raise NoFix("the data that is needed of it is not known")
        if functions[0].decorators or any(bindings(program, "list")):
            raise NoFix("the data that is needed of it is not known")
        if functions[0].asynchronous is not None:
            return self._run(program, handed)
        name = program.fresh(f"_list_{handed.value.lstrip('_')}")
        # A list is no iterator, which whoever calls `next()` on the result gets to know.
        draft = Draft(program, "Return a list of what the generator yields", safe=False)
        code = f"def {name}(*args, **kwargs):\n{program.unit}return list({handed.value}(*args, **kwargs))"
        draft.define(program.top_statement(handed), code)
        draft.replace(handed, name)
        return draft

    def _run(self, program: Program, handed: cst.Name) -> Draft:
        """Give the worker a function that runs the coroutine, in an event loop of its own."""
        name = program.fresh(f"_run_{handed.value.lstrip('_')}")
        draft = Draft(program, "Run the coroutine in the worker")
        run = reference(draft, "asyncio", "run")
        code = f"def {name}(*args, **kwargs):\n{program.unit}return {run}({handed.value}(*args, **kwargs))"
        draft.define(program.top_statement(handed), code)
        draft.replace(handed, name)
        return draft
