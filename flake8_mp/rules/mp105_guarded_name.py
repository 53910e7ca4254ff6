"""MP105: guarded name."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule, shortened

_MESSAGES = {"unbound": "defined", "stale": "updated", "patched": "patched"}


class GuardedName(Rule):
    """A worker reads a global variable that is set only in the parent process.

    Under fork a child process inherits a copy of all variables. Under spawn and forkserver it imports the main
    module, without the code under the entry guard and without what `main()` has assigned to global variables.
    There the variable does not exist, which raises NameError in the worker, or it silently has the value that it
    gets on import. The same goes for what the program sets in another module, and for what a test patches.

    Instead: pass the value as an argument, or set the variable in the worker with the pool's `initializer`. Move
    imports from the guard to the top of the module.
    """

    code = "MP105"
    message = "{name} is not {problem} in a child process; pass it as an argument or use an initializer"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for read, methods, others in module.reads(*_MESSAGES):
            name, problem = f"`{shortened(read.name, 30)}`", _MESSAGES[read.problem]
            related = (*related_to(read.handed, "the worker function is passed here"), *others)
            yield self.finding(read.place.span, methods, related, name=name, problem=problem, event=read)
