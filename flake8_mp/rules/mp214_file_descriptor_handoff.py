"""MP214: file descriptor handoff."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Circumstance, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class FileDescriptorHandoff(Rule):
    """The number of a file descriptor is handed to another process.

    A descriptor is a number that means something in one process only. A forked child has its parent's files under
    the same numbers; children of spawn and forkserver are given none of them. There the number leads nowhere
    (`OSError: Bad file descriptor`), or to a file of the child's own.

    Instead: hand over the object (a connection of `multiprocessing.Pipe`, a socket), the path of the file, or
    `multiprocessing.reduction.DupFd(fd)`, which the child `detach()`es.
    """

    code = "MP214"
    message = "the descriptor `{name}` is not open in the child; pass a connection, a socket or a path"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Circumstance):
            if event.problem == "descriptor":
                related = related_to(event.cause, "opened in the parent here")
                yield self.finding(event.place.span, event.methods, related, name=event.words, event=event)
