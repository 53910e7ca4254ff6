"""``flake8-mp verify --fix``: a program as it is and as the fixers leave it, side by side."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from flake8_mp.frontends.checking import read
from flake8_mp.frontends.fix_file import CannotFix, difference, fix_content
from flake8_mp.frontends.fix_policy import Policy
from flake8_mp.frontends.verdict import Run, Verdict
from flake8_mp.frontends.verify import BREAKS, ERRORS, WORKS, VerifyError, verified
from flake8_mp.frontends.verify_output import conclusion
from flake8_mp.progress import Progress
from flake8_mp.selfcheck.__main__ import INTERRUPTED, USAGE
from flake8_mp.settings import Settings

_HEAD = ("python", "start method", "as it is", "fixed")


def main(options: argparse.Namespace, words: Sequence[str], is_module: bool) -> int:
    """Run the script, run it as it is fixed, and report both; return whether it works then, as verify does.

    Nothing of the user's is changed but by the program itself. A script that nothing is to be fixed in is run once.
    """
    progress = Progress()
    try:
        reported, verdict = _compared(options, words, is_module, progress)
    except (*ERRORS, CannotFix) as error:
        progress.close()
        print(f"flake8-mp verify: {error}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        progress.close()
        print("flake8-mp verify: interrupted; all runs were ended", file=sys.stderr)
        return INTERRUPTED
    print(reported, flush=True)
    return WORKS if verdict.works and verdict.runs_done else BREAKS


def _compared(
    options: argparse.Namespace, words: Sequence[str], is_module: bool, progress: Progress
) -> tuple[str, Verdict]:
    if is_module or options.json:
        raise VerifyError("--fix: it needs a script, and works with neither -m nor --json")
    script = Path(words[0])
    if script.is_dir() or script.suffix == ".ipynb":
        raise VerifyError(f"{words[0]}: --fix takes a script")
    _, before = verified(options, words, is_module, progress)
    old = read(str(script))
    new, applied = fix_content(old, str(script), Settings(), Policy(options.unsafe_fixes))
    if not applied:
        return f"{_table(before, before)}\n\nnothing to fix; {conclusion(before)}", before
    with _beside(script, new) as copy:
        _, after = verified(options, words, is_module, progress, copy)
        titles = "\n".join(f"    {code} {title}" for code, title in applied)
        option = " --unsafe-fixes" if options.unsafe_fixes else ""
        parts = [
            _table(before, after),
            difference(words[0], old, new).rstrip("\n"),
            f"fixed:\n{titles}",
            f"as it is: {conclusion(before)}\nfixed: {conclusion(after)}",
            f"`flake8-mp check --fix{option} {words[0]}` makes these changes",
        ]
        return "\n\n".join(parts), after


@contextlib.contextmanager
def _beside(script: Path, content: bytes) -> Iterator[Path]:
    """Yield a folder's script with another content, beside which all else of its folder is found by links."""
    with tempfile.TemporaryDirectory(prefix="flake8-mp-") as folder:
        for entry in os.scandir(script.resolve().parent):
            if entry.name not in (script.name, "__pycache__"):
                _link(Path(folder, entry.name), entry)
        copy = Path(folder, script.name)
        copy.write_bytes(content)
        copy.chmod(script.stat().st_mode)
        yield copy


def _link(path: Path, entry: os.DirEntry[str]) -> None:
    """Make what is in one folder appear in another: by a link, or by a copy where links need rights (Windows)."""
    try:
        path.symlink_to(entry.path)
    except OSError:
        if entry.is_dir():
            shutil.copytree(entry.path, path)
        else:
            shutil.copy2(entry.path, path)


def _table(before: Verdict, after: Verdict) -> str:
    """Format a row for each run as it is, with what became of the same run when the program was fixed."""
    rows = [_HEAD]
    for old, new in zip(before.runs, after.runs, strict=True):
        rows.append((old.python, old.method, _seen(before, old), _seen(after, new)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _seen(verdict: Verdict, run: Run) -> str:
    differs = run.outcome is not None and verdict.comparisons[run].differs
    return f"{run.seen}, other output" if differs else run.seen
