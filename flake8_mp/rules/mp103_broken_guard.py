"""MP103: broken guard."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ImportEnd, NameTest, Start
from flake8_mp.facts.module import Module
from flake8_mp.rule import NOT_FORK, Finding, Rule


class BrokenGuard(Rule):
    """The test of an entry guard is also true in child processes, is never true, or ends child processes.

    Under spawn and forkserver a child process imports the main module under the name `__mp_main__`. A test that is
    true there as well (`or`, a tuple that contains `"__mp_main__"`, `endswith`, `parent_process() is None`) makes
    the child start processes again. Code that exits under every other name (`sys.exit()`, `raise` or `assert`)
    ends the child before it has run its target, while the parent continues and exits with code 0. A test that is
    never true, for example because of a typo, silently starts nothing.

    Instead: write `if __name__ == "__main__":` around the code that only the program must run, and use no other
    test.
    """

    code = "MP103"
    message = '{problem}; use `if __name__ == "__main__":`'
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for start in module.of(Start):
            if start.test is not None:
                related = (start.place.related("a child process starts a process here"),)
                yield self.finding(
                    start.test.span, start.methods, related, problem="this test is also true in a child process"
                )
        for end in module.of(ImportEnd):
            if module.starts_processes:
                problem = "this ends a child process that imports the file"
                yield self.finding(end.place.span, NOT_FORK, problem=problem, event=end)
        if module.starts_processes:
            for test in module.of(NameTest):
                problem = (
                    "`is` compares identity, not value" if test.problem == "identity" else "this test is never true"
                )
                yield self.finding(test.place.span, test.methods, problem=problem, event=test)
