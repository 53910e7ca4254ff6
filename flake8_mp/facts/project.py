"""Other modules of the same project: found on demand, parsed once, never run and never imported.

A module is first-party when its file lies beside the linted one, or under the folder that holds the top package of
that, or where else the project around it lets imports be looked up. Files are cached by path, time stamp and size,
since editors keep one process for hours. What is missing, broken, too large or not a regular file is unknown.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections import OrderedDict

from flake8_mp.facts import files
from flake8_mp.facts.search_path import SearchPath, conftests_of, is_test, search_path_of
from flake8_mp.facts.source import Source

SMALL = 40_000
"""Files with more bytes are followed only when they name one of our libraries."""
CACHED = 128
"""So many files are kept."""

NEAR = 3
"""So many calls away from a library does a definition of another module count."""

LEVELS = 4
"""So many folders above a program may say how it is run."""
_BUILT_BY = ("pyproject.toml", "setup.cfg", "setup.py")

_WORDS = ("multiprocess", "ProcessPool", ".fork(", "import fork", "num_workers", "process_map")
_cache: OrderedDict[tuple[str, bool], tuple[files.Stamp, Source | None]] = OrderedDict()
"""What is kept of an earlier content is replaced."""


def is_in_package(path: str) -> bool:
    """Return whether a file is a module of a package: each program that imports it does what it does on import.

    What has a name that no import statement can have, as ``run-all.py`` or a folder ``01-basics``, is none.
    """
    folder, name = os.path.split(os.path.abspath(path))
    stem = name.removesuffix(".py")
    if not (stem.isidentifier() and os.path.basename(folder).isidentifier()):
        return False
    return files.is_file(os.path.join(folder, "__init__.py"))


def is_same(path: str, other: str) -> bool:
    """Return whether two paths, relative ones perhaps, are those of one file."""
    return os.path.abspath(path) == os.path.abspath(other)


def is_entry_point(path: str) -> bool:
    """Return whether a program may be run by importing it, so that it is a module and not ``__main__``.

    Its package has a ``__main__.py``, or what builds the project names a function of it as an entry point.
    """
    path = os.path.abspath(path)
    folder, stem = os.path.dirname(path), os.path.basename(path).removesuffix(".py")
    if is_in_package(path) and files.is_file(os.path.join(folder, "__main__.py")):
        return True
    declared = re.compile(rf"\b{re.escape(stem)}\s*:")
    for _ in range(LEVELS):
        texts = [files.read(os.path.join(folder, name)) or "" for name in _BUILT_BY]
        if any(map(declared.search, texts)):
            return True
        folder = os.path.dirname(folder)
    return False


def conftests(path: str) -> tuple[str, ...]:
    """Return the files whose fixtures the tests in a file can ask for, the nearest first."""
    return conftests_of(os.path.dirname(os.path.abspath(path))) if files.exists(path) else ()


def fixtures_that_matter(path: str) -> frozenset[str]:
    """Return the names under which the tests in a file can ask conftest.py files for what matters."""
    return frozenset().union(*map(fixtures_in, conftests(path))) if is_test(path) else frozenset()


def fixtures_in(conftest: str) -> frozenset[str]:
    """Return the names of the fixtures in a conftest.py that start processes or share memory themselves.

    What it imports is not looked into: many import all of their project.
    """
    source = load(conftest)
    if source is None:
        return frozenset()
    from flake8_mp.facts.relevance import fixture_names, relevance_of

    distances = relevance_of(source).distances
    near = [node for node in source.tree.body if distances.get(node, NEAR + 1) <= NEAR]
    return frozenset().union(*(fixture_names(node) for node in near if isinstance(node, ast.FunctionDef)))


def find(path: str, text: str, module: str, level: int) -> str | None:
    """Return the file of an imported module of the same project, or None where it is not one.

    ``path`` is the importing file, ``module`` the dotted name of the import statement and ``level`` its dots.
    """
    search_path = search_path_of(path, text)
    return None if search_path is None else find_in(search_path, module, level)


def find_in(search_path: SearchPath, module: str, level: int) -> str | None:
    """Do what :func:`find` does, where it is known from which folders a file imports."""
    if not level and (not module or module.partition(".")[0] in sys.stdlib_module_names):
        return None
    return search_path.find(module, level)


def has_own_code(text: str) -> bool:
    """Return whether a module names one of our libraries."""
    return any(word in text for word in _WORDS)


def is_looked_at(source: Source) -> bool:
    """Return whether a file is linted for its own sake: it names a library, or uses a module of its project that does,
    or is a program or has tests.
    """
    from flake8_mp.facts.name_graph import names_from_others

    code = source.code
    if has_own_code(code) or source.has_guard or source.runs_by_call or ("def test" in code and is_test(source.path)):
        return True
    return bool(names_from_others(code, source.path, straight=True))


def load(path: str, small: bool = False) -> Source | None:
    """Return a parsed file, or None where it cannot matter, is too large, or cannot be read or parsed.

    With ``small``, a file that names none of our libraries is parsed as well, unless it is large: it can pass on what
    others start, or define what is handed over.
    """
    stamp = files.stamp(path)
    if stamp is None:
        return None
    key = path, small
    if key in _cache and _cache[key][0] == stamp:
        _cache.move_to_end(key)
        return _cache[key][1]
    source: Source | None = None
    text = files.read(path)
    if text is not None and (has_own_code(text) or (small and len(text) <= SMALL)):
        try:
            source = Source(ast.parse(text), text, path)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            source = None
    _cache[key] = stamp, source
    _cache.move_to_end(key)
    while len(_cache) > CACHED:
        _cache.popitem(last=False)
    return source
