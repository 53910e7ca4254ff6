"""MP607: let the outer process be no daemon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import entered_by, take_out
from flake8_mp.fixers.calls import argument_at, method, remove_argument
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import bindings, reference

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class ProcessInDaemon(Fixer):
    """Takes ``daemon=True`` away, or makes an executor of the outer pool, whose workers are no daemons."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Find what makes the process a daemon."""
        if finding.words.endswith("|a daemon process"):
            return self._no_daemon(program)
        if not finding.related:
            raise NoFix("the outer pool is created elsewhere")
        return self._executor(program, program.expression(finding.related[0].span))

    def _no_daemon(self, program: Program) -> Draft:
        """Remove the one setting of the file; the program waits for the process at its end then."""
        assigns = [
            each
            for each in program.find(cst.Assign)
            if program.code(each.value) == "True"
            and any(isinstance(one.target, cst.Attribute) and one.target.attr.value == "daemon" for one in each.targets)
        ]
        arguments = [
            each
            for each in program.find(cst.Arg)
            if each.keyword is not None and each.keyword.value == "daemon" and program.code(each.value) == "True"
        ]
        if len(assigns) + len(arguments) != 1:
            raise NoFix("it is not known which process must not be a daemon")
        draft = Draft(program, "Remove `daemon=True`", safe=False)
        if assigns:
            take_out(draft, program.statement(assigns[0]))
        else:
            call, argument = argument_at(program, arguments[0].value)
            remove_argument(draft, call, argument)
        return draft

    def _executor(self, program: Program, handed: cst.CSTNode) -> Draft:
        """Replace the outer pool where all that it does is what an executor does as well."""
        call, _ = argument_at(program, handed)
        pool = call.func.value if isinstance(call.func, cst.Attribute) else None
        for made in program.find(cst.Call):
            item = program.parent(made)
            if method(made) != "Pool" or not isinstance(item, cst.WithItem) or item.asname is None or pool is None:
                continue
            if program.code(item.asname.name) != program.code(pool):
                continue
            entered = entered_by(program, made)
            if program.holds(entered.body, call):
                break
        else:
            raise NoFix("the outer pool is not used in a `with` statement")
        name = program.code(pool)
        if any(each.keyword is not None for each in made.args) or len(made.args) > 1:
            raise NoFix("the outer pool has options of its own")
        draft = Draft(program, "Use a ProcessPoolExecutor for the outer pool", safe=False)
        draft.replace(made.func, reference(draft, "concurrent.futures", "ProcessPoolExecutor"))
        for used in program.find(cst.Name, entered.body):
            if used.value == name:
                self._call(draft, used)
        return draft

    def _call(self, draft: Draft, used: cst.Name) -> None:
        """Write a method of a pool as one of an executor."""
        program = draft.program
        attribute = program.parent(used)
        call = program.parent(attribute) if isinstance(attribute, cst.Attribute) else None
        if not isinstance(attribute, cst.Attribute) or not isinstance(call, cst.Call) or call.func is not attribute:
            raise NoFix("the outer pool is passed on")
        if any(each.keyword is not None or each.star for each in call.args) or any(bindings(program, "list")):
            raise NoFix("its methods are called in an unusual way")
        name, code = attribute.attr.value, program.code
        if name == "map" and len(call.args) == 2:
            draft.insert(program.start(call), "list(")
            draft.insert(program.end(call), ")")
        elif name == "imap" and len(call.args) == 2:
            draft.replace(attribute.attr, "map")
        elif name == "apply" and (len(call.args) == 1 or isinstance(call.args[-1].value, cst.Tuple)) and len(call.args) < 3:
            elements = call.args[1].value.elements if len(call.args) == 2 else ()  # type: ignore[attr-defined]
            values = [code(call.args[0].value), *(code(each.value) for each in elements)]
            draft.replace(call, f"{code(used)}.submit({', '.join(values)}).result()")
        else:
            raise NoFix(f"an executor has no `{name}()`")
