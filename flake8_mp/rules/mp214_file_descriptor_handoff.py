"""MP214: file descriptor handoff."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Circumstance, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class FileDescriptorHandoff(Rule):
    """A file descriptor is passed to another process as a number.

    The number is valid in one process only. Under fork a child process inherits the open files of its parent under
    the same numbers. Under spawn and forkserver it does not: there the number is invalid (`OSError: Bad file
    descriptor`), or belongs to another file.

    Instead: pass the object itself (a connection of `multiprocessing.Pipe`, a socket), the path of the file, or
    `multiprocessing.reduction.DupFd(fd)`, on which the child process calls `detach()`.
    """

    code = "MP214"
    message = "file descriptor `{name}` is not open in the child; pass a connection, socket or path"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Circumstance):
            if event.problem == "descriptor":
                related = related_to(event.cause, "opened in the parent here")
                yield self.finding(event.place.span, event.methods, related, name=event.words, event=event)
