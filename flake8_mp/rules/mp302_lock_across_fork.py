"""MP302: lock across fork."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ForkHazard, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class LockAcrossFork(Rule):
    """A forked child process acquires a lock that is held when it is forked.

    The child process inherits a copy of the lock in its current state. If a thread of the parent holds it, or the
    parent forks inside `with lock:`, nothing in the child ever releases it: the child waits forever.

    Instead: start processes while the lock is not held, or use spawn or forkserver. To lock something in both
    processes, use a lock of `multiprocessing` and pass it as an argument: at module level each child process of
    spawn and forkserver creates another one (MP108).
    """

    code = "MP302"
    message = "the forked child {waits} forever for this {what}; start processes while it is not held"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for hazard in module.of(ForkHazard):
            if hazard.problem in ("lock", "held lock"):
                by_thread = hazard.problem == "lock"
                waits = "can wait" if by_thread else "waits"
                words = "the thread that acquires it is created here" if by_thread else "the lock is created here"
                related, what = related_to(hazard.cause, words), f"`{hazard.words}`"
                yield self.finding(hazard.place.span, hazard.methods, related, waits=waits, what=what, event=hazard)
