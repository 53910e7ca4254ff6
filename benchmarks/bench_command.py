"""What the command costs, against others on the same files: ``python benchmarks/bench_command.py [FOLDER]``.

All of them run as processes on the same trees in one run of this program, turn and turn about, and the best of a few
rounds counts: the ratios say something, the seconds depend on the machine. The trees are copies without
``site-packages``: the standard library of this Python, and the packages of this environment or of the folder that is
named.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LEFT_OUT = shutil.ignore_patterns("site-packages", "__pycache__", "node_modules", "*.so", "*.a", "*.pyc")


@dataclass(frozen=True)
class Cost:
    """What a process took."""

    wall: float
    cpu: float
    memory: int
    """The largest size of the process, in KiB."""


def cost(command: Sequence[str], cwd: Path) -> Cost:
    """Run a command and measure it, its children included."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1, 2):
        sys.exit(f"{' '.join(command)} exits with {process.returncode}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)


def best(costs: Sequence[Cost]) -> Cost:
    """Return the least of each."""
    return Cost(min(c.wall for c in costs), min(c.cpu for c in costs), min(c.memory for c in costs))


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under their heads, the first column to the left, the others to the right."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    for row in [head, *rows]:
        first, *rest = (
            cell.ljust(width) if not column else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join([first, *rest]))
    print()


def python_files(folder: Path) -> list[Path]:
    """List the Python files below a folder."""
    return sorted(folder.rglob("*.py"))


def ours(cache: Path | None = None) -> list[str]:
    """Return our command, with a cache in this folder or with none."""
    kept = ["--no-cache"] if cache is None else ["--cache-dir", str(cache)]
    return [sys.executable, "-m", "flake8_mp", "check", ".", "-qq", "--isolated", *kept]


def ruff() -> list[str]:
    """Return ruff's cheapest question: one rule, nothing remembered."""
    return [sys.executable, "-m", "ruff", "check", ".", "--isolated", "--no-cache", "--quiet", "--select", "PLW1509"]


def compare(tree: Path, rounds: int) -> None:
    """Measure us, cold and warm, and ruff on one tree."""
    cache = tree.parent / "cache"
    commands = {
        "flake8-mp, no cache": ours(),
        "flake8-mp, no cache, one process": [*ours(), "--jobs", "1"],
        "flake8-mp, cache filled": ours(cache),
        "ruff, one rule, no cache": ruff(),
    }
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    costs["flake8-mp, cache empty"] = []
    for _ in range(rounds):
        shutil.rmtree(cache, ignore_errors=True)
        costs["flake8-mp, cache empty"].append(cost(ours(cache), tree))
        for name, command in commands.items():
            costs[name].append(cost(command, tree))
    against = best(costs["ruff, one rule, no cache"])
    files = python_files(tree)
    size = sum(path.stat().st_size for path in files) / 1e6
    print(f"{tree.name}: {len(files)} files, {size:.0f} MB")
    rows = []
    for name, measured in costs.items():
        least = best(measured)
        rows.append(
            (
                name,
                f"{least.wall:.2f} s",
                f"{least.wall / against.wall:.2f}",
                f"{least.cpu:.2f} s",
                f"{least.memory >> 10} MB",
            )
        )
    table(("", "wall", "wall/ruff", "CPU", "memory"), rows)


def growth(tree: Path, rounds: int) -> None:
    """Measure how time and memory grow with the number of files."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        base: Cost | None = None
        for times in (1, 2, 4, 8):
            root = Path(folder) / str(times)
            for number in range(times):
                shutil.copytree(tree, root / f"copy{number}")
            measured = best([cost([*ours(), "--jobs", "1"], root) for _ in range(rounds)])
            cache = Path(folder) / f"cache{times}"
            cost(ours(cache), root)
            warm = best([cost(ours(cache), root) for _ in range(rounds)])
            base = base or measured
            rows.append(
                (
                    f"{times}x, {len(python_files(root))} files",
                    f"{measured.cpu:.2f} s",
                    f"{measured.cpu / base.cpu:.1f}",
                    f"{warm.cpu:.2f} s",
                    f"{measured.memory >> 10} MB",
                )
            )
            shutil.rmtree(root)
    print(f"Growth, copies of {tree.name}")
    table(("", "CPU, no cache", "times", "CPU, cache filled", "memory"), rows)


def linters(tree: Path, count: int, rounds: int) -> None:
    """Measure other linters on some of the files of a tree: the whole would take minutes."""
    files = python_files(tree)
    some = [str(path.relative_to(tree)) for path in files[:: max(1, len(files) // count)]]
    flake8 = [sys.executable, "-m", "flake8", "--isolated", "--exit-zero", "-j1"]
    commands = {
        "flake8-mp, no cache, one process": [*ours()[:4], *some, "-qq", "--isolated", "--no-cache", "--jobs", "1"],
        "ruff, one rule, no cache": [*ruff()[:4], *some, *ruff()[5:]],
        "flake8 --select MP": [*flake8, "--select", "MP", *some],
        "flake8 --select B (flake8-bugbear)": [*flake8, "--select", "B", *some],
        "flake8 --select ASYNC (flake8-async)": [*flake8, "--select", "ASYNC", *some],
        "pylint, one check": [
            *(sys.executable, "-m", "pylint", "--rcfile=/dev/null", "--disable=all", "--enable=W1509", "-j1", *some),
        ],
    }
    rows = []
    base = 0.0
    for name, command in commands.items():
        if (
            name.startswith("pylint")
            and subprocess.run([*command[:3], "--version"], capture_output=True, check=False).returncode
        ):
            print("pylint is not installed")
            continue
        measured = best([cost(command, tree) for _ in range(rounds)])
        base = base or measured.wall
        rows.append((name, f"{measured.wall:.2f} s", f"{measured.wall / base:.1f}"))
    print(f"Some of {tree.name}: {len(some)} files (flake8 runs whatever plugins are installed beside it)")
    table(("", "wall", "times ours"), rows)


def start(rounds: int) -> None:
    """Measure the start of the command, where there is nothing to do."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "flake8-mp --version": [sys.executable, "-m", "flake8_mp", "--version"],
            "flake8-mp in an empty folder": [sys.executable, "-m", "flake8_mp", "--cache-dir", str(folder / "cache")],
            "flake8 --version": [sys.executable, "-m", "flake8", "--version"],
            "ruff --version": [sys.executable, "-m", "ruff", "--version"],
        }
        rows = []
        for what, command in commands.items():
            (folder / "empty").mkdir(exist_ok=True)
            measured = best([cost(command, folder / "empty") for _ in range(3 * rounds)])
            rows.append((what, f"{measured.cpu * 1000:.0f} ms", f"{measured.wall * 1000:.0f} ms"))
    print("Start")
    table(("", "CPU", "wall"), rows)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure what the command flake8-mp costs.")
    packages = Path(sysconfig.get_path("purelib"))
    parser.add_argument("packages", nargs="?", type=Path, default=packages, help="the packages (Default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many (Default: %(default)s)")
    parser.add_argument("--sample", type=int, default=60, help="files for slow linters (Default: %(default)s)")
    parser.add_argument("--no-growth", action="store_true", help="leave out the copies, which take the longest")
    options = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or each start compiles us anew, which no user sees
    print(f"Python {sys.version.split()[0]}, {len(os.sched_getaffinity(0))} processors\n")
    with tempfile.TemporaryDirectory() as name:
        standard, real = Path(name) / "a" / "standard-library", Path(name) / "b" / "packages"
        shutil.copytree(sysconfig.get_path("stdlib"), standard, ignore=LEFT_OUT, symlinks=True)
        shutil.copytree(options.packages, real, ignore=LEFT_OUT, symlinks=True, ignore_dangling_symlinks=True)
        start(options.rounds)
        for tree in (standard, real):
            compare(tree, options.rounds)
        linters(real, options.sample, 1)
        if not options.no_growth:
            growth(standard, 1)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"The largest of all processes took {peak >> 10} MB")


if __name__ == "__main__":
    main()
