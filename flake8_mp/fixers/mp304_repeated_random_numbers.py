"""MP304: give the generator another state in each worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import assigned
from flake8_mp.fixers.calls import method
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import meaning, reference
from flake8_mp.fixers.repeating import in_each_worker

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding

_MODULES = ("random", "numpy.random")


class RepeatedRandomNumbers(Fixer):
    """Takes a seed from the operating system where the worker begins."""

    applicability = "safe, unsafe"
    unsafe = "a fixed seed may be there to make the numbers the same in each run"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Seed a generator of the module, or the functions of ``random`` or ``numpy.random``.

        What has a fixed seed gives other numbers in each run then, which only its author can want.
        """
        details = finding.details
        if details.handed is None:
            raise NoFix("it is not known how the worker is started")
        drawn, handed = program.expression(finding.span), program.expression(details.handed)
        for module in _MODULES:
            if meaning(program, drawn).rpartition(".")[0] == module:
                draft = Draft(program, "Seed it anew in each worker", safe=False)
                owner = program.code(drawn.value) if isinstance(drawn, cst.Attribute) else ""
                seed = f"{owner}.seed" if owner else reference(draft, module, "seed")
                in_each_worker(draft, handed, f"{seed}()", seed)
                return draft
        if details.origin is None:
            raise NoFix("it is not known where the generator is created")
        made = program.expression(details.origin)
        if not isinstance(made, cst.Call) or method(made) not in ("Random", "RandomState", "default_rng"):
            raise NoFix("it is not known where the generator is created")
        statement, name = assigned(program, made)
        if program.parent(statement) is not program.module or program.code(drawn) != name:
            raise NoFix("the generator is kept elsewhere")
        draft = Draft(program, f"Seed `{name}` anew in each worker", safe=method(made) == "Random" and not made.args)
        if method(made) == "default_rng":
            in_each_worker(draft, handed, f"global {name}\n{name} = {program.code(made.func)}()")
        else:
            in_each_worker(draft, handed, f"{name}.seed()", f"{name}.seed")
        return draft
