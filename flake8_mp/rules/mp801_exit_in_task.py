"""MP801: exit in task."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import TaskTrouble, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class ExitInTask(Rule):
    """A task of a pool or an executor ends its process, or raises what is no Exception.

    The workers of a Pool send an Exception back; SystemExit, KeyboardInterrupt and other subclasses of BaseException
    end the worker instead, as `os._exit()` does. The pool starts another worker, but nobody takes up the task: whoever
    waits for its result waits for ever. An executor hands SystemExit over, and it ends the parent where the result is
    asked for; a worker that is gone breaks the whole executor, with all the tasks that it still had.

    Instead: raise an Exception, or return a value that says what went wrong.
    """

    code = "MP801"
    message = "`{call}` in a task {effect}; raise an Exception or return a value instead"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for trouble in module.of(TaskTrouble):
            if trouble.problem == "exit":
                pool, _, call = trouble.words.partition(" ")
                hard = "_exit" in call or "abort" in call or "kill" in call
                effect = "hangs its pool" if pool == "Pool" else "breaks the executor" if hard else "ends the parent"
                related = related_to(trouble.cause, "handed over here")
                yield self.finding(
                    trouble.place.span, trouble.methods, related, call=call, effect=effect, event=trouble
                )
