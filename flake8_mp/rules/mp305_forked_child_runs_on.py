"""MP305: forked child runs on."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ForkHazard
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_MESSAGES = {
    "child exits": "runs its parent's exit handlers",
    "child goes on": "continues its parent's program",
    "coroutine": "continues its parent's event loop",
}


class ForkedChildRunsOn(Rule):
    """The child process of `os.fork()` continues the program of its parent.

    A forked child process has a copy of everything: buffers that are flushed a second time, `finally` clauses and
    exit handlers that remove the parent's files, a running event loop that both processes use. It must end with
    `os._exit()`, and must never return to the code of its parent.

    Instead: use a Process, or end the child's branch with `os._exit()` in a `finally` clause. `os._exit()` does
    not flush buffers: flush what the parent has printed before the fork, and what the child has printed before
    `os._exit()`.
    """

    code = "MP305"
    message = "the forked child {problem}; flush and call `os._exit()`, or use a Process"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for hazard in module.of(ForkHazard):
            if hazard.problem in _MESSAGES:
                yield self.finding(hazard.place.span, hazard.methods, problem=_MESSAGES[hazard.problem], event=hazard)
