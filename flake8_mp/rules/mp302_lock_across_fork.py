"""MP302: lock across fork."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ForkHazard, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class LockAcrossFork(Rule):
    """A forked child takes a lock that somebody holds when it is forked.

    The child gets a copy of the lock as it is. When a thread of the parent holds it, or the parent itself
    forks inside `with lock:`, nobody in the child will ever release it: the child waits for ever.

    Instead: start processes while no lock is held, or use spawn or forkserver. What both processes have to lock wants a
    lock of `multiprocessing` that is passed as an argument: at module level each child of spawn and forkserver makes
    another one (MP108).
    """

    code = "MP302"
    message = "this {what} {problem} at the fork; start processes while nobody holds it"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for hazard in module.of(ForkHazard):
            if hazard.problem in ("lock", "held lock"):
                problem = "can be held by a thread" if hazard.problem == "lock" else "is held"
                words = "the thread" if hazard.problem == "lock" else "the lock"
                related = related_to(hazard.cause, words)
                yield self.finding(
                    hazard.place.span, hazard.methods, related, what=hazard.words, problem=problem, event=hazard
                )
