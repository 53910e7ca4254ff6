"""MP620: unordered pairing."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import PoolUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class UnorderedPairing(Rule):
    """Results in the order of completion are paired with the tasks in the order in which they were given.

    `Pool.imap_unordered()` and `concurrent.futures.as_completed()` return whatever is ready first. `zip()` of the
    tasks and such results silently pairs the first task with the first result, often that of another.

    Instead: use `imap()` or `executor.map()`, which keep the order, or iterate over the futures themselves. To handle
    what is ready first, return each task with its result, or keep a dict of the futures.
    """

    code = "MP620"
    message = "`{words}()` gives results in any order, so `zip()` pairs them wrongly; {remedy}"
    since = "0.3.0"
    depends_on = "which task is ready first"

    def check(self, module: Module) -> Iterator[Finding]:
        for use in module.of(PoolUse):
            if use.problem == "any order":
                remedy = "use `imap()`" if use.words == "imap_unordered" else "iterate over the futures"
                yield self.finding(use.place.span, use.methods, words=use.words, remedy=remedy, event=use)
