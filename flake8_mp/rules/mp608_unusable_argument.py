"""MP608: unusable argument."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Shape
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_SAYS = {
    "workers": ("leaves nobody to do the work", "pass at least 1, or None"),
    "tasks": ("is no number of tasks", "pass at least 1, or None"),
    "chunk": ("is refused", "pass at least 1"),
    "silent chunk": ("runs nothing and gives None for each item", "pass at least 1"),
    "no iterable": ("is no iterable", "pass a list with one item for each task"),
    "context name": ("is a text and no context", "pass `get_context(...)`"),
    "fork tasks": ("does not go with fork", "pass a context of spawn or forkserver"),
    "no callable": ("is nothing to call", "pass the function itself"),
    "keyword fn": ("is passed by keyword, which is refused", "pass the function first, by position"),
    "typecode": ("is no type for shared memory", "pass a ctypes type, or a code like 'i' or 'd'"),
    "lock": ("is no lock", "pass True, False, or a lock"),
    "group": ("is taken for `group`", "write `target=`"),
    "name": ("is taken for the name", "write `args=`"),
    "daemon": ("is a text, and so it is true", "pass False"),
    "authkey": ("is a text", "pass bytes"),
    "preload text": ("is taken for a list of letters", "pass a list of names"),
    "preload modules": ("holds modules", "pass a list of their names"),
    "preload late": ("comes after the server has started", "call it before the first process"),
    "no name": ("neither makes a block nor names one", "pass `create=True` or `name=`"),
    "no size": ("makes a block of no size", "pass a `size` of at least 1"),
    "quotient": ("is a float", "divide with `//`"),
    "default executor": ("is no ThreadPoolExecutor", "pass it to `run_in_executor`"),
}


class UnusableArgument(Rule):
    """An argument is of a kind or size that the library refuses, or with which it does nothing.

    Most of it raises at once: no workers, a start method's name instead of a context, `Process(work)` where the
    first parameter is `group`, a typecode that is none, a key that is text. Some of it is silent: `chunksize=0` makes
    `Pool.map` return a list of None without calling anything, which is what `len(items) // workers` is for few
    items; `daemon="False"` is true; `set_forkserver_preload("numpy")` asks for the modules `n`, `u`, `m`, `p`, `y`.

    A keyword that the call does not have raises TypeError. `chunksize=len(items) / workers` is a float, even where it
    divides evenly: `Pool.map` then waits for ever, and `imap` and executors raise.

    Instead: pass what the message says.
    """

    code = "MP608"
    message = "`{what}` {wrong}; {instead}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for shape in module.of(Shape):
            if shape.problem in _SAYS or shape.problem == "keyword":
                wrong, instead = _SAYS.get(shape.problem) or _keyword(shape.detail)
                yield self.finding(
                    shape.place.span, shape.methods, event=shape, what=shape.words, wrong=wrong, instead=instead
                )


def _keyword(detail: str) -> tuple[str, str]:
    """Say what is wrong with a keyword that an API does not have."""
    called, _, meant = detail.partition(" ")
    return f"is not a parameter of {called}", f"write `{meant}=`" if meant else "leave it out"
