"""What running a file on abstract values costs: processor time per step and per file, and against ``ast.parse``.

    python benchmarks/bench_steps.py [FOLDER] [--rounds N]

The files are those of a folder that can have findings (the standard library of this Python unless one is given). A
step is an expression or statement that is evaluated; each time is the best of a few rounds, of processor time. Whoever
compares two revisions runs both in turn: the figures depend on what else the machine does.
"""

from __future__ import annotations

import argparse
import ast
import gc
import statistics
import sysconfig
import time
import warnings
from pathlib import Path
from typing import NamedTuple

from flake8_mp.engine import lint, matters
from flake8_mp.facts.module import Module
from flake8_mp.settings import Settings

SETTINGS = Settings(enable=frozenset({"MP"}))


class Cost(NamedTuple):
    """What one file costs, in seconds of processor time."""

    run: float
    parse: float
    steps: int
    is_incomplete: bool
    events: int


def cost(path: Path, source: str) -> Cost:
    """Parse a file and run it once."""
    gc.collect()
    gc.disable()
    started = time.process_time()
    tree = ast.parse(source)
    parsed = time.process_time()
    module = Module(tree, source, str(path), SETTINGS)
    events = len(module.events)
    done = time.process_time()
    found = Cost(done - parsed, parsed - started, module.machine.steps, module.is_incomplete, events)
    module.forget()
    gc.enable()
    return found


def files(folder: Path) -> dict[Path, str]:
    """Return the texts of the files below a folder that can have findings and that parse."""
    found = {}
    for path in sorted(folder.rglob("*.py")):
        if "site-packages" in path.relative_to(folder).parts:
            continue
        try:
            source = path.read_text(encoding="utf-8")
            if matters(source, str(path)):
                ast.parse(source)
                found[path] = source
        except (OSError, ValueError, SyntaxError):
            continue
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path(sysconfig.get_path("stdlib")))
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many counts (Default: %(default)s)")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    lint("import multiprocessing\nmultiprocessing.Pool()\n", settings=SETTINGS)  # what is imported on first use
    sources = files(options.folder)
    best: dict[Path, Cost] = {}
    for _ in range(options.rounds):
        for path, source in sources.items():
            this = cost(path, source)
            known = best.get(path, this)
            best[path] = this._replace(run=min(this.run, known.run), parse=min(this.parse, known.parse))
    costs = [each for each in best.values() if each.steps]
    run, steps = sum(each.run for each in costs), sum(each.steps for each in costs)
    print(f"{len(costs)} files, {sum(each.is_incomplete for each in costs)} of them not run to the end")
    print(f"{steps} steps, {run:.2f} s, {sum(each.run for each in costs if not each.events):.2f} s without any event")
    median = statistics.median(each.run / each.steps for each in costs)
    print(f"{run / steps * 1e6:.1f} µs a step, {median * 1e6:.1f} µs in the median of the files")
    print(f"{run / sum(each.parse for each in costs):.2f} times what ast.parse takes")


if __name__ == "__main__":
    main()
