"""Isolation of risky callables: closures run in a forked child where fork exists, inline elsewhere."""
from __future__ import annotations

import functools
import multiprocessing
from typing import Any, Callable, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_fork = multiprocessing.get_context("fork") if "fork" in multiprocessing.get_all_start_methods() else None


class Crashed(RuntimeError):
    pass


def isolated(fn: Callable[P, R]) -> Callable[P, R]:
    if _fork is None:
        return fn

    @functools.wraps(fn)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        receiver, sender = _fork.Pipe(duplex=False)

        def child() -> None:
            receiver.close()
            try:
                sender.send((True, fn(*args, **kwargs)))
            except Exception as exc:
                sender.send((False, repr(exc)))

        proc = _fork.Process(target=child)
        proc.start()
        sender.close()
        try:
            ok, value = receiver.recv()
        except EOFError:
            proc.join()
            raise Crashed(f"exit code {proc.exitcode}") from None
        finally:
            receiver.close()
        proc.join()
        if not ok:
            raise Crashed(value)
        return value

    return wrapper


class Sandbox:
    def __init__(self) -> None:
        self.runs = 0
        self.formatter = lambda value: f"<{value}>"

    def evaluate(self, expression: str) -> str:
        table = {"n": 7, "twice": lambda x: 2 * x}

        @isolated
        def compute() -> Any:
            self.runs += 1  # of this sandbox; a run leaves no trace in the parent
            return self.formatter(eval(expression, {}, table))

        return compute()


def main() -> None:
    sandbox = Sandbox()
    assert sandbox.evaluate("twice(n) + 1") == "<15>"
    for bad in ("1 / 0", "__import__('os')._exit(5)"):
        try:
            sandbox.evaluate(bad)
        except Crashed as exc:
            print("contained:", exc)
        else:
            raise AssertionError(bad)
    assert sandbox.runs == 0


if __name__ == "__main__":
    main()
