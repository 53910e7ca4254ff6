"""MP513: missing sentinel."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ChannelUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_MESSAGES = {
    "one stop": (
        "this sentinel stops only one of the processes that read the {words}",
        "put one for each of them",
    ),
    "no stop": (
        "this never returns, because nothing stops the process that reads the {words}",
        "put a sentinel first",
    ),
    "endless": (
        "this never returns, because nothing ends the process that reads the {words}",
        "stop it with a sentinel",
    ),
    "never ends": (
        "the program never ends, because nothing ends this process that reads a {words}",
        "put a sentinel",
    ),
    "no exception": (
        "this never returns, because `get()` raises nothing that ends the process",
        "stop it with a sentinel",
    ),
}


class MissingSentinel(Rule):
    """A process that reads from a queue gets no sentinel, so it never ends.

    There are fewer sentinels than processes that read from the queue, or none at all. The consumer that gets a
    sentinel, such as None, removes it from the queue. The others wait in `get()` forever, even if the queue is closed
    elsewhere, and so does a process that joins them. The exit of a program joins all its processes that are not
    daemonic: it hangs if one of them reads from a queue in a loop that nothing ends.

    Instead: put one sentinel for each consumer, or let each consumer put it back before it ends.
    A process without an end that has nothing to lose can be a daemonic one.
    """

    code = "MP513"
    message = "{problem}; {remedy}"
    since = "0.1.0"
    needs_full_run = True

    def check(self, module: Module) -> Iterator[Finding]:
        return self.problem_findings(module.of(ChannelUse), _MESSAGES)
