"""MP106: misplaced set start method."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import MethodCall, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_SAYS = {
    "twice": ("is called again", "call it once"),
    "late": ("comes after a start method was settled", "call it first"),
    "import": ("runs again in every child", "move it below the guard"),
    "unknown": ("knows no {words!r}", "name fork, spawn or forkserver"),
    "concrete": ("does not work on a {words} context", "call it on multiprocessing"),
}


class MisplacedSetStartMethod(Rule):
    """The start method is set where that raises.

    The start method can be set once, before anything has fixed the default context: a second call, or one
    after a lock, a queue, a pool, `get_start_method()` or an executor, raises RuntimeError. On import it runs
    again in every child, where the method is set already, and the child dies. A context of one method refuses
    it, and unknown names raise ValueError.

    Instead: call it once, first thing below `if __name__ == "__main__":`, or use `get_context()` and leave
    the default alone.
    """

    code = "MP106"
    message = "`set_start_method` {problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for call in module.of(MethodCall):
            problem, remedy = _SAYS[call.problem]
            related = related_to(call.earlier, "the default context is fixed here")
            problem = problem.format(words=call.words)
            yield self.finding(call.place.span, call.methods, related, problem=problem, remedy=remedy, event=call)
