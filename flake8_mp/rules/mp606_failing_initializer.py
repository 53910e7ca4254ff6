"""MP606: failing initializer."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import TaskTrouble, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class FailingInitializer(Rule):
    """An initializer fails in every worker, or does not leave behind what the workers look for.

    A worker whose initializer raises or exits is gone, and a Pool starts the next one, which fails as well, without
    end; whoever waits for a result waits for ever. A name that the initializer assigns without `global` is its own:
    workers that read it find the module's value, or raise NameError.

    Instead: catch the error, and raise it in the tasks; declare the name with `global`.
    """

    code = "MP606"
    message = "{what}; {instead}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for trouble in module.of(TaskTrouble):
            if trouble.problem == "initializer fails":
                what, instead = "this initializer always fails, so its pool never works", "let the tasks raise instead"
                related = related_to(trouble.cause, "raised here")
            elif trouble.problem == "local name":
                what = f"`{trouble.words}` is local to the initializer, so that the workers do not see it"
                instead = "declare it `global`"
                related = related_to(trouble.cause, "read here")
            else:
                continue
            yield self.finding(trouble.place.span, trouble.methods, related, what=what, instead=instead, event=trouble)
