"""Fixes of many files: the standard library, and the bad programs changed at random; see ``mass_fixing``."""

from __future__ import annotations

import ast
import os
import re
import sysconfig
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import pytest

from flake8_mp.selfcheck.fixture import fixture_paths, fixtures_root
from tests.mass_fixing import faults, sources

EVERYTHING = bool(os.environ.get("CI"))
"""Whether each program is changed, in one of the ways; elsewhere a fifth of them are, so that it ends in a minute."""
PROGRAMS = [path for path in sorted(fixture_paths(fixtures_root())) if path.is_file() and path.stem != "shapes"]


def renamed(text: str) -> str:
    """Give things the names that fixers would like to give."""
    for old, new in (("work", "_work"), ("main", "functools"), ("numbers", "copy"), ("results", "partial")):
        text = re.sub(rf"\b{old}\b(?!['\"_])", new, text)
    return text


def indented(text: str) -> str:
    """Put everything under an ``if``: nothing stands at module level any more."""
    return "if True:\n" + "".join(f"    {line}" if line.strip() else line for line in text.splitlines(keepends=True))


def with_tabs(text: str) -> str:
    return re.sub(r"^(?: {4})+", lambda match: "\t" * (len(match[0]) // 4), text, flags=re.MULTILINE)


def decorated(text: str) -> str:
    return re.sub(r"^( *)(?=(?:async )?def |class )", r"\1@(lambda made: made)\n\1", text, flags=re.MULTILINE)


def without_last_line_end(text: str) -> str:
    return text.rstrip("\n")


def on_one_line(text: str) -> str:
    """Write short blocks behind their colon."""
    return re.sub(r":\n +((?:pass|return [\w. +*]+|\w+\.\w+\(\)))\n", r": \1\n", text)


MAX_PATHS = (renamed, indented, with_tabs, decorated, without_last_line_end, on_one_line)


@pytest.mark.parametrize("kind", MAX_PATHS, ids=lambda kind: str(kind.__name__))
def test_changed_programs(kind: Callable[[str], str]) -> None:
    place = MAX_PATHS.index(kind)
    count: Counter[str] = Counter()
    wrong = []
    for path in PROGRAMS:
        if crc32(path.as_posix()[-40:].encode()) % (len(MAX_PATHS) if EVERYTHING else 5 * len(MAX_PATHS)) != place:
            continue
        text = kind(path.read_text(encoding="utf-8"))
        try:
            ast.parse(text)
        except SyntaxError:
            continue
        wrong += [f"{path}: {fault}" for fault in faults(text, str(path), count)]
    assert wrong == []
    assert count["findings"] > 5


def test_the_standard_library() -> None:
    folder = Path(sysconfig.get_paths()["stdlib"])
    parts = [folder] if EVERYTHING else [folder / "concurrent", folder / "multiprocessing", folder / "asyncio"]
    count: Counter[str] = Counter()
    wrong = [f"{path}: {fault}" for path, text in sources(parts) for fault in faults(text, path, count)]
    assert wrong == []
    assert count["files"] > 5
