"""Asks the engine of a revision about files, through its door."""

from __future__ import annotations

import hashlib
import io
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from comparison import Refusal
from comparison.results import RAISED, Collection, Found, Linted, Place, Tree

ROOT = Path(__file__).resolve().parents[2]
"""The checkout that this file belongs to."""
CHUNK = 200
"""So many files are linted by one process, which then ends: what it has cached must not grow without limit."""


def lint_files(code: str, folder: str, paths: Sequence[str]) -> tuple[dict[str, Linted | None], float]:
    """Lint some files of a tree with the package that lies in the folder ``code``.

    Returns the results, and the seconds that went into files which cannot have findings.
    """
    if code not in sys.path:
        sys.path.insert(0, code)
    import flake8_mp.engine
    from flake8_mp.settings import Settings

    if not Path(flake8_mp.engine.__file__).is_relative_to(code):
        raise Refusal(f"{flake8_mp.engine.__file__} is used instead of the code to be compared")
    settings = Settings(enable=frozenset({"MP"}))
    with suppress(Exception):  # what is imported on first use shall not count for the first file
        flake8_mp.engine.lint("import multiprocessing\nmultiprocessing.Pool()\n", settings=settings)
    results: dict[str, Linted | None] = {}
    sifting = 0.0
    for path in paths:
        result = lint_file(flake8_mp.engine, settings, folder, path)
        results[path] = result if isinstance(result, Linted) else None
        sifting += 0.0 if isinstance(result, Linted) else result
    return results, sifting


def lint_file(engine: Any, settings: Any, folder: str, path: str) -> Linted | float:
    """Lint one file; return the seconds that it took to decide where it cannot have findings, or cannot be read."""
    name = f"{folder}/{path}"
    try:
        data = Path(name).read_bytes()
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        source = io.TextIOWrapper(io.BytesIO(data), encoding).read()
    except (OSError, SyntaxError, UnicodeError, LookupError):
        return 0.0
    started = time.process_time()
    try:
        if not engine.matters(source, name):
            return time.process_time() - started
        findings = [plain(finding, folder) for finding in engine.lint(source, name, settings)]
    except Exception as error:  # the promise is what is checked here
        findings = [Found(RAISED, Place(1, 0, 1, 0), f"{type(error).__name__}: {error}", (), ())]
    return Linted(hashlib.sha256(data).hexdigest()[:16], round(time.process_time() - started, 4), tuple(findings))


def plain(finding: Any, folder: str) -> Found:
    """Return a finding of the engine as it is kept; files below the folder are named relative to it."""
    related = []
    for each in finding.related:
        span = each.span
        path = getattr(each, "path", None)  # only revisions that know places in other files have it
        elsewhere = (os.path.relpath(path, folder),) if path else ()
        related.append((span.line, span.column, span.end_line, span.end_column, each.words, *elsewhere))
    span = finding.span
    place = Place(span.line, span.column, span.end_line, span.end_column)
    return Found(finding.code, place, finding.message, tuple(sorted(finding.methods)), tuple(related))


def collect(codes: Sequence[tuple[Path, str]], wanted: Mapping[str, Tree], jobs: int) -> list[Collection]:
    """Lint the files of these trees with the package in each of some folders, which stand before a revision's name.

    Several take turns, a chunk of files each, so that the times can be compared whatever else the machine does.
    """
    parts: list[dict[str, list[tuple[dict[str, Linted | None], float]]]] = [
        {name: [] for name in wanted} for _ in codes
    ]
    with ProcessPoolExecutor(jobs, max_tasks_per_child=1) as executor:
        futures = {
            executor.submit(lint_files, str(code), tree.folder, chunk): (side, name, chunk[0])
            for name, tree in wanted.items()
            for chunk in chunks(list(tree.files))
            for side, (code, _) in enumerate(codes)
        }
        try:
            for future in as_completed(futures):
                side, name, _ = futures[future]
                parts[side][name].append(future.result())
        except BrokenProcessPool as error:
            _, name, path = next(place for future, place in futures.items() if future.exception())
            raise Refusal(f"a worker died over one of the files from {name}/{path} on") from error
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise
    return [
        Collection(
            revision,
            platform.python_version(),
            {name: merged(tree, parts[side][name]) for name, tree in wanted.items()},
        )
        for side, (_, revision) in enumerate(codes)
    ]


def chunks(paths: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the paths in lists of a worker's size."""
    for start in range(0, len(paths), CHUNK):
        yield paths[start : start + CHUNK]


def merged(tree: Tree, parts: Sequence[tuple[Mapping[str, Linted | None], float]]) -> Tree:
    """Return the tree with what the workers say about its files."""
    results = {path: linted for part, _ in parts for path, linted in part.items()}
    sifting = round(sum(seconds for _, seconds in parts), 4)
    return replace(tree, files={path: results[path] for path in tree.files}, sifting=sifting)


def git(*words: str) -> bytes:
    """Run git in this checkout and return what it prints. Raises :class:`Refusal` where it fails."""
    run = subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True)
    if run.returncode:
        raise Refusal(f"git {' '.join(words)}: {run.stderr.decode(errors='replace').strip()}")
    return run.stdout


@contextmanager
def code_of(name: str) -> Iterator[tuple[Path, str]]:
    """Lend a copy of the package of a checkout (a folder) or of a revision of this one, with words that name it."""
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary).resolve()
        if Path(name).is_dir():
            package = Path(name) / "flake8_mp"
            if not (package / "engine.py").is_file():
                raise Refusal(f"{name}: no flake8_mp/engine.py here")
            shutil.copytree(package, copy / "flake8_mp", ignore=shutil.ignore_patterns("__pycache__"))
            run = subprocess.run(
                ["git", "-C", name, "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"],
                capture_output=True,
                text=True,
            )
            yield copy, run.stdout.strip() or str(Path(name).resolve())
        else:
            try:
                commit = git("rev-parse", "--verify", "--short=12", f"{name}^{{commit}}").decode().strip()
            except Refusal as error:
                raise Refusal(f"{name}: neither a folder nor a revision") from error
            with tarfile.open(fileobj=io.BytesIO(git("archive", commit, "flake8_mp"))) as archive:
                archive.extractall(copy, filter="data")
            yield copy, commit
