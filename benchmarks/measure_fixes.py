"""Fix programs that go wrong, and run them before and after: how many findings get a fix, and what it is worth.

    python benchmarks/measure_fixes.py [--unsafe-fixes] [--rows] [--time-limit SECONDS] PATH ...

A PATH is a script, or a folder: with a ``main.py`` it is one program, else each script and folder in it is one. Every
file of a program is fixed in a copy. A program whose files are not changed is not run; the others are run as they are
and as they are fixed, under each start method, in a temporary directory with nothing but the program in it.
Programs are executed, so give it none that you would not run.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from flake8_mp.engine import lint
from flake8_mp.frontends.fix_file import CannotFix, fix_content
from flake8_mp.frontends.fix_policy import Policy
from flake8_mp.frontends.fixing import offer
from flake8_mp.rule import Finding
from flake8_mp.selfcheck.claims import OK
from flake8_mp.selfcheck.interpreter import environment, interpreter
from flake8_mp.selfcheck.outcome import Outcome, judge
from flake8_mp.selfcheck.runner import Program, RunError, run_program
from flake8_mp.settings import START_METHODS, Settings

JOBS = 2
EVERYTHING = Policy(unsafe=True)


@dataclass
class Measured:
    """One program: what is found in it, what is fixed, and what it does before and after."""

    path: Path
    findings: list[Finding] = field(default_factory=list)
    titles: list[tuple[str, str]] = field(default_factory=list)
    before: dict[str, Outcome | None] = field(default_factory=dict)
    after: dict[str, Outcome | None] = field(default_factory=dict)

    @property
    def count(self) -> Counter[str]:
        """The findings by what is done about them: ``safe``, ``unsafe`` or ``none``."""
        fixes = (finding.fix for finding in self.findings)
        return Counter("none" if fix is None else "safe" if fix.safe else "unsafe" for fix in fixes)


def programs(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the programs that paths stand for."""
    for path in paths:
        if path.is_file() or (path / "main.py").exists():
            yield path
        else:
            inside = sorted(path.iterdir())
            yield from (each for each in inside if each.suffix == ".py" or (each / "main.py").exists())


def files(program: Path) -> list[Path]:
    """Return the files of a program, by their names in it."""
    return [program] if program.is_file() else sorted(program.rglob("*.py"))


def measured(path: Path, policy: Policy, time_limit: float) -> Measured:
    """Lint a program, fix a copy of it, and run both where they differ."""
    result, settings = Measured(path), Settings()
    with tempfile.TemporaryDirectory(prefix="flake8-mp-") as folder:
        copies = [Path(folder, name, "program") for name in ("before", "after")]
        for copy in copies:
            if path.is_dir():
                shutil.copytree(path, copy, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                copy.mkdir(parents=True)
                shutil.copyfile(path, copy / path.name)
        for file in files(copies[1] if path.is_dir() else copies[1] / path.name):
            data = file.read_bytes()
            text = data.decode("utf-8", errors="replace")
            found = lint(text, str(file), settings)
            result.findings += offer(text, str(file), settings, found, EVERYTHING)
            try:
                new, titles = fix_content(data, str(file), settings, policy)
            except (CannotFix, SyntaxError):
                continue
            result.titles += titles
            file.write_bytes(new)
        if result.titles:
            name = "main.py" if path.is_dir() else path.name
            result.before = outcomes(copies[0], name, time_limit)
            result.after = outcomes(copies[1], name, time_limit)
    return result


def outcomes(folder: Path, name: str, time_limit: float) -> dict[str, Outcome | None]:
    """Run a script of a folder under each start method; None where that was not possible."""
    python = interpreter(sys.executable)
    found: dict[str, Outcome | None] = {}
    for method in START_METHODS:
        program = Program(name, (name,), folder, environment(python.root), time_limit)
        try:
            found[method] = judge(run_program(program, method, python))
        except RunError:
            found[method] = None
    return found


def is_ok(outcome: Outcome | None) -> bool:
    """Return whether a run ended without a fault."""
    return outcome is not None and outcome.words == {OK}


def row(each: Measured) -> str:
    """Format what became of a program."""
    runs = [
        f"{method} {before.text if before else '?'} -> {after.text if after else '?'}"
        for (method, before), after in zip(each.before.items(), each.after.values(), strict=True)
    ]
    titles = ", ".join(f"{code} {title}" for code, title in each.titles)
    return (
        f"{each.path}: {titles or '; '.join(sorted({f'{f.code} {f.no_fix}' for f in each.findings}))}\n    "
        + "; ".join(runs)
    )


def main() -> None:
    """Measure, and print rows and a summary."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--unsafe-fixes", action="store_true", help="apply unsafe fixes as well")
    parser.add_argument("--rows", action="store_true", help="print a row for each program in which something is found")
    parser.add_argument("--time-limit", type=float, default=8.0, help="seconds for each run")
    parser.add_argument("paths", nargs="+", type=Path)
    options = parser.parse_args()
    policy = Policy(options.unsafe_fixes)
    with ThreadPoolExecutor(JOBS) as pool:
        all_of_them = list(pool.map(lambda path: measured(path, policy, options.time_limit), programs(options.paths)))
    found = [each for each in all_of_them if each.findings]
    if options.rows:
        print(*map(row, found), sep="\n", end="\n\n")
    count: Counter[str] = sum((each.count for each in found), Counter())
    changed = [each for each in found if each.titles]
    broken = [each for each in changed if not all(map(is_ok, each.before.values()))]
    right = [each for each in broken if all(map(is_ok, each.after.values()))]
    worse = [
        each
        for each in changed
        if any(is_ok(before) and not is_ok(each.after[method]) for method, before in each.before.items())
    ]
    total = sum(count.values())
    print(f"{total} findings in {len(found)} of {len(all_of_them)} programs")
    print(f"{count['safe']} get a safe fix, {count['unsafe']} an unsafe one, {count['none']} none")
    print(f"{len(changed)} programs were fixed, {len(broken)} of which did not run ok under each start method before")
    print(f"{len(right)} of these {len(broken)} run ok under each start method now")
    print(f"{len(worse)} programs were ok under a start method under which they are not any more")
    for each in worse:
        print(f"    {each.path}")


if __name__ == "__main__":
    main()
