"""MP301: fork with thread."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ForkHazard, related_to
from flake8_mp.facts.module import MOST_OTHERS, Module
from flake8_mp.rule import Finding, Rule, with_article


class ForkWithThread(Rule):
    """A process is forked while a thread is running.

    A forked child process has a copy of the memory, but only the thread that called fork. A lock that another
    thread holds at this moment stays locked in the child process forever, whatever it protects: the state of a
    module, a buffer, the memory allocator of a library. Python 3.12 and later warn about `os.fork()`, but the
    warning is not shown when multiprocessing forks.

    Instead: start processes before threads, or use spawn or forkserver in the place of fork.
    """

    code = "MP301"
    message = "{what} is running when a process is forked; start processes first, or use spawn"
    since = "0.1.0"
    depends_on = "what the other threads are doing when the process is forked"

    def check(self, module: Module) -> Iterator[Finding]:
        hazards: dict[object, list[ForkHazard]] = {}
        for hazard in module.of(ForkHazard):
            if hazard.problem == "thread":
                hazards.setdefault((hazard.place.span, hazard.methods), []).append(hazard)
        for found in hazards.values():
            first, *others = found
            places = [each.cause for each in others if each.cause is not None and each.cause != first.cause]
            related = related_to(first.cause, "the thread is created here")
            related += tuple(place.related("another thread is created here") for place in dict.fromkeys(places))
            what, module.current = with_article(first.words), first
            yield self.finding(first.place.span, first.methods, related[:MOST_OTHERS], what=what, event=first)
