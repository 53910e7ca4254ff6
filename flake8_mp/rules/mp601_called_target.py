"""MP601: called target."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Misuse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class CalledTarget(Rule):
    """The target of a process is called instead of being handed over.

    `Process(target=work())` runs the work in the parent, before there is a process, and hands over what it returns:
    None. The process then does nothing and ends with 0. The same holds for an `initializer`.

    A task of a pool or an executor gets what is no function, and fails with TypeError when its result is asked for.

    Instead: hand over the function itself, and its arguments in `args`.
    """

    code = "MP601"
    message = "this {what} is called here and gives {gives}; hand over the function and its `args`"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for misuse in module.of(Misuse):
            if misuse.problem == "called":
                yield self.finding(
                    misuse.place.span, misuse.methods, what=misuse.words, gives=misuse.gives, event=misuse
                )
