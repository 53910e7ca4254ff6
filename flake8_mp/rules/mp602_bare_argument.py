"""MP602: bare argument."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Misuse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class BareArgument(Rule):
    """The arguments of a process, a task or an initializer are no sequence.

    `args=(value)` is the value itself, since parentheses make no tuple: a number, a queue or a lock raises TypeError,
    and a text is taken apart into its characters, so that the function gets as many arguments as there are letters.
    In `initargs` of a Pool it makes every worker die at once, and the Pool starts new ones for ever.

    Instead: write the comma: `args=(value,)`.
    """

    code = "MP602"
    message = "`{what}` is no tuple here; write the comma, `{what}=(value,)`"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for misuse in module.of(Misuse):
            if misuse.problem == "no sequence":
                yield self.finding(misuse.place.span, misuse.methods, what=misuse.words, event=misuse)
