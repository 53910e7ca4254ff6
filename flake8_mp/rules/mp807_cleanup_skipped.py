"""MP807: cleanup skipped."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Circumstance, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule, shortened

_PROBLEMS = {
    "cleanup": ("ends the worker before its cleanup code runs", "stop it with an Event, and join it"),
    "unwritten": ("loses printed output that is not flushed", "flush it first, or return from the target"),
    "unwritten file": ("loses what is in the buffer of `{words}`", "close it first"),
    "unwritten records": ("loses the records that a handler keeps", "call `logging.shutdown()` first"),
}
"""What is wrong, and what to do."""


class CleanupSkipped(Rule):
    """A worker is ended before its cleanup code runs.

    `terminate()` sends SIGTERM and `kill()` sends SIGKILL. With either, the worker runs no `finally` blocks,
    does not leave its `with` statements and calls no `atexit` functions: temporary files remain, and locks stay
    held. `os._exit()` discards printed output that has not been flushed, unless standard output is a terminal, what is
    in the buffers of files, and the records that a `MemoryHandler` keeps.

    Instead: ask the worker to stop, with an Event or a sentinel in its queue, and join it. Or install a SIGTERM
    handler in the worker that raises SystemExit. Return from the target, or flush the output before
    `os._exit()`.
    """

    code = "MP807"
    message = "`{name}()` {problem}; {remedy}"
    since = "0.1.0"
    depends_on = "what the worker is doing when it is ended"

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Circumstance):
            if event.problem in _PROBLEMS:
                problem, remedy = _PROBLEMS[event.problem]
                name = "os._exit" if event.problem.startswith("unwritten") else event.words
                related = related_to(event.cause, "written here") if event.problem.startswith("unwritten") else ()
                problem = problem.format(words=shortened(event.words, 24))
                yield self.finding(
                    event.place.span, event.methods, related, name=name, problem=problem, remedy=remedy, event=event
                )
