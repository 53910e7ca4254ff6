"""MP112: guarded name on import."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule, shortened


class GuardedNameOnImport(Rule):
    """Code at module level reads a name that is defined only under the entry guard.

    Under spawn and forkserver each child process imports the main module. The code under the guard does not run
    there, but the code at module level does: it raises NameError, and the child process ends before it has done
    anything.

    Instead: move the code that needs the name under the guard as well, or into the function that uses it.
    """

    code = "MP112"
    message = "`{name}` is defined only under the guard, so importing this file raises; move this line there"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for read, methods, _ in module.reads("missing on import"):
            related = (*related_to(read.bound, "defined here"), *related_to(read.handed, "a process is started here"))
            yield self.finding(read.place.span, methods, related, name=shortened(read.name, 20), event=read)
