"""MP306: shared file."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Circumstance, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_SAYS = {
    "rotates": ("each child rotates `{name}` on its own", "send the records through a QueueHandler"),
    "empties": ("each child empties `{name}` when it opens it", "append, or send records through a queue"),
    "offset": ("`{name}` has one offset in all forked processes", "open the file in the worker"),
}


class SharedFile(Rule):
    """Several processes use one file in a way that only one may.

    A handler that rotates its log renames the file: the other processes go on writing to the old one, and what
    they wrote is deleted with it. A file that was opened before a fork has one offset for all: what one process
    reads, the others skip. Mode `"w"` empties what others have written.

    Instead: one process writes (`logging.handlers.QueueHandler` in the workers, a `QueueListener` in the parent),
    and each worker opens what it reads. Appending single lines to a file is fine.
    """

    code = "MP306"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Circumstance):
            if event.problem in _SAYS:
                problem, remedy = _SAYS[event.problem]
                name = event.words if len(event.words) <= 25 else "the file"
                related = related_to(event.cause, "made in the parent here")
                text = problem.format(name=name)
                yield self.finding(event.place.span, event.methods, related, problem=text, remedy=remedy, event=event)
