"""MP306: shared file."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Circumstance, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_MESSAGES = {
    "rotates": ("each process rotates {name}, which loses records", "use a QueueHandler in the workers"),
    "empties": ("each child process empties {name} on opening it", "append, or use a QueueHandler"),
    "buffer": ("forked processes write again what is in the buffer of {name}", "flush it before the start"),
    "offset": ("forked processes share the file position of {name}", "open the file in the worker"),
}


class SharedFile(Rule):
    """Several processes use one file in a way that is safe only in a single process.

    A log handler that rotates its file renames it: the other processes continue to write to the old file, and
    their records are deleted with it. A file that was opened before a fork has one file position in all forked
    processes: what one process reads, the others skip. What is in its buffer at that moment is in the buffers of all of
    them: each one that flushes or closes the file writes it once more. Mode `"w"` deletes what the other processes have
    written.

    Instead: let one process write (`logging.handlers.QueueHandler` in the workers, a `QueueListener` in the
    parent), and open a file that is read in each worker. Appending single lines to a file is safe. Flush a file before
    you start processes that use it.
    """

    code = "MP306"
    message = "{problem}; {remedy}"
    since = "0.1.0"
    depends_on = "when the processes read and write"

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Circumstance):
            if event.problem in _MESSAGES:
                problem, remedy = _MESSAGES[event.problem]
                unnamed = "the file" if event.problem == "offset" else "the log file"
                name = f"`{event.words}`" if 0 < len(event.words) <= 25 else unnamed
                related = related_to(event.cause, "created in the parent here")
                text = problem.format(name=name)
                yield self.finding(event.place.span, event.methods, related, problem=text, remedy=remedy, event=event)
