"""MP510: unshared state."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Unshared, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule, shortened, with_article

_MESSAGES = {
    "copy": ("workers change copies of `{name}`, not this one", "return the results, or use a Manager"),
    "method": ("`{name}` changes a copy in the worker", "return values from the tasks, and collect them here"),
    "asyncio": ("{what} is not shared between processes", "use {shared}"),
    "cache": ("the workers' caches of `{name}` are not cleared", "start a new pool"),
    "lock": ("{what} does not lock out other processes", "use {shared}"),
    "one process": ("{what} is not shared between processes", "use {shared}"),
}


class UnsharedState(Rule):
    """A worker changes a copy, but the program expects to see the change in the parent.

    Processes do not share Python objects. A list that is passed to a worker arrives as a copy, each process has
    its own global variables, and `self` of a Process or a bound method is pickled or copied. What the worker
    appends, assigns or counts is gone when it ends, and the parent still sees the old value, without an error.
    Objects of `threading`, `queue` and `asyncio` work only within one process, and `cache_clear()` clears the cache
    of one process.

    Instead: return the results from the worker (`pool.map`, a future), or put them into a
    `multiprocessing.Queue`. To share state, use `multiprocessing.Value`, `Array`, `Lock`, `Event`, or the
    proxies of a Manager.
    """

    code = "MP510"
    message = "{problem}; {remedy}"
    since = "0.1.0"
    needs_full_run = True

    def check(self, module: Module) -> Iterator[Finding]:
        for unshared in module.of(Unshared):
            if unshared.problem in _MESSAGES:
                problem, remedy = _MESSAGES[unshared.problem]
                words = "passed to a worker here" if unshared.problem in ("copy", "lock", "cache") else "created here"
                related = related_to(unshared.cause, words)
                problem = problem.format(name=shortened(unshared.words, 24), what=with_article(unshared.words))
                remedy = remedy.format(shared=_counterpart(unshared.words))
                yield self.finding(
                    unshared.place.span, unshared.methods, related, problem=problem, remedy=remedy, event=unshared
                )


def _counterpart(name: str) -> str:
    """Return what multiprocessing has in place of something of threading, queue or asyncio."""
    kind = name.rpartition(".")[2]
    return f"`multiprocessing.{'Queue' if 'Queue' in kind else kind}`"
