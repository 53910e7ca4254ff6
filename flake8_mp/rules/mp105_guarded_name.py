"""MP105: guarded name."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class GuardedName(Rule):
    """A worker reads a name that only the program binds.

    Under fork a child has a copy of everything. Under spawn and forkserver it imports the main module,
    without what stands under the guard and without what `main()` assigned to globals: the name is missing
    there (a NameError in the worker), or still has the value that it had on import, silently.

    Instead: pass the value as an argument, or set it with the pool's `initializer`.
    """

    code = "MP105"
    message = "{problem}; pass it as an argument or set it in an initializer"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for read, methods, others in module.reads("unbound", "stale"):
            name = f"`{read.name[:30]}`"
            if read.problem == "unbound":
                problem = f"{name} is not bound in the child"
            else:
                problem = f"the child has {name} as it is on import"
            related = related_to(read.handed, "the worker is handed over here")
            yield self.finding(read.place.span, methods, (*related, *others), problem=problem, event=read)
