"""MP504: proxy after manager."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ProxyUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_SAYS = {
    "after": ("this proxy is used after its manager has ended", "copy what it holds before"),
    "returned": ("what is returned needs a manager that ends here", "return a copy, `dict()` or `list()`"),
    "running": ("this process still runs when its manager ends", "join it inside the `with`"),
}


class ProxyAfterManager(Rule):
    """A proxy is used when its manager has ended.

    What a proxy stands for lives in the server process of its manager. Leaving `with Manager()`, or
    `shutdown()`, ends that process: from then on each use of a proxy fails with FileNotFoundError,
    ConnectionRefusedError or BrokenPipeError, in the program and in children that still run; `print()` shows a
    proxy whose text failed. A function that returns a proxy from inside `with Manager()` returns nothing that
    is of use.

    Instead: join the processes inside the `with` block, and take what is needed out of it as a copy,
    `dict(proxy)` or `list(proxy)`.
    """

    code = "MP504"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        return self.told(module.of(ProxyUse), _SAYS, "the manager")
