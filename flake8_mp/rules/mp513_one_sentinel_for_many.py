"""MP513: one sentinel for many."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ChannelUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class OneSentinelForMany(Rule):
    """One sentinel is put into a queue that several processes read.

    Each consumer reads until it gets the sentinel, such as None, and the first one removes it from the queue.
    The other consumers wait forever, and so does a process that joins them.

    Instead: put one sentinel for each consumer, or let each consumer put it back before it ends.
    """

    code = "MP513"
    message = "this sentinel stops only one of the processes that read the {words}; put one for each of them"
    since = "0.1.0"
    needs_full_run = True

    def check(self, module: Module) -> Iterator[Finding]:
        for use in module.of(ChannelUse):
            if use.problem == "one stop":
                yield self.finding(use.place.span, use.methods, words=use.words, event=use)
