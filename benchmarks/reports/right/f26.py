"""Parallel fits: a Process subclass with a `result` that really comes from the child."""
from __future__ import annotations

import multiprocessing as mp
import traceback
from dataclasses import dataclass
from typing import Any, Callable, Optional


@dataclass(frozen=True)
class Fit:
    slope: float
    intercept: float


class RemoteError(RuntimeError):
    pass


class TaskProcess(mp.Process):
    def __init__(self, fn: Callable[..., Any], *args: Any) -> None:
        super().__init__(daemon=True)
        self._fn = fn
        self._fn_args = args
        self._receiver, self._sender = mp.Pipe(duplex=False)
        self._outcome: Optional[tuple[bool, Any]] = None

    def run(self) -> None:
        self.outcome_in_child = None
        try:
            self.outcome_in_child = (True, self._fn(*self._fn_args))
        except Exception:
            self.outcome_in_child = (False, traceback.format_exc())
        self._sender.send(self.outcome_in_child)
        self._sender.close()

    def start(self) -> "TaskProcess":
        super().start()
        self._sender.close()
        return self

    def result(self) -> Any:
        if self._outcome is None:
            try:
                self._outcome = self._receiver.recv()
            except EOFError:
                self._outcome = (False, "child died")
            self.join()
        ok, value = self._outcome
        if not ok:
            raise RemoteError(value)
        return value


def fit(points: list[tuple[float, float]]) -> Fit:
    n = len(points)
    sx, sy = sum(x for x, _ in points), sum(y for _, y in points)
    sxx, sxy = sum(x * x for x, _ in points), sum(x * y for x, y in points)
    slope = (n * sxy - sx * sy) / (n * sxx - sx * sx)
    return Fit(round(slope, 6), round((sy - slope * sx) / n, 6))


def main() -> None:
    series = [[(float(x), k * x + 1.0) for x in range(20)] for k in (1, 2, 3)]
    tasks = [TaskProcess(fit, points).start() for points in series]
    fits = [task.result() for task in tasks]
    assert [f.slope for f in fits] == [1.0, 2.0, 3.0], fits
    try:
        TaskProcess(fit, [(1.0, 1.0)]).start().result()
    except RemoteError as exc:
        assert "ZeroDivisionError" in str(exc)
    else:
        raise AssertionError("no error")
    print(fits)


if __name__ == "__main__":
    main()
