"""MP101: unguarded start."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Start
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class UnguardedStart(Rule):
    """A process is started while the module is imported.

    Under spawn and forkserver a child imports the main module again before it does anything. If that import
    starts a process itself, multiprocessing refuses with a RuntimeError in the child ("before the current
    process has finished its bootstrapping phase"): a Process is lost while the parent goes on with exit code
    0, a Pool respawns its workers without end, an executor breaks. Under fork nothing shows, so the program
    works until it meets macOS, Windows or Python 3.14. Code runs on import wherever it stands at module
    level: in calls, class bodies, default arguments, decorators, loops. What is only made is harmless:
    `Process(...)` and `ProcessPoolExecutor()` start nothing.

    Instead: start processes in functions, and call those below `if __name__ == "__main__":`. In a module that others
    import, what they import must stay bound: make it on first use, in a function that the program calls.
    """

    code = "MP101"
    message = "importing this file starts {what}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        guard = 'put it under `if __name__ == "__main__":`'
        remedy = guard if module.is_program else "do it in a function that the program calls"
        for start in module.of(Start):
            if start.test is None:
                related = tuple(place.related("leads here") for place in start.trace if place != start.place)
                yield self.finding(
                    start.place.span, start.methods, related, what=start.what, remedy=remedy, event=start
                )
