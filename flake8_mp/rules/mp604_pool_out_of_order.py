"""MP604: pool out of order."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import PoolUse, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_MESSAGES = {
    "join": ("`join()` raises ValueError before `close()`", "call `close()` first"),
    "returned pool": ("leaving this `with` ends the pool that is returned", "let the caller use `with` instead"),
    "returned result": ("leaving the `with` ends the pool before `{0}()` has finished", "get the results inside it"),
    "asked": ("this hangs, because the pool ended before the result was ready", "get it while the pool is open"),
    "killed": ("leaving the `with` kills this task", "call `close()` and `join()` on the pool inside it"),
    "early": ("`successful()` raises ValueError until the result is ready", "call `wait()` first"),
    "callbacks": ("`{0}` is read before callbacks have filled it", "call `close()` and `join()` first"),
    "inherited": ("`{0}()` of the parent's pool does not work in a child process", "create a pool in the child"),
    "interrupted": ("after Ctrl-C `join()` waits for tasks that are lost", "call `terminate()` first"),
    "given up": (
        "this task outlives its timeout, and leaving the `with` waits for it",
        "use a Pool, whose end kills it",
    ),
    "given up together": (
        "tasks outlive this timeout, and leaving the `with` waits for them",
        "use a Pool, whose end kills them",
    ),
    "exit": ("`{0}()` raises RuntimeError while the interpreter exits", "call it before the main thread ends"),
}


class PoolOutOfOrder(Rule):
    """A pool, an executor or one of their results is used when that is not possible any more, or not yet.

    `Pool.join()` raises ValueError until `close()` or `terminate()` has been called. A Pool that is closed or
    terminated accepts no tasks, nor does an executor after `shutdown()`. Leaving `with Pool()` calls `terminate()`:
    tasks of `apply_async`, `map_async` or `imap` that have not finished are killed, and asking for their results hangs.
    Leaving the `with` of an executor waits for its tasks instead, so futures and the iterators of `map` stay valid.
    Callbacks run when their tasks are done, for which `close()` does not wait. A child process cannot use the pool of
    its parent: a forked child does not have the threads that serve the pool. Ctrl-C also ends the workers, and with
    them the tasks that they have begun: `close()` and `join()` in a handler of KeyboardInterrupt wait for those
    forever. When the timeout of `result()`, `wait()` or `as_completed()` is over, the tasks run on: `cancel()` does not
    stop them, and leaving the `with` of their executor waits for them.

    Instead: get all results inside the `with`, or call `close()` and `join()` there. Where a task may take too long,
    use a Pool, whose `with` kills it, or `kill_workers()` of an executor, which is new in Python 3.14.
    """

    code = "MP604"
    message = "{what}; {instead}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for use in module.of(PoolUse):
            if use.problem == "work":
                name, _, end = use.words.partition(" ")
                call = "entering the pool" if name == "__enter__" else f"`{name}()`"
                what = f"{call} raises after {end}"
                instead = "call it inside the block" if "with" in end else "create a new pool, or end this one later"
            elif use.problem in _MESSAGES:
                what, instead = (text.format(use.words) for text in _MESSAGES[use.problem])
            else:
                continue
            related = related_to(use.cause, "created here")
            yield self.finding(use.place.span, use.methods, related, what=what, instead=instead, event=use)
