"""MP610: late definition."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import TaskTrouble, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class LateDefinition(Rule):
    """What the workers need is defined after they were started.

    Forked workers have the module as it was when the pool was made: a function or a name that is bound later does not
    exist there. A Pool that gets such a function never answers; a task that reads such a name raises NameError. A
    function that is defined below the guard does not exist for the program itself when it is handed over there.

    Instead: define everything first, then make the pool; keep the guard at the end of the file.
    """

    code = "MP610"
    message = "`{name}` is {verb} {when}; {instead}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for trouble in module.of(TaskTrouble):
            if trouble.problem in ("late", "changed"):
                verb = "bound only" if trouble.problem == "late" else "changed"
                when, instead = "after the workers were forked", "make the pool below it"
                related = related_to(trouble.cause, "made here")
            elif trouble.problem == "below":
                verb, when, instead = "bound only", "below this line", "move the guard to the end of the file"
                related = related_to(trouble.cause, "defined here")
            else:
                continue
            yield self.finding(
                trouble.place.span,
                trouble.methods,
                related,
                name=trouble.words,
                verb=verb,
                when=when,
                instead=instead,
                event=trouble,
            )
