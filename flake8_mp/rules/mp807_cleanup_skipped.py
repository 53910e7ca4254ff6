"""MP807: cleanup skipped."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Circumstance
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class CleanupSkipped(Rule):
    """A worker is ended before it has cleaned up behind itself.

    `terminate()` sends SIGTERM, `kill()` SIGKILL: neither lets the worker run its `finally` blocks, leave its `with`
    statements or call what it registered with `atexit`. Temporary files stay, locks are held for ever. `os._exit()`
    in a worker throws away what it has printed and not flushed, unless it goes to a terminal.

    Instead: tell the worker to stop (an Event, a sentinel in its queue) and join it; or install a handler of
    SIGTERM in the worker that raises SystemExit. Let the target return, or flush before `os._exit()`.
    """

    code = "MP807"
    message = "`{name}()` skips the cleanup of this worker; {remedy}"
    since = "0.1.0"
    default = False

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Circumstance):
            if event.problem == "cleanup":
                remedy = "tell it to stop by an Event, and join it"
                yield self.finding(event.place.span, event.methods, name=event.words, remedy=remedy, event=event)
            elif event.problem == "unwritten":
                remedy = "flush what it has printed, or return"
                yield self.finding(event.place.span, event.methods, name=event.words, remedy=remedy, event=event)
