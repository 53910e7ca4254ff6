"""MP610: late definition."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import TaskProblem, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Related, Rule


class LateDefinition(Rule):
    """Something that the workers need is defined after they were started.

    Forked workers have the module as it was when the pool was created: a function or a variable that is
    assigned later does not exist there. A Pool that is given such a function hangs, and a task that reads such
    a name raises NameError or sees the old value. A function that is defined below the entry guard does not
    exist yet when the code under the guard uses it.

    Instead: define everything first, then create the pool. Keep the entry guard at the end of the file.
    """

    code = "MP610"
    message = "`{name}` is {verb} {when}; {instead}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for trouble, others in module.late_for_fork():
            verb = "defined" if trouble.problem == "late" else "changed"
            what = "definition" if trouble.problem == "late" else "change"
            when, instead = "after the workers were forked", f"create the pool after the {what}"
            related = (*related_to(trouble.cause, "the workers are started here"), *others)
            yield self._finding(trouble, related, verb, when, instead)
        for trouble in module.of(TaskProblem):
            if trouble.problem == "below":
                when, instead = "below this line, so it does not exist yet", "move the guard to the end of the file"
                related = related_to(trouble.cause, "defined here")
                yield self._finding(trouble, related, "defined", when, instead)

    def _finding(
        self, trouble: TaskProblem, related: tuple[Related, ...], verb: str, when: str, instead: str
    ) -> Finding:
        span, methods, name = trouble.place.span, trouble.methods, trouble.words
        return self.finding(span, methods, related, trouble, name=name, verb=verb, when=when, instead=instead)
