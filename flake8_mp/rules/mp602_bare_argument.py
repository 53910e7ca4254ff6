"""MP602: bare argument."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Misuse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class BareArgument(Rule):
    """The arguments of a process, a task or an initializer are not a tuple.

    `args=(value)` is the value itself, because parentheses alone do not make a tuple. A number, a queue or a
    lock raises TypeError. A str is unpacked, so that the function gets one argument for each character; an array
    is unpacked into its elements, a dict into its keys. In the `initargs` of a Pool it ends each worker at once,
    and the Pool starts new ones forever.

    Instead: write the comma: `args=(value,)`.
    """

    code = "MP602"
    message = "`{what}` is `{code}`, which is not a tuple; add the comma: `{what}=(value,)`"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for misuse in module.of(Misuse):
            if misuse.problem == "no sequence":
                code = self.written(misuse, 24)
                yield self.finding(misuse.place.span, misuse.methods, what=misuse.words, code=code, event=misuse)
