"""MP105: guarded name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flake8_mp.facts.events import related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import LONGEST_MESSAGE, Details, Finding, Rule, shortened

_CHILD = "`{name}` is not {verb} in a child process"
_NOT_SET = _CHILD.format(name="{name}", verb="set")
_PASS = "pass it as an argument or use an initializer"
_PASS_LONG_NAMES = ("pass it, or use an initializer", "pass it as an argument", "pass it")
_MESSAGES = {
    "unbound": (_CHILD.format(name="{name}", verb="defined"), _PASS),
    "stale": (_CHILD.format(name="{name}", verb="updated"), _PASS),
    "patched": (_CHILD.format(name="{name}", verb="patched"), _PASS),
    "second copy": ("`{name}` is set in `__main__`, and read in an imported copy", "move it elsewhere"),
}
"""By the problem: what is wrong, and what to do."""


class GuardedName(Rule):
    """A worker reads a global variable that is set only in the parent process.

    Under fork a child process inherits a copy of all variables. Under spawn and forkserver it imports the main
    module, without the code under the entry guard and without what `main()` has assigned to global variables.
    There the variable does not exist, which raises NameError in the worker, or it silently has the value that it
    gets on import. The same goes for what the program sets in another module, and for what a test patches. A pool
    that is made before the variable is set misses it under fork as well.

    A file that is run as a program is the module `__main__`. If other modules import it by its name, there is a
    second copy of it: what an initializer sets in `__main__` is not set in the copy.

    Instead: pass the value as an argument, or set the variable in the worker with the pool's `initializer`. Move
    imports from the guard to the top of the module, and what other modules import out of the program.
    """

    code = "MP105"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for read, methods, others in module.reads(*_MESSAGES):
            problem, remedy = _MESSAGES[read.problem]
            late = module.too_late_anyway(read)
            if late is not None:
                # Forked workers have what it was when they were started, if it was anything.
                methods |= late.methods
                others = (*others, *related_to(late.cause, "forked workers are started before it is set"))
                problem = problem if (read.problem == "unbound") is (late.problem == "late") else _NOT_SET
            remedies = (_PASS, *_PASS_LONG_NAMES) if remedy == _PASS else (remedy,)
            # The name is what people look for: they find on the rule's page what a short remedy leaves out.
            rooms = {each: LONGEST_MESSAGE - len(f"{problem.format(name='')}; {each}") for each in remedies}
            remedy = next((each for each in remedies if len(read.name) <= rooms[each]), remedies[-1])
            problem = problem.format(name=shortened(read.name, rooms[remedy]))
            related = (*related_to(read.handed, "the worker function is passed here"), *others)
            details = replace(Details.of(read), too_late=late is not None)
            yield self.finding(read.place.span, methods, related, read, details, problem=problem, remedy=remedy)
