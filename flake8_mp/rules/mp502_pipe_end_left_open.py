"""MP502: pipe end left open."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ChannelUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class PipeEndLeftOpen(Rule):
    """A process reads until the other end of its pipe is closed, and holds that end itself.

    `recv()` raises EOFError when the other end is closed in every process that has it. Who made the pipe has both
    ends until it closes one; a forked child has copies of all ends that were open when it was started, whether they
    are among its arguments or not. A loop that waits for EOFError and has the other end open itself never ends.

    Instead: close the end that a process does not use, in the parent right after `start()`, and in the child, which
    has to be given it for that; or send something that says that nothing more follows.
    """

    code = "MP502"
    message = "this reads until `{words}` is closed, and its process holds that open itself; close it there"
    since = "0.1.0"
    rests_on_absence = True

    def check(self, module: Module) -> Iterator[Finding]:
        for use in module.of(ChannelUse):
            if use.problem == "open end":
                yield self.finding(use.place.span, use.methods, words=use.words or "the other end", event=use)
