"""MP504: proxy after manager."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ProxyUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_MESSAGES = {
    "after": ("`{code}` needs a manager that has shut down", "use it while the manager runs"),
    "returned": ("the manager of `{code}` shuts down on return", "return a copy of the data"),
    "running": ("the manager shuts down while this process still uses it", "join the process before that"),
}


class ProxyAfterManager(Rule):
    """A proxy is used after its manager has shut down.

    The object behind a proxy lives in the server process of its manager. Leaving `with Manager()`, or calling
    `shutdown()`, ends that process. From then on each use of a proxy raises FileNotFoundError,
    ConnectionRefusedError or BrokenPipeError, in the program and in child processes that are still running. A
    proxy that a function returns from inside `with Manager()` cannot be used by the caller.

    Instead: join the processes inside the `with` block, and copy what is needed there, with `dict(proxy)` or
    `list(proxy)`.
    """

    code = "MP504"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        return self.problem_findings(module.of(ProxyUse), _MESSAGES, "the manager is created here")
