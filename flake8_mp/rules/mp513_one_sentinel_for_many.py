"""MP513: one sentinel for many."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ChannelUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class OneSentinelForMany(Rule):
    """One None ends one consumer, and there are several.

    Each consumer reads until it gets None, and the first takes it away: the others go on waiting, and so does
    whoever joins them, under every start method.

    Instead: put as many as there are consumers, or let each consumer put it back before it ends.
    """

    code = "MP513"
    message = "one None ends one of several readers of this {words}; put one for each of them"
    since = "0.1.0"
    rests_on_absence = True

    def check(self, module: Module) -> Iterator[Finding]:
        for use in module.of(ChannelUse):
            if use.problem == "one stop":
                yield self.finding(use.place.span, use.methods, words=use.words, event=use)
