"""MP608: unusable argument."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Shape
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_MESSAGES = {
    "workers": ("is not a valid number of workers", "pass an int of at least 1, or None"),
    "tasks": ("is not a valid number of tasks", "pass an int of at least 1, or None"),
    "chunk": ("raises ValueError", "pass at least 1"),
    "silent chunk": ("calls nothing and returns a list of None", "pass at least 1"),
    "no iterable": ("is not iterable", "pass a list with one item for each task"),
    "context name": ("is a str, not a context", "pass `get_context(...)`"),
    "fork tasks": ("does not work with fork", "pass a spawn or forkserver context"),
    "no callable": ("is not callable", "pass the function itself"),
    "keyword fn": ("is passed by keyword, which raises TypeError", "pass it as the first positional argument"),
    "typecode": ("is not a type for shared memory", "pass a ctypes type, or a typecode such as 'i' or 'd'"),
    "lock": ("is not a lock", "pass True, False, or a lock object"),
    "group": ("is passed as `group`, not as `target`", "write `target=`"),
    "name": ("is passed as `name`, not as `args`", "write `args=`"),
    "daemon": ("is a str, which counts as true", "pass False"),
    "authkey": ("is a str", "pass bytes"),
    "preload text": ("is a str, so each character counts as a module", "pass a list of names"),
    "preload modules": ("contains modules", "pass a list of their names"),
    "preload late": ("has no effect once the server runs", "call it before any process starts"),
    "no name": ("neither creates a block nor names one", "pass `create=True` or `name=`"),
    "no size": ("creates a block without a size", "pass a `size` of at least 1"),
    "quotient": ("is a float, not an int", "divide with `//`"),
    "default executor": ("is not a ThreadPoolExecutor", "pass it to `run_in_executor()`"),
}


class UnusableArgument(Rule):
    """An argument has a type or a value that the library rejects or misunderstands.

    Most of these raise at once: a number of workers below 1, the name of a start method instead of a context,
    `Process(work)`, whose first parameter is `group`, an invalid typecode, an `authkey` that is not bytes. Some
    of them are silent. `chunksize=0` makes `Pool.map` return a list of None without calling the function, and
    `len(items) // workers` is 0 for a few items. `daemon="False"` is true. `set_forkserver_preload("numpy")`
    asks for the modules `n`, `u`, `m`, `p`, `y`.

    A keyword that the function does not have raises TypeError. So does one that was added in a later version of
    Python than `target-version`, on the versions before. `chunksize=len(items) / workers` is a float,
    even where it divides evenly: `Pool.map` then waits forever, and `imap` and executors raise.

    Instead: pass an int of at least 1 as a number of workers, tasks or items, a context from `get_context()`, and
    objects of the types that the library documents.
    """

    code = "MP608"
    message = "`{what}` {wrong}; {instead}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for shape in module.of(Shape):
            if shape.problem in _MESSAGES or shape.problem in ("keyword", "newer keyword"):
                wrong, instead = _MESSAGES.get(shape.problem) or _keyword(shape)
                yield self.finding(
                    shape.place.span, shape.methods, event=shape, what=shape.words, wrong=wrong, instead=instead
                )


def _keyword(shape: Shape) -> tuple[str, str]:
    """Say what is wrong with a keyword that an API does not have, or which version of Python added it."""
    if shape.version is not None:
        version = ".".join(map(str, shape.version))
        return f"is new in Python {version} (`{shape.called}`)", "check `sys.version_info` first"
    return f"is not a parameter of `{shape.called}`", f"write `{shape.meant}=`" if shape.meant else "remove it"
