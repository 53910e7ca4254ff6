"""MP106: misplaced set start method."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flake8_mp.facts.events import MethodCall, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Details, Finding, Rule

_MESSAGES = {
    "twice": ("`set_start_method` raises RuntimeError when it is called again", "call it only once"),
    "late": ("the start method is already fixed, so `set_start_method` raises RuntimeError", "call it first"),
    "import": ("`set_start_method` is called again in child processes", 'put it under `if __name__ == "__main__":`'),
    "unknown": ("{words!r} is not a start method", "use 'fork', 'spawn' or 'forkserver'"),
    "concrete": ("`set_start_method` raises ValueError on a {words} context", "call it on `multiprocessing`"),
}


_IMPORTED = "`set_start_method` is called again in child processes that import this"
_INSTEAD = {True: "call it in `pytest_configure`", False: "use `get_context()`"}
"""What to do in a file that is only imported, by whether it is a conftest.py."""


class MisplacedSetStartMethod(Rule):
    """`set_start_method` is called where it raises an exception.

    The start method can be set only once, and only before the default context is used. A second call raises
    RuntimeError; so does a call after a lock, a queue, a pool or an executor was created or `get_start_method()`
    was called. At module level the call is repeated in every child process of spawn and forkserver, where the
    start method is already set: the child ends with RuntimeError. The `set_start_method` of a context such as
    `get_context("spawn")` raises ValueError, and so does an unknown name.

    Instead: call it once, first of all under `if __name__ == "__main__":`. Or use `get_context()` and do not set
    the start method at all. A `conftest.py` and the modules of a package are imported, so a guard would hide the call
    from every process: the tests can call it in `pytest_configure()`, and a library uses `get_context()`.
    """

    code = "MP106"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for call in module.of(MethodCall):
            problem, remedy = _MESSAGES[call.problem]
            related = related_to(call.earlier, "the start method is fixed here")
            problem = problem.format(words=call.words)
            is_program = module.calls_its_program
            if call.problem == "import" and not is_program:
                problem, remedy = _IMPORTED, _INSTEAD[module.source.path.endswith("conftest.py")]
            span, details = call.place.span, replace(Details.of(call), is_program=is_program)
            yield self.finding(span, call.methods, related, call, details, problem=problem, remedy=remedy)
