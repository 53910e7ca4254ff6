"""MP510: unshared state."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Unshared, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_SAYS = {
    "copy": ("workers change copies of `{name}`, never this one", "return results, or use a Manager"),
    "method": ("`{name}` changes a copy in the worker", "use what the task returns"),
    "asyncio": ("an {name} crosses as an empty copy", "use one of multiprocessing"),
    "lock": ("a {name} keeps no other process out", "use multiprocessing.Lock"),
    "one process": ("what other processes do to a {name} stays there", "use one of multiprocessing"),
}


class UnsharedState(Rule):
    """What a worker changes is expected to change in the parent.

    Processes share nothing by themselves. A list that is handed to a worker arrives as a copy, a global of the
    module exists once in each process, and `self` of a Process or of a bound method is pickled or copied: what
    the worker appends, sets or counts up is gone when it ends, and the parent reads what it had before,
    without any error. `threading` and `queue` know the threads of one process only, and what `asyncio` has
    crosses as an empty copy.

    Instead: let the worker return its results (`pool.map`, a future) or put them in a `multiprocessing.Queue`;
    share with `multiprocessing.Value`, `Array`, `Lock`, `Event`, or the proxies of a Manager.
    """

    code = "MP510"
    message = "{problem}; {remedy}"
    since = "0.1.0"
    rests_on_absence = True

    def check(self, module: Module) -> Iterator[Finding]:
        for unshared in module.of(Unshared):
            if unshared.problem in _SAYS:
                problem, remedy = _SAYS[unshared.problem]
                words = "handed over here" if unshared.problem in ("copy", "lock") else "made here"
                related = related_to(unshared.cause, words)
                problem = problem.format(name=unshared.words[:24])
                yield self.finding(
                    unshared.place.span, unshared.methods, related, problem=problem, remedy=remedy, event=unshared
                )
