"""The table of claims against outcomes, and the progress that is shown until it is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flake8_mp.selfcheck.matrix import Result

HEAD = ("", "fixture", "python", "method", "claimed", "seen")
_LINES_OF_OUTPUT = 12


def table(results: Sequence[Result]) -> str:
    """Format one row for each result, with the cells of a row that repeat those above left empty."""
    rows = [HEAD]
    before: tuple[str, ...] = ("", "")
    for result in results:
        task = result.task
        start = (task.fixture.key, task.python.version)
        shown = start if start != before else ("", "")
        mark = "skip" if task.skipped else "ok" if result.holds else "DIFF"
        seen = result.seen + (" (when run again alone)" if result.repeated else "")
        rows.append((mark, *shown, task.method, task.claim.text, seen))
        before = start
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def details(result: Result) -> str:
    """Print what a run that differs wrote, so that one sees why."""
    task = result.task
    lines = [f"{task.fixture.key} on {task.python.version} under {task.method}: {result.seen}"]
    if result.outcome is not None:
        report = result.outcome.report
        lines.append(f"  took {report.seconds:.1f} s, claimed {task.claim.text}")
        if task.fixture.prints is not None and report.stdout.splitlines() != list(task.fixture.prints):
            lines += ["  expected on standard output:", *(f"    {line}" for line in task.fixture.prints)]
        for name, text in (("standard output", report.stdout), ("standard error", report.stderr)):
            written = text.splitlines()
            if written:
                lines.append(f"  {name}:")
                if len(written) > _LINES_OF_OUTPUT:
                    lines.append(f"    ... {len(written) - _LINES_OF_OUTPUT} lines before")
                lines += [f"    {line}" for line in written[-_LINES_OF_OUTPUT:]]
        if report.left:
            lines.append(f"  left behind: {', '.join(report.left)}")
    return "\n".join(lines)


def summary(results: Sequence[Result], seconds: float) -> str:
    """Count the results in one line."""
    run = [result for result in results if not result.task.skipped]
    wrong = sum(not result.holds for result in run)
    words = [f"{len(run)} runs", f"{len(run) - wrong} as claimed", f"{wrong} different"]
    again = sum(result.repeated and result.holds for result in run)
    if again:
        words.append(f"{again} only when run again alone")
    reasons = Counter(result.task.skipped for result in results if result.task.skipped)
    words += [f"{number} skipped ({reason})" for reason, number in sorted(reasons.items())]
    return f"{', '.join(words)} in {seconds:.1f} s"
