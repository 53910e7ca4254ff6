"""MP103: broken guard."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ImportEnd, NameTest, Start
from flake8_mp.facts.module import Module
from flake8_mp.rule import NOT_FORK, Finding, Rule


class BrokenGuard(Rule):
    """A guard does not keep children out, or ends them.

    A child runs the main module under the name `__mp_main__`. A test that is true there as well (`or`, a
    tuple that contains `"__mp_main__"`, `endswith`, `parent_process() is None`) lets the child start
    processes again. A guard that leaves (`sys.exit()`, `raise` or `assert` for every other name) ends the
    child before it has done its work: the parent goes on and exits with 0. A test that is never true, because
    of a typo, starts nothing at all, silently.

    Instead: write `if __name__ == "__main__":` around what only the program does, and nothing else.
    """

    code = "MP103"
    message = 'this guard {problem}; use `if __name__ == "__main__":`'
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for start in module.of(Start):
            if start.test is not None:
                related = (start.place.related("the child starts a process again here"),)
                yield self.finding(start.test.span, start.methods, related, problem="lets children in")
        for end in module.of(ImportEnd):
            if module.starts_processes:
                yield self.finding(end.place.span, NOT_FORK, problem="ends the child that imports this file")
        if module.starts_processes:
            for test in module.of(NameTest):
                problem = "compares by identity" if test.problem == "identity" else "is never true"
                yield self.finding(test.place.span, test.methods, problem=problem, event=test)
