"""``flake8-mp selfcheck --fixed``: fix the programs that go wrong, run them, and show which of them are right now."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from flake8_mp.fixers import fixable_codes
from flake8_mp.frontends.fixed_programs import AFTERWARDS, RECORD, Fixed, fixed, laid_out
from flake8_mp.progress import Progress
from flake8_mp.rule import all_rules
from flake8_mp.selfcheck.__main__ import DIFFERS, HOLDS, INTERRUPTED, USAGE, parser
from flake8_mp.selfcheck.claims import OK
from flake8_mp.selfcheck.fixture import FixtureError, find_fixtures, fixtures_root
from flake8_mp.selfcheck.interpreter import InterpreterError, interpreter
from flake8_mp.selfcheck.matrix import Result, compare, plan, run_matrix
from flake8_mp.selfcheck.record import RecordError, record
from flake8_mp.selfcheck.table import details
from flake8_mp.settings import START_METHODS

_HEAD = ("rule", "name", "fix", "bad", "safe", "unsafe", "run", "ok", "why not")


def main(arguments: Sequence[str]) -> int:
    """Run the command; return its exit status: 0 when every program that was fixed runs without a fault."""
    options = parser().parse_args([argument for argument in arguments if argument != "--fixed"])
    started = time.monotonic()
    progress = Progress(every=10.0)
    try:
        found = [fixture for fixture in find_fixtures(options.selection) if fixture.kind == "bad"]
        if not found:
            raise FixtureError(f"{' '.join(options.selection)}: no fixtures that go wrong")
        pythons = [interpreter(text) for text in options.python or [sys.executable]]
        programs = [fixed(fixture) for fixture in found]
        with tempfile.TemporaryDirectory(prefix="flake8-mp-") as folder:
            ready = list(laid_out(programs, Path(folder), fixtures_root()))
            tasks = plan(ready, options.start_method or START_METHODS, pythons)
            results = run_matrix(tasks, jobs=options.jobs, time_limit=options.time_limit, progress=progress)
            progress.close()
            if options.record:
                record(results, RECORD)
    except (FixtureError, InterpreterError, RecordError, OSError) as error:
        progress.close()
        print(f"selfcheck: {error}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        progress.close()
        return INTERRUPTED
    print(table(programs, results))
    wrong = compare(results)
    for result in wrong:
        print(f"\n{details(result)}")
    ran = [result for result in results if not result.task.skipped]
    seconds = time.monotonic() - started
    other = sum(key in AFTERWARDS for key in {result.task.fixture.key for result in ran})
    words = f", of which {other} programs are expected to end otherwise than ok" if other else ""
    print(f"\n{len(ran)} runs of fixed programs, {len(ran) - len(wrong)} as expected{words} in {seconds:.1f} s")
    return DIFFERS if wrong else HOLDS


def table(programs: Sequence[Fixed], results: Sequence[Result]) -> str:
    """Format one row for each rule: its bad programs, how many are fixed, and how many of those run without a fault.

    A program counts as run where all of its runs took place, and as ok where all of them were without a fault.
    """
    rows: list[tuple[str, ...]] = [_HEAD]
    ran, right = _counted(results)
    for rule in all_rules():
        mine = [program for program in programs if program.fixture.code == rule.code]
        if not mine:
            continue
        safe = sum(program.state == "safe" for program in mine)
        unsafe = sum(program.state == "unsafe" for program in mine)
        kinds = [word for word, count in (("safe", safe), ("unsafe", unsafe)) if count]
        kind = ", ".join(kinds) if rule.code in fixable_codes() else "none"
        keys = {program.fixture.key for program in mine}
        why = sorted({reason for program in mine for reason in program.reasons if kind != "none"})
        numbers = (len(mine), safe, unsafe, len(ran & keys), len(right & keys))
        rows.append((rule.code, rule.name, kind, *map(str, numbers), "; ".join(why)))
    sums = (str(sum(int(row[column]) for row in rows[1:])) for column in range(3, 8))
    rows.append(("", "all", "", *sums, ""))
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD) - 1)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip()
        for row in rows
    )


def _counted(results: Sequence[Result]) -> tuple[set[str], set[str]]:
    """Return the keys of the programs that were run, and of those among them that ended without a fault."""
    ran = {result.task.fixture.key for result in results} - {
        result.task.fixture.key for result in results if result.task.skipped
    }
    faulty = {result.task.fixture.key for result in results if result.outcome is None or result.outcome.words != {OK}}
    return ran, ran - faulty
