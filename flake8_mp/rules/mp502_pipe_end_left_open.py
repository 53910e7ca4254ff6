"""MP502: pipe end left open."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ChannelUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class PipeEndLeftOpen(Rule):
    """A process reads from a pipe until the other end is closed, but holds that end open itself.

    `recv()` raises EOFError when the other end has been closed in every process that has it. The process that
    called `Pipe()` has both ends until it closes one. A forked child has copies of all ends that were open when
    it was started, not only of those that it gets as arguments. So a loop that reads until EOFError never ends
    while its own process holds the other end open.

    Instead: close the end that a process does not use. In the parent, do so right after `start()`. In the
    child, pass that end as an argument and close it there. Or send a sentinel, such as None, as the last
    message.
    """

    code = "MP502"
    message = "`{code}` never raises EOFError while {words} is open in its process; close it first"
    since = "0.1.0"
    needs_full_run = True

    def check(self, module: Module) -> Iterator[Finding]:
        for use in module.of(ChannelUse):
            if use.problem == "open end":
                words = f"`{use.words}`" if use.words else "the other end"
                code = self.written(use, 22)
                yield self.finding(use.place.span, use.methods, code=code, words=words, event=use)
