"""MP801: exit in task."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import TaskProblem, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_HANGS = "ends the worker, so the pool hangs"
_BREAKS = "ends the worker, which breaks the executor"
_ENDS = "ends the parent when it asks for the result"


class ExitInTask(Rule):
    """A task of a pool or an executor exits its process, or raises something that is not an Exception.

    A worker of a Pool sends an Exception back to the parent. SystemExit, KeyboardInterrupt and other subclasses
    of BaseException end the worker instead, as `os._exit()` does. The pool starts another worker, but the task
    is lost, and whoever waits for its result hangs. An executor sends SystemExit back, and it ends the parent
    where the result is asked for. A worker of an executor that ends abruptly breaks the executor, and all
    pending tasks raise BrokenProcessPool.

    Instead: raise an Exception, or return a value that describes the error.
    """

    code = "MP801"
    message = "`{call}` in a task {effect}; raise an Exception instead"
    since = "0.1.0"
    is_about_one_place = True

    def check(self, module: Module) -> Iterator[Finding]:
        for trouble in module.of(TaskProblem):
            if trouble.problem == "exit":
                pool, _, call = trouble.words.partition(" ")
                hard = "_exit" in call or "abort" in call or "kill" in call
                effect = _HANGS if pool == "Pool" else _BREAKS if hard else _ENDS
                related = related_to(trouble.cause, "passed to the pool here")
                yield self.finding(
                    trouble.place.span, trouble.methods, related, call=call, effect=effect, event=trouble
                )
