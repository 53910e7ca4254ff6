"""MP110: setup not repeated."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Circumstance
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule, shortened


class SetupNotRepeated(Rule):
    """A worker depends on a process-wide setting that is made only in the parent process.

    The levels and handlers of `logging`, warning filters, the recursion limit, the locale, the default timeout of
    sockets, signal handlers, and what is set with `csv.field_size_limit()`, `csv.register_dialect()`,
    `mimetypes.add_type()` or `urllib.request.install_opener()` belong to one process. Under fork a child process
    inherits them. Under spawn and forkserver it starts without them: log records are lost, warnings are not handled
    as configured, a deep recursion raises RecursionError. Under forkserver, each child process has `os.environ` as
    it was when the first one was started. Under no start method do the workers of a pool or an executor get what is set
    once they are there.

    Instead: make the setting in the worker, or in the pool's `initializer`.
    """

    code = "MP110"
    message = "a child process does not inherit the {setting}; set it in the worker or an initializer"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Circumstance):
            if event.problem in ("logging", "setting"):
                setting = "logging level" if event.problem == "logging" else shortened(event.words, 40)
                places = (event.cause, "set in the parent here"), (event.handed, "the worker function is passed here")
                related = tuple(place.related(words) for place, words in places if place is not None)
                yield self.finding(event.place.span, event.methods, related, setting=setting, event=event)
