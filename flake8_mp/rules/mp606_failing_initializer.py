"""MP606: failing initializer."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import TaskProblem, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class FailingInitializer(Rule):
    """An initializer fails in every worker, or assigns a local variable that the tasks read as a global one.

    When the initializer raises or exits, the worker ends. A Pool starts the next worker, which fails as well,
    and so on forever: whoever waits for a result hangs. A name that the initializer assigns without `global` is
    local to it: the tasks see the old value of the module, or raise NameError.

    Instead: catch the exception in the initializer and raise it in the tasks. Declare the name with `global`.
    """

    code = "MP606"
    message = "{what}; {instead}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for trouble in module.of(TaskProblem):
            if trouble.problem == "initializer fails":
                what = "this initializer always fails, so no task ever runs"
                instead = "catch the error, and raise it in the tasks"
                related = related_to(trouble.cause, "raised here")
            elif trouble.problem == "local name":
                what = f"`{trouble.words}` is local to the initializer, so the tasks do not see it"
                instead = f"declare it with `global {trouble.words}`"
                related = related_to(trouble.cause, "read here")
            else:
                continue
            yield self.finding(trouble.place.span, trouble.methods, related, what=what, instead=instead, event=trouble)
