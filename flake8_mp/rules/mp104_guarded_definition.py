"""MP104: guarded definition."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Handoff, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule, shortened

_WORDS = {
    "guarded": ("this file", "define it above the guard"),
    "dunder-main": ("`__main__.py`", "move it to another module"),
    "folder-main": ("`__main__.py` run as a folder", "move it elsewhere"),
    "notebook": ("a notebook", "move it to a .py file"),
}
"""By the kind of obstacle: where it cannot be imported from, and what to do."""


class GuardedDefinition(Rule):
    """A function or class that a child process needs is defined only under the entry guard, or in `__main__.py`.

    Functions and classes are pickled by reference: as the name of their module and their own name. Under spawn and
    forkserver a child process imports the main module without the code under `if __name__ == "__main__":`, so it
    does not find the name, or finds another object of that name. A Process is lost while the parent continues; a
    Pool hangs, because each worker that fetches a task dies; an executor raises BrokenProcessPool. The
    `__main__.py` of a package, directory or zip archive is not imported in a child process when it is run with
    `python -m` or by the name of the directory (by its own, `python __main__.py`, it is). A notebook has no file that
    could be imported. Only a forked child has what they define.

    Instead: define functions and classes at module level, in a module that can be imported.
    """

    code = "MP104"
    message = "a child process cannot import {what} from {where}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for handoff in module.of(Handoff):
            obstacle = handoff.obstacle
            if obstacle.kind in _WORDS:
                runs_alone = obstacle.kind == "dunder-main" and not module.is_of_package
                where, remedy = _WORDS["folder-main" if runs_alone else obstacle.kind]
                what = f"`{shortened(obstacle.words.strip('`'), 20)}`" if runs_alone else obstacle.words
                related = related_to(obstacle.origin, "defined here")
                yield self.finding(
                    handoff.place.span,
                    handoff.methods,
                    related,
                    what=what,
                    where=where,
                    remedy=remedy,
                    event=handoff,
                )
