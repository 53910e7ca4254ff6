"""The report about a program that was run under each start method: for people, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flake8_mp.frontends.verdict import REORDERED, Run, Trouble, Verdict, last_lines, last_words, parting, shown
from flake8_mp.pages import summary
from flake8_mp.rule import Finding
from flake8_mp.settings import START_METHODS

_HEAD = ("python", "start method", "outcome", "seconds", "exit", "standard output")


def table(verdict: Verdict) -> str:
    """Format one row for each run: what happened, how long it took, and how its output compares with the others'."""
    rows = [_HEAD]
    before = ""
    for run in verdict.runs:
        cells = [run.python if run.python != before else "", run.method, run.seen]
        if run.outcome is not None:
            report = run.outcome.report
            status = "none" if report.status is None else str(report.status)
            cells += [f"{report.seconds:.1f}", status, _output(run, verdict)]
        rows.append((*cells, *[""] * (len(_HEAD) - len(cells))))  # type: ignore[arg-type]
        before = run.python
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _output(run: Run, verdict: Verdict) -> str:
    counted = run.outcome.report.lines if run.outcome is not None else None
    count = len(run.lines) if counted is None else counted
    comparison = verdict.comparisons[run]
    against = f" from {comparison.reference.method}" if comparison.reference and comparison.differs else ""
    return f"{count} {'line' if count == 1 else 'lines'}, {comparison.result}{against}"


def text(verdict: Verdict, show_output: bool = False) -> str:
    """Report everything: the table, what goes wrong and which rules explain it, and whether the program works.

    ``show_output`` adds what each run wrote.
    """
    parts = [table(verdict)]
    if show_output:
        parts += list(_written(verdict))
    parts += ["\n".join(_trouble(trouble, verdict)) for trouble in verdict.troubles]
    remarks = list(_remarks(verdict))
    if verdict.unseen:
        remarks.append("reported, but not seen in this run:")
        remarks += _findings(verdict.unseen, verdict)
    parts += ["\n".join(remarks)] if remarks else []
    return "\n\n".join([*parts, conclusion(verdict)])


def conclusion(verdict: Verdict) -> str:
    """Say in one line under which start methods the program works, and under which it does not."""
    broken = _methods(run for run in verdict.runs_done if not run.works)
    different = _methods(run for run in verdict.runs_done if run.works and verdict.breaks(run))
    different = [method for method in different if method not in broken]
    working = [method for method in _methods(verdict.runs_done) if method not in (*broken, *different)]
    words = [f"ok under {_listed(working)}"] if working else []
    words += [f"prints something different under {_listed(different)}"] if different else []
    words += [f"breaks under {_listed(broken)}"] if broken else []
    return "; ".join(words) or "not run"


def _methods(runs: Iterable[Run]) -> list[str]:
    names = {run.method for run in runs}
    return [method for method in START_METHODS if method in names]


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _under(runs: Sequence[Run], verdict: Verdict) -> str:
    """Name runs by their start methods, and by their Pythons where there are several."""
    if len({run.python for run in verdict.runs}) == 1:
        return _listed([run.method for run in runs])
    return _listed([f"{run.method} on {run.python}" for run in runs])


def _trouble(trouble: Trouble, verdict: Verdict) -> Iterator[str]:
    """Report one way in which the program does not work: what was seen, and which rules explain it."""
    run = trouble.runs[0]
    report = run.outcome.report if run.outcome is not None else None
    seen = run.seen if not run.works else "standard output differs"
    yield f"under {_under(trouble.runs, verdict)}: {seen}"
    yield from (f"    {line}" for line in (last_words(run) if trouble.explained else last_lines(run)))
    if report is not None and report.left:
        yield f"    left behind in shared memory: {shown(', '.join(report.left))}"
    if report is not None and report.orphans:
        yield "    its main process ended, but other processes of it kept running; they were ended"
    if trouble.comparison.differs and trouble.comparison.reference is not None:
        yield f"  Standard output differs from that under {trouble.comparison.reference.method}, beginning with"
        yield from (f"    {line}" for line in parting(run, trouble.comparison.reference))
    if trouble.certain:
        yield "  Rules that explain it:"
        yield from _findings(trouble.certain, verdict)
    if trouble.alike:
        yield "  Rules whose programs fail with this error:"
        yield from (f"    {match.rule.code} {match.rule.name}: {summary(match.rule)}" for match in trouble.alike)
    if trouble.possible:
        yield "  Reported as well:" if trouble.certain else "  Reported for these start methods, which may explain it:"
        yield from _findings(trouble.possible, verdict)
    if not trouble.explained:
        yield "  No rule of flake8-mp explains it."


def _findings(findings: Iterable[Finding], verdict: Verdict) -> list[str]:
    return [
        shown(f"    {verdict.path}:{found.span.line}:{found.span.column + 1}: {found.code} {found.text}")
        for found in findings
    ]


def _remarks(verdict: Verdict) -> Iterator[str]:
    """Yield what one has to know to read the table."""
    for line, call in verdict.pinned:
        yield f"{shown(str(verdict.path))}:{line}: {shown(call)} sets the start method itself, whatever the default is"
    done = verdict.runs_done
    if len(done) > 1 and not verdict.works and len({run.outcome.words for run in done if run.outcome}) == 1:
        if all(verdict.breaks(run) and not verdict.comparisons[run].differs for run in done):
            yield "The outcome is the same each time, so it does not depend on the start method."
    results = {comparison.result for comparison in verdict.comparisons.values()}
    if any(trouble.comparison.differs and not trouble.certain for trouble in verdict.troubles):
        yield (
            "Times, random numbers and process IDs in the output differ in each run anyway: "
            "use --ignore-output if the program prints any."
        )
    if REORDERED in results:
        yield "Lines from several processes can come in any order, so a different order does not count as a difference."


def _written(verdict: Verdict) -> Iterator[str]:
    for run in verdict.runs_done:
        if run.outcome is None:
            continue
        for name, written in (
            ("standard output", run.outcome.report.stdout),
            ("standard error", run.outcome.report.stderr),
        ):
            if written:
                lines = "\n".join(f"    {shown(line)}" for line in written.splitlines())
                yield f"{name} under {_under([run], verdict)}:\n{lines}"


def as_json(verdict: Verdict, program: Sequence[str]) -> str:
    """Write everything as one JSON object; ``program`` is what was run, with its arguments."""
    shown_text: dict[str, Any] = {
        "program": list(program),
        "works": verdict.works,
        "runs": [_run(run, verdict) for run in verdict.runs],
        "findings": [_finding(found, verdict) for found in verdict.findings],
        "chosen": [{"line": line, "call": call} for line, call in verdict.pinned],
    }
    return json.dumps(shown_text, indent=2)


def _run(run: Run, verdict: Verdict) -> dict[str, Any]:
    shown_text: dict[str, Any] = {"python": run.python, "start_method": run.method, "skipped": run.skipped or None}
    if run.outcome is None:
        return shown_text
    report, comparison = run.outcome.report, verdict.comparisons[run]
    trouble = next((trouble for trouble in verdict.troubles if run in trouble.runs), None)
    return shown_text | {
        "works": not verdict.breaks(run),
        "outcome": sorted(run.outcome.words),
        "status": report.status,
        "seconds": report.seconds,
        "output": comparison.result,
        "reference": comparison.reference.method if comparison.reference else None,
        "stdout": report.stdout,
        "stderr": report.stderr,
        "left": list(report.left),
        "orphans": report.orphans,
        "explained_by": sorted({found.code for found in trouble.certain}) if trouble else [],
        "perhaps_by": sorted({found.code for found in trouble.possible}) if trouble else [],
        "fails_alike": [match.rule.code for match in trouble.alike] if trouble else [],
    }


def _finding(found: Finding, verdict: Verdict) -> dict[str, Any]:
    return {
        "code": found.code,
        "path": str(verdict.path),
        "line": found.span.line,
        "column": found.span.column + 1,
        "end_line": found.span.end_line,
        "end_column": found.span.end_column + 1,
        "message": found.message,
        "start_methods": [method for method in START_METHODS if method in found.methods],
    }
