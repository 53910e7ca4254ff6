"""What flake8-mp costs: against parsing, against two other plugins, and at flake8's start.

    python benchmarks/bench_lint.py [FOLDER]

Everything is measured in one run on the same files (the standard library of this Python without its tests,
unless a folder is given), because only ratios survive a change of machine. Each time is the best of a few
rounds. flake8-bugbear and flake8-async are measured where they are installed (they are the extra ``bench``),
on a sample of the files, half of which can matter: the latter needs minutes for the standard library. Files
that any of the plugins fails on are left out of the sample, and named.
"""

from __future__ import annotations

import argparse
import ast
import gc
import importlib.metadata
import inspect
import io
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
import tokenize
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flake8.options.parse_args import parse_args

from flake8_mp.engine import lint, matters
from flake8_mp.rule import INTERNAL
from flake8_mp.settings import Settings

OTHERS = ("flake8-mp", "flake8-bugbear", "flake8-async")
"""The plugins that are compared."""


@dataclass(frozen=True)
class File:
    """A source file that parses."""

    path: Path
    source: str
    tree: ast.Module

    @property
    def lines(self) -> list[str]:
        """Its lines with their ends, as flake8 hands them over."""
        return io.StringIO(self.source).readlines()


def read(folder: Path) -> list[File]:
    """Read every file below a folder that parses, without tests and installed packages."""
    files = []
    for path in sorted(folder.rglob("*.py")):
        if {"test", "tests", "idle_test", "lib2to3", "site-packages"} & set(path.relative_to(folder).parts):
            continue
        try:
            with tokenize.open(path) as file:
                source = file.read()
            files.append(File(path, source, ast.parse(source)))
        except (SyntaxError, ValueError, RecursionError, OSError):
            continue
    return files


def best(rounds: int, work: Callable[[], object]) -> float:
    """Return the shortest time of several rounds, in seconds: all else is what others did meanwhile."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def parse_all(files: Iterable[File]) -> None:
    """Parse files one after the other, as flake8 does: trees that pile up make the garbage collector dear."""
    for file in files:
        ast.parse(file.source)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows in columns: the first to the left, the others to the right."""
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        cells = [cell.rjust(width) for cell, width in zip(line, widths, strict=True)]
        print("  ".join([line[0].ljust(widths[0]), *cells[1:]]).rstrip())
    print()


def against_parsing(files: Sequence[File], rounds: int) -> None:
    """Compare the time of a lint of parsed files with the time of their parsing."""
    relevant = [file for file in files if matters(file.source)]
    rest = [file for file in files if not matters(file.source)]
    rows = []
    for name, group in [("files that can matter", relevant), ("all other files", rest), ("together", files)]:
        if not group:
            continue
        lines = sum(file.source.count("\n") for file in group)
        parse = best(rounds, lambda group=group: parse_all(group))  # type: ignore[misc]
        ours = best(
            rounds,
            lambda group=group: [lint(file.source, str(file.path), None, file.tree) for file in group],  # type: ignore[misc]
        )
        rows.append(
            (
                *(name, str(len(group)), str(lines), f"{parse * 1000:.0f} ms", f"{ours * 1000:.0f} ms"),
                *(f"{ours / parse:.3f}", f"{ours / max(lines, 1) * 1e6:.0f} ms"),
            )
        )
    print("Our time against the time of ast.parse (the trees are given, as flake8 gives them)")
    table(("", "files", "lines", "parse", "ours", "ours/parse", "per 1,000 lines"), rows)


def slowest(files: Sequence[File], rounds: int) -> None:
    """Name the files that cost most for their length: where the next improvement is to be looked for."""
    costs = []
    for file in files:
        if matters(file.source):
            parse = best(rounds, lambda file=file: ast.parse(file.source))  # type: ignore[misc]
            ours = best(rounds, lambda file=file: lint(file.source, str(file.path), tree=file.tree))  # type: ignore[misc]
            costs.append((ours / parse, ours, file))
    rows = [
        ("/".join(file.path.parts[-2:]), f"{ours * 1000:.0f} ms", f"{ratio:.1f}")
        for ratio, ours, file in sorted(costs, key=lambda cost: cost[0], reverse=True)[:5]
    ]
    if rows:
        print("The dearest files")
        table(("", "ours", "ours/parse"), rows)


def installed() -> dict[str, type]:
    """Load the plugins that are compared, those that are installed."""
    points = importlib.metadata.entry_points(group="flake8.extension")
    first: dict[str, type] = {}
    for point in points:
        if point.dist is not None and point.dist.name in OTHERS:
            first.setdefault(point.dist.name, point.load())
    return {name: first[name] for name in OTHERS if name in first}


def run_plugin(plugin: type, files: Sequence[File], options: argparse.Namespace) -> int:
    """Run a plugin's class as flake8 does: its parameters say what it wants. Return how much it finds."""
    wanted = inspect.signature(plugin).parameters
    found = 0
    for file in files:
        given: dict[str, Any] = {
            "tree": file.tree,
            "lines": file.lines,
            "filename": str(file.path),
            "options": options,
        }
        made = plugin(**{name: value for name, value in given.items() if name in wanted})
        found += sum(1 for _ in made.run())
    return found


def sample(files: Sequence[File], lines: int) -> list[File]:
    """Take about so many lines, half of them from files that can matter; leave out what a plugin fails on."""
    taken: list[File] = []
    for group in (
        [file for file in files if matters(file.source)],
        [file for file in files if not matters(file.source)],
    ):
        total = sum(file.source.count("\n") for file in group)
        taken += group[:: max(1, round(2 * total / lines))]
    _, options = parse_args(["--isolated"])
    sound = []
    for file in taken:
        try:
            for plugin in installed().values():
                run_plugin(plugin, [File(file.path, file.source, ast.parse(file.source))], options)
            sound.append(file)
        except Exception as error:  # flake8 would end here
            print(f"left out: {file.path}: {type(error).__name__} in {plugin.__module__}")
    count = sum(file.source.count("\n") for file in sound)
    print(f"A sample of {len(sound)} files, {count} lines\n")
    return sound


def against_plugins(files: Sequence[File], rounds: int) -> None:
    """Run the classes of the plugins over the same parsed files, in this process."""
    _, options = parse_args(["--isolated"])
    costs = {}
    for name, plugin in installed().items():
        trees = [File(file.path, file.source, ast.parse(file.source)) for file in files]  # some plugins mark trees
        costs[name] = best(rounds, lambda plugin=plugin, trees=trees: run_plugin(plugin, trees, options))  # type: ignore[misc]
    parse = best(rounds, lambda: parse_all(files))
    rows = [
        (name, f"{cost * 1000:.0f} ms", f"{cost / parse:.3f}", f"{cost / costs['flake8-mp']:.1f}")
        for name, cost in costs.items()
    ]
    print("The plugins' classes on the parsed sample")
    table(("", "time", "time/parse", "time/ours"), rows)


def whole_runs(files: Sequence[File], rounds: int) -> None:
    """Run flake8 as a process, with none of the compared plugins and with each of them alone."""
    names = [str(file.path) for file in files]
    bare = best(rounds, lambda: flake8(None, names))
    rows = [("flake8 with none of them", f"{bare:.2f} s", "")]
    for name in installed():
        cost = best(rounds, lambda name=name: flake8(name, names))  # type: ignore[misc]
        rows.append((f"flake8 with {name} alone", f"{cost:.2f} s", f"{cost - bare:+.2f} s"))
    direct = best(rounds, lambda: [lint_path(file.path) for file in files])
    rows.append(("our engine without flake8: read, parse where it can matter, lint", f"{direct:.2f} s", ""))
    print("Whole runs on the sample, one job")
    table(("", "time", "added"), rows)


def lint_path(path: Path) -> int:
    """Read and lint one file, without flake8 around it; return how much is found."""
    with tokenize.open(path) as file:
        return len(lint(file.read(), str(path)))


ONE_PLUGIN = """\
import importlib.metadata, sys
shown, hidden = sys.argv[1], sys.argv[2].split(",")
found = importlib.metadata.distributions
importlib.metadata.distributions = lambda **given: (
    each for each in found(**given) if each.metadata["name"] == shown or each.metadata["name"] not in hidden
)
from flake8.main.cli import main
sys.exit(main(sys.argv[3:]))
"""
"""flake8, which sees one of the compared plugins only: selecting codes does not keep others from running."""


def flake8(plugin: str | None, names: Sequence[str]) -> None:
    """Run flake8 with at most one of the compared plugins, in a folder without configuration."""
    options = ["--isolated", "-j1", "--exit-zero"]
    command = [sys.executable, "-c", ONE_PLUGIN, plugin or "", ",".join(OTHERS), *options, *names]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True)


def import_cost(rounds: int) -> None:
    """Measure what the plugin adds to flake8's start, in fresh processes: its import, its options."""
    flake8_alone = "import flake8.main.cli, flake8.options.parse_args"
    steps = {
        "import of the plugin": "import flake8_mp.frontends.flake8_plugin",
        "… and its options read": "from flake8_mp.configuration import read_configuration; read_configuration({}, '.')",
        "… and a file that cannot matter": "from flake8_mp.engine import lint; lint('x = 1')",
        "… and a file that can": "lint('from multiprocessing import Pool')",
    }
    program = [flake8_alone, "import time", "times = [time.perf_counter()]"]
    for step in steps.values():
        program += [step, "times.append(time.perf_counter())"]
    program.append("print(*(time - times[0] for time in times[1:]))")
    samples = []
    for _ in range(3 * rounds):
        run = subprocess.run([sys.executable, "-c", "\n".join(program)], capture_output=True, text=True, check=True)
        samples.append([float(word) for word in run.stdout.split()])
    medians = [statistics.median(column) for column in zip(*samples, strict=True)]
    print("What is added to the start of each flake8 process (median; at most 60 ms are allowed)")
    table(("", "so far"), [(name, f"{cost * 1000:.1f} ms") for name, cost in zip(steps, medians, strict=True)])


def main() -> None:
    """Measure and print; fail where the linter reports an error of its own."""
    parser = argparse.ArgumentParser(description="Measure what flake8-mp costs.")
    standard = Path(sysconfig.get_path("stdlib"))
    parser.add_argument("folder", nargs="?", type=Path, default=standard, help="the files (Default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many (Default: %(default)s)")
    parser.add_argument("--lines", type=int, default=15_000, help="size of the sample (Default: %(default)s)")
    options = parser.parse_args()
    files = read(options.folder)
    if not files:
        sys.exit(f"{options.folder}: no Python files here")
    gc.collect()
    gc.freeze()  # the trees that are kept here would be walked by each collection, and are no part of any run
    print(f"Python {sys.version.split()[0]}, {options.folder}\n")
    findings = [finding for file in files for finding in lint(file.source, str(file.path), Settings(), file.tree)]
    broken = {finding.message for finding in findings if finding.code == INTERNAL}
    if broken:
        sys.exit("\n".join(sorted(broken)))
    against_parsing(files, options.rounds)
    slowest(files, options.rounds)
    some = sample(files, options.lines)
    against_plugins(some, options.rounds)
    whole_runs(some, options.rounds)
    import_cost(options.rounds)


if __name__ == "__main__":
    main()
