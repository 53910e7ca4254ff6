"""MP204: lost name handoff."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Handoff, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_PICKLE, _UNPICKLE = "`{via}` cannot pickle {what}", "a child process cannot unpickle {what}"
_MESSAGES = {
    "rebound": (_PICKLE, "give it its own name"),
    "deleted": (_PICKLE, "do not delete it"),
    "misnamed": (_PICKLE, "assign it to this name there"),
    "mangled": (_UNPICKLE, "use one leading underscore"),
    "renamed": (_UNPICKLE, "use `functools.wraps`"),
    "command": (_PICKLE, "pass a function that calls it"),
    "lambda method": (_UNPICKLE, "define it with `def`"),
    "unregistered": (_PICKLE, "load it in the worker"),
    "super": ("{what} in a child process", "pass a method of another name"),
}
"""By the kind of obstacle: what fails, and what to do."""


class LostNameHandoff(Rule):
    """A function, class or method cannot be found under the name by which it is pickled.

    Functions and classes are pickled by reference, as a name; a method is pickled as its object and its name. The
    same function, class or method must be found under this name. It is not found if the name is bound to another
    object or deleted, or if the name that is given to `namedtuple()`, `Enum()` or `type()` is not that of the
    variable. Functions and classes then raise PicklingError.

    A method is not found if its function has another `__name__`, because of a decorator without `functools.wraps`
    or a lambda in a class, or if its name is mangled, like `__check`. Such a method is pickled, but cannot be
    unpickled in the worker: a Pool hangs, an executor raises BrokenProcessPool. `super().method` is unpickled as
    `self.method`, which is the method that overrides it.

    A decorator such as `@click.command()` makes an object of a function, which holds it while its name leads to the
    object.

    A module that a program has made with `importlib.util.module_from_spec()`, or run with `runpy.run_path()`, is not in
    `sys.modules`, where pickle looks for its functions. Once it is there, spawned workers still cannot import it.

    Instead: apply `functools.wraps` to the wrapper in a decorator. Give each function and class one name and do
    not rebind it. Pass a function that calls the command. Begin the name of a method that is sent with at most one
    underscore. Send workers the path of a module that is loaded from a file, and load it there, for example in the
    initializer.
    """

    code = "MP204"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for handoff in module.of(Handoff):
            obstacle = handoff.obstacle
            if obstacle.kind in _MESSAGES:
                problem, remedy = _MESSAGES[obstacle.kind]
                problem = problem.format(via=handoff.via, what=obstacle.words)
                related = related_to(obstacle.origin, "defined here")
                span, methods = handoff.place.span, handoff.methods
                yield self.finding(span, methods, related, problem=problem, remedy=remedy, event=handoff)
