"""MP604: pool out of order."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import PoolUse, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_SAYS = {
    "join": ("`join()` before `close()` raises ValueError", "call `close()` first"),
    "returned pool": ("the pool is returned out of its own `with`, which ends it", "let the caller enter it"),
    "returned result": ("`{0}()` is returned out of the pool's `with` unfinished", "wait for it inside"),
    "asked": ("the pool ended before this result was there, so this hangs", "ask inside the `with`"),
    "killed": ("the end of the `with` kills this work", "wait for it, or `close()` and `join()` inside"),
    "early": ("`successful()` raises ValueError before the result is there", "call `wait()` or `get()`"),
    "inherited": ("`{0}()` of the parent's pool does not work in a child", "make a pool in the child"),
    "exit": ("`{0}()` while the interpreter ends raises RuntimeError", "do the work before `main` ends"),
}


class PoolOutOfOrder(Rule):
    """A pool, an executor or its results are used in an order that cannot work.

    `Pool.join()` refuses while the pool is open; `map` and its like refuse when it is closed or terminated, and
    `submit` when the executor is shut down. Leaving `with Pool()` is `terminate()`: what `apply_async`, `map_async` or
    `imap` have not finished by then is killed without a word, and whoever asks for such a result waits for ever. An
    executor waits for its tasks at the end of its `with`, so that its futures and `map` iterators stay valid, but
    takes no new ones. A child that was forked has its parent's pool without the threads that serve it, others have
    none.

    Instead: ask for all results inside the `with`, or call `close()` and `join()` there.
    """

    code = "MP604"
    message = "{what}; {instead}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for use in module.of(PoolUse):
            if use.problem == "work":
                name, _, end = use.words.partition(" ")
                what, instead = f"`{name}()` comes after {end} and raises", "make a new pool, or end this one later"
            elif use.problem in _SAYS:
                what, instead = (text.format(use.words) for text in _SAYS[use.problem])
            else:
                continue
            related = related_to(use.cause, "made here")
            yield self.finding(use.place.span, use.methods, related, what=what, instead=instead, event=use)
