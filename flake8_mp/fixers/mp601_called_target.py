"""MP601: hand over the function and its arguments instead of calling it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.calls import add_argument, argument_at, has_stars, keyword, method, tuple_of
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class CalledTarget(Fixer):
    """Takes the call apart."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Replace ``target=f(x)`` by ``target=f, args=(x,)``."""
        called = program.at(finding.span, cst.Call)
        outer, argument = argument_at(program, called)
        if has_stars(outer) or any(each.star == "**" for each in called.args):
            raise NoFix("it unpacks arguments")
        positional = [
            program.code(each.value) if not each.star else f"*{program.code(each.value)}"
            for each in called.args
            if each.keyword is None
        ]
        named = {each.keyword.value: program.code(each.value) for each in called.args if each.keyword is not None}
        draft = Draft(program, f"Pass `{program.code(called.func)}` instead of calling it")
        name = method(outer)
        if argument.keyword is not None and argument.keyword.value in ("target", "initializer"):
            self._with_args(draft, outer, argument.keyword.value, positional, named)
            draft.replace(called, program.code(called.func))
        elif name == "submit" and outer.args[0] is argument and len(outer.args) == 1:
            values = [*positional, *(f"{key}={value}" for key, value in named.items())]
            draft.replace(called, ", ".join([program.code(called.func), *values]))
        elif name in ("apply", "apply_async") and outer.args[0] is argument and len(outer.args) == 1:
            more = [tuple_of(positional)] if positional or named else []
            more += [_dict(named)] if named else []
            draft.replace(called, ", ".join([program.code(called.func), *more]))
        else:
            raise NoFix("its arguments can be passed in several ways")
        return draft

    def _with_args(
        self, draft: Draft, outer: cst.Call, role: str, positional: list[str], named: dict[str, str]
    ) -> None:
        args, kwargs = ("args", "kwargs") if role == "target" else ("initargs", "")
        if keyword(outer, args) is not None or (kwargs and keyword(outer, kwargs) is not None):
            raise NoFix("the process already has arguments")
        if named and not kwargs:
            raise NoFix("an initializer takes no keyword arguments")
        if positional:
            add_argument(draft, outer, f"{args}={tuple_of(positional)}")
        if named:
            add_argument(draft, outer, f"{kwargs}={_dict(named)}")


def _dict(named: dict[str, str]) -> str:
    return "{" + ", ".join(f'"{key}": {value}' for key, value in named.items()) + "}"
