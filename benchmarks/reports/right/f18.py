"""Debuggable execution: the same job runs inline, on threads or in processes."""
from __future__ import annotations

import os
import threading
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Callable


class InlineExecutor(Executor):
    """Runs everything at once in the calling thread; handy in a debugger."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open = True

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        with self._lock:
            if not self._open:
                raise RuntimeError("executor is shut down")
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as exc:
            future.set_exception(exc)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        with self._lock:
            self._open = False


@dataclass(frozen=True)
class ExecutionConfig:
    mode: str = "auto"
    workers: int = 2

    def build(self) -> Executor:
        if self.mode == "inline" or "PYCHARM_HOSTED" in os.environ:
            return InlineExecutor()
        if self.mode == "threads":
            return ThreadPoolExecutor(self.workers)
        return ProcessPoolExecutor(self.workers)


def score(text: str, weight: int) -> int:
    return sum(map(ord, text)) * weight


class Scorer:
    def __init__(self, config: ExecutionConfig) -> None:
        self.config = config

    def run(self, texts: list[str]) -> list[int]:
        with self.config.build() as executor:
            futures = [executor.submit(score, t, w) for w, t in enumerate(texts)]
            return [f.result() for f in futures]

    def run_traced(self, texts: list[str]) -> tuple[list[int], list[str]]:
        trace: list[str] = []

        def traced(text: str) -> int:
            trace.append(text)
            return score(text, 1)

        with InlineExecutor() as executor:
            values = [f.result() for f in map(lambda t: executor.submit(traced, t), texts)]
        return values, trace


def main() -> None:
    texts = ["alpha", "beta", "gamma"]
    results = {mode: Scorer(ExecutionConfig(mode)).run(texts) for mode in ("inline", "threads", "processes")}
    assert len({tuple(v) for v in results.values()}) == 1, results
    values, trace = Scorer(ExecutionConfig()).run_traced(texts)
    assert trace == texts and len(values) == 3
    print(results["processes"])


if __name__ == "__main__":
    main()
