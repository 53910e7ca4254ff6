"""MP810: unwaited child."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Circumstance, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_MESSAGES = {
    "loop": ("nothing waits for these children, so each stays a zombie", "call `os.waitpid()`"),
    "asked": ("nothing waits for this child, so `os.kill(pid, 0)` finds a zombie", "call `os.waitpid()`"),
}


class UnwaitedChild(Rule):
    """A program forks children and never waits for them.

    A child that has ended is a zombie until its parent asks for its exit status: it takes a place in the table of
    processes, and `os.kill(pid, 0)` finds it.

    Instead: call `os.waitpid(pid, os.WNOHANG)` for each child, or ignore SIGCHLD.
    """

    code = "MP810"
    message = "{problem}; {remedy}"
    since = "0.3.0"
    needs_full_run = True

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Circumstance):
            if event.problem == "unwaited":
                problem, remedy = _MESSAGES[event.words]
                related = related_to(event.cause, "asked for here")
                yield self.finding(
                    event.place.span, event.methods, related, problem=problem, remedy=remedy, event=event
                )
