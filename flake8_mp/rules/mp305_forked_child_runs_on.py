"""MP305: forked child runs on."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ForkHazard
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_SAYS = {
    "child exits": "runs the parent's cleanup",
    "child goes on": "goes on with the parent's program",
    "coroutine": "continues the parent's event loop",
}


class ForkedChildRunsOn(Rule):
    """The child of `os.fork()` goes on with its parent's program.

    A forked child has everything twice: buffers that are flushed again, `finally` blocks and exit handlers
    that remove the parent's files, a running event loop that both of them drive. It must end with
    `os._exit()`, and never return into the program.

    Instead: use a Process, or end the branch of the child with `os._exit()` in a `finally`. That writes no buffers:
    flush before the fork what the parent has printed, and before `os._exit()` what the child has.
    """

    code = "MP305"
    message = "the forked child {problem}; flush and `os._exit()` there, or use a Process"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for hazard in module.of(ForkHazard):
            if hazard.problem in _SAYS:
                yield self.finding(hazard.place.span, hazard.methods, problem=_SAYS[hazard.problem], event=hazard)
