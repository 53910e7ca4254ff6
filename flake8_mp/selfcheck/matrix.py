"""Runs many fixtures side by side and compares what they claim with what happens."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from flake8_mp.selfcheck.claims import Claim
from flake8_mp.selfcheck.fixture import Fixture
from flake8_mp.selfcheck.interpreter import Interpreter
from flake8_mp.selfcheck.outcome import Outcome
from flake8_mp.selfcheck.record import record, recorded
from flake8_mp.selfcheck.runner import RunError, end_all, run

__all__ = ["Result", "Task", "compare", "default_jobs", "plan", "record", "recorded", "run_matrix"]

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Task:
    """One program, one start method, one interpreter; ``skipped`` says why it is not run, if it is not."""

    fixture: Fixture
    method: str
    python: Interpreter
    skipped: str = ""

    @property
    def claim(self) -> Claim:
        """What is claimed for it."""
        return self.fixture.claim(self.method, self.python.numbers)


@dataclass(frozen=True)
class Result:
    """What became of a task: an outcome, or the trouble that kept it from one, or neither if skipped."""

    task: Task
    outcome: Outcome | None = None
    trouble: str = ""
    repeated: bool = False
    """Whether it was run once more alone, since the first run did not bear the claim out."""

    @property
    def holds(self) -> bool:
        """Whether the claim is borne out; true as well where nothing was run."""
        if self.outcome is None:
            return bool(self.task.skipped)
        return self.task.claim.holds(self.outcome.words)

    @property
    def seen(self) -> str:
        """What happened, in words."""
        return self.outcome.text if self.outcome else self.trouble or f"skipped: {self.task.skipped}"


def default_jobs() -> int:
    """Return how many programs run side by side: more than there are processors, since a hang only sleeps."""
    return max(4, 2 * (os.cpu_count() or 1))


def plan(fixtures: Iterable[Fixture], methods: Sequence[str], pythons: Sequence[Interpreter]) -> list[Task]:
    """List what is to be run: nothing for shapes, and with a reason to skip where something is missing."""
    return [
        Task(fixture, method, python, _skip_reason(fixture, method, python))
        for fixture in fixtures
        if fixture.kind != "shapes"
        for python in pythons
        for method in methods
    ]


def _skip_reason(fixture: Fixture, method: str, python: Interpreter) -> str:
    if python.numbers not in fixture.python:
        return f"for Python {fixture.python}"
    if method not in python.methods:
        return f"no {method} on this platform"
    missing = [module for module in fixture.needs if not python.has(module)]
    return f"needs {', '.join(missing)}" if missing else ""


def run_matrix(
    tasks: Sequence[Task],
    *,
    jobs: int | None = None,
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> list[Result]:
    """Run tasks side by side and return their results in the same order.

    A program that does not do what it claims is run once more, alone and with twice the time, before that
    counts as a difference. ``progress`` is called with the numbers of runs done and to be done.
    """
    results = {task: Result(task) for task in tasks if task.skipped}
    waiting = sorted((task for task in tasks if not task.skipped), key=_expected_seconds, reverse=True)
    done, total = 0, len(waiting)

    def note() -> None:
        if progress is not None:
            progress(done, total)

    note()
    side_by_side = jobs or default_jobs()
    # What hangs only sleeps until its time is up: it keeps no processor from the others, and needs none itself.
    patient = ThreadPoolExecutor(2 * side_by_side if jobs is None else 1)
    with ThreadPoolExecutor(side_by_side) as executor, patient:
        futures = [
            (patient if jobs is None and _sleeps(task) else executor).submit(_run_one, task, time_limit)
            for task in waiting
        ]
        try:
            for future in as_completed(futures):
                result = future.result()
                results[result.task] = result
                done += 1
                note()
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            patient.shutdown(wait=False, cancel_futures=True)
            end_all()
            raise
    doubted = [task for task in waiting if not results[task].holds]
    total += len(doubted)
    for task in doubted:
        limit = 2 * (task.fixture.time_limit if time_limit is None else time_limit)
        results[task] = _run_one(task, limit, repeated=True)
        done += 1
        note()
    return [results[task] for task in tasks]


def _sleeps(task: Task) -> bool:
    """Return whether a run is expected to hang quietly."""
    return "hang" in task.claim.alternatives and "respawn" not in task.claim.alternatives


def _expected_seconds(task: Task) -> float:
    """Estimate how long a run takes: what hangs is started first, so that nothing waits for it at the end."""
    hangs = {"hang", "respawn"} & set(task.claim.alternatives)
    return task.fixture.time_limit if hangs else 0.0


def _run_one(task: Task, time_limit: float | None, repeated: bool = False) -> Result:
    try:
        outcome = run(task.fixture, task.method, task.python, time_limit=time_limit)
    except (RunError, OSError) as error:
        return Result(task, trouble=f"not run: {error}", repeated=repeated)
    return Result(task, outcome, repeated=repeated)


def compare(results: Iterable[Result]) -> list[Result]:
    """Return those results that do not bear their claims out."""
    return [result for result in results if not result.holds]
