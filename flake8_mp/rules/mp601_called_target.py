"""MP601: called target."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Misuse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_APART = {"target": "`args`", "initializer": "`initargs`"}


class CalledTarget(Rule):
    """The target of a process is called instead of being passed.

    `Process(target=work())` runs `work` in the parent, before the process exists, and uses what it returns as
    the target: usually None. The process then does nothing and exits with 0. The same holds for the
    `initializer` of a pool.

    The first argument of `submit`, `map` and the like must be a function too: the result of a call raises
    TypeError when the result of the task is asked for.

    Instead: pass the function itself, and its arguments in `args`.
    """

    code = "MP601"
    message = "the result of `{code}` is {gives}; pass the function and {apart}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for misuse in module.of(Misuse):
            if misuse.problem == "called":
                yield self.finding(
                    misuse.place.span,
                    misuse.methods,
                    code=self.written(misuse, 20),
                    gives=misuse.gives,
                    apart=_APART.get(misuse.words, "its arguments"),
                    event=misuse,
                )
