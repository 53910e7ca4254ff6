"""How many of the retold bug reports are found: ``python benchmarks/reports/score.py [--missed] [COMMAND …]``.

The command is run in the folders ``wrong`` and ``right`` and has to print a finding a line, beginning with
``path:line:``; without one it is flake8-mp with its default rules. A program counts as found if a finding is at one of
the places that ``programs.toml`` names, or says in parentheses that it happens there: ``(in worker.py:18)``. What is
found elsewhere in it counts as nothing. Each finding in ``right`` is a false alarm.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
COMMAND = (
    *(sys.executable, "-m", "flake8_mp", "check", "--isolated", "--no-cache", "--exit-zero"),
    *("--output-format", "concise", "--quiet"),
)
_FINDING = re.compile(r"(?:\./)?([^:]+):(\d+):")
_THERE = re.compile(r"\(in ([^:()]+):(\d+)")


@dataclass
class Score:
    """What became of the programs of one set."""

    found: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


def programs() -> dict[str, dict[str, Any]]:
    """Return what is known of each program that goes wrong, by its name."""
    return tomllib.loads((HERE / "programs.toml").read_text("utf-8"))


def output(command: Sequence[str], cwd: Path) -> str:
    """Run a command in a folder and return what it prints; end this program where it fails."""
    path = os.pathsep.join(filter(None, [str(HERE.parents[1]), os.environ.get("PYTHONPATH", "")]))
    environment = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    if done.returncode or done.stderr:
        sys.exit(f"{cwd}: {done.stderr or f'exit status {done.returncode}'}")
    return done.stdout


Run = Callable[[Sequence[str], Path], str]


def findings(command: Sequence[str], folder: Path, run: Run = output) -> Iterator[tuple[str, str, str]]:
    """Yield program, place and text of each finding; the place is relative to the program, where that is a folder.

    Every program is checked on its own, as somebody would who has written it: modules of the same name would be
    mistaken for one another.
    """
    files = sorted(path.name for path in folder.iterdir() if path.suffix == ".py")
    runs = [(folder, files, ""), *((path, ["."], path.name) for path in sorted(folder.iterdir()) if path.is_dir())]
    for cwd, names, program in runs:
        for line in run([*command, *names], cwd).splitlines():
            if match := _FINDING.match(line):
                path, row = match.groups()
                yield program or Path(path).stem, f"{path}:{row}", line


def score(command: Sequence[str], run: Run = output) -> dict[int, Score]:
    """Return what is found and missed of each set."""
    at: dict[str, set[str]] = {}
    all_known = programs()
    for program, place, line in findings(command, HERE / "wrong", run):
        at.setdefault(program, set()).add(place)
        for name, row in _THERE.findall(line):
            at[program].update(each for each in all_known[program]["places"] if f"/{each}".endswith(f"/{name}:{row}"))
    scores: dict[int, Score] = {}
    for name, known in all_known.items():
        counted = scores.setdefault(known["set"], Score())
        (counted.found if at.get(name, set()) & set(known["places"]) else counted.missed).append(name)
    return scores


def main() -> int:
    """Print the scores; return 1 where there are false alarms."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--missed", action="store_true", help="name the programs that are not found, and their causes")
    parser.add_argument("command", nargs="*", metavar="COMMAND", default=COMMAND)
    options = parser.parse_args()
    scores = score(options.command)
    for number, one in sorted(scores.items()):
        print(f"set {number}: {len(one.found):3} of {len(one.found) + len(one.missed):3} found")
    found, missed = (sum(len(getattr(one, name)) for one in scores.values()) for name in ("found", "missed"))
    print(f"all:   {found:3} of {found + missed:3} found")
    if options.missed:
        known = programs()
        for one in scores.values():
            for name in one.missed:
                print(f"  {name}: {known[name]['cause']}")
    alarms = [line for _, _, line in findings(options.command, HERE / "right")]
    print(f"{len(alarms)} false alarms in {len(list((HERE / 'right').iterdir()))} correct programs")
    for line in alarms:
        print(f"  {line}")
    return 1 if alarms else 0


if __name__ == "__main__":
    sys.exit(main())
