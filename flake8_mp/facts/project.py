"""Other modules of the same project: found on demand, parsed once, never run and never imported.

A module is first-party when its file lies beside the linted one, or under the folder that holds the top package of
that. Files are cached by path, time stamp and size, since editors keep one process for hours. What is missing, broken
or too large is unknown.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections import OrderedDict

from flake8_mp.facts.source import Source

LARGEST = 200_000
"""Files with more bytes are not followed."""
SMALL = 40_000
"""Files with more bytes are followed only when they name one of our libraries."""
CACHED = 128
"""So many files are kept."""

_WORDS = ("multiprocess", "ProcessPool", ".fork(", "import fork", "num_workers")
# What is taken is not given back (``*+``): dots fit both groups, and thousands of them would be parted in every way.
_IMPORT = re.compile(r"^(?:from[ \t]++(\.*+)([\w.]*+)[ \t]++import\b|import[ \t]++([\w.]++))", re.MULTILINE)

unsaved: dict[str, str] = {}
"""The texts that stand in the place of files, by absolute path: what an editor has open and has perhaps not saved.
Whoever has such texts puts them here before a file is linted; nobody else changes them."""

consulted: set[str] = set()
"""Every path that was looked for, whether a file was there or not: what an answer depends on besides the file itself.
Whoever wants to know it clears the set before."""

_cache: OrderedDict[tuple[str, int, int, bool], Source | None] = OrderedDict()
_UNSAVED = -1
"""It stands for the time stamp of a text that an editor has: what is kept of an earlier one is replaced."""


def _exists(path: str) -> bool:
    return path in unsaved or os.path.isfile(path)


def _is_file(path: str) -> bool:
    consulted.add(path)
    return _exists(path)


def root_of(path: str) -> tuple[str, str] | None:
    """Return the folder from which a file's imports are looked up, and the file's own; None where it has no file."""
    if not _exists(path):
        return None  # it has no place of its own: nothing is looked for
    own = os.path.dirname(os.path.abspath(path))
    root = own
    while _is_file(os.path.join(root, "__init__.py")):
        parent = os.path.dirname(root)
        if parent == root:
            break
        root = parent
    return root, own


def find(path: str, module: str, level: int) -> str | None:
    """Return the file of an imported module of the same project, or None where it is not one.

    ``path`` is the importing file, ``module`` the dotted name of the import statement and ``level`` its dots.
    """
    folders = root_of(path)
    if folders is None:
        return None
    root, own = folders
    if level:
        base = own
        for _ in range(level - 1):
            base = os.path.dirname(base)
        return file_in(base, module)
    if not module or module.partition(".")[0] in sys.stdlib_module_names:
        return None
    return file_in(root, module)


def file_in(folder: str, module: str) -> str | None:
    """Return the file of a dotted module name below a folder: ``a/b.py`` or ``a/b/__init__.py``."""
    stem = os.path.join(folder, *module.split(".")) if module else folder
    for candidate in (f"{stem}.py" if module else "", os.path.join(stem, "__init__.py")):
        if candidate and _is_file(candidate):
            return candidate
    return None


def imports_what_matters(text: str, path: str, deeper: bool = True) -> bool:
    """Tell whether a program imports, at its top level, a module beside it that names one of our libraries.

    Modules of packages are not asked: what they do on import is told where the start stands.
    """
    folder = os.path.dirname(os.path.abspath(path))
    if deeper and (not _exists(path) or _is_file(os.path.join(folder, "__init__.py"))):
        return False
    for match in _IMPORT.finditer(text):
        dots, module, plain = match.groups()
        found = find(path, module or plain or "", len(dots or ""))
        if found is None:
            continue
        inner = _read(found)
        if inner is not None and (_names_ours(inner) or (deeper and imports_what_matters(inner, found, False))):
            return True
    return False


def _names_ours(text: str) -> bool:
    return any(word in text for word in _WORDS)


def _read(path: str) -> str | None:
    """Return the text of a file that is not too large, or None where it cannot be read."""
    consulted.add(path)
    if path in unsaved:
        return unsaved[path] if len(unsaved[path]) <= LARGEST else None
    try:
        if os.stat(path).st_size > LARGEST:
            return None
        with open(path, encoding="utf-8") as file:
            return file.read()
    except (OSError, ValueError):
        return None


def _stamp(path: str, small: bool) -> tuple[tuple[str, int, int, bool], int]:
    """Return the key under which a file is kept, and its size. Raises OSError where there is no such file."""
    if path in unsaved:
        return (path, _UNSAVED, _UNSAVED, small), len(unsaved[path])
    status = os.stat(path)
    return (path, status.st_mtime_ns, status.st_size, small), status.st_size


def _is_kept(source: Source | None, path: str) -> bool:
    return source is not None and source.text == unsaved[path]


def load(path: str, small: bool = False) -> Source | None:
    """Return a parsed file, or None where it cannot matter, is too large, or cannot be read or parsed.

    With ``small``, a file that names none of our libraries is parsed as well, unless it is large: it can pass on what
    others start, or define what is handed over.
    """
    consulted.add(path)
    try:
        key, size = _stamp(path, small)
    except OSError:
        return None
    if key in _cache and (key[1] != _UNSAVED or _is_kept(_cache[key], path)):
        _cache.move_to_end(key)
        return _cache[key]
    source: Source | None = None
    if size <= LARGEST:
        try:
            text = _read(path) or ""
            if _names_ours(text) or (small and size <= SMALL):
                source = Source(ast.parse(text), text, path)
        except (OSError, ValueError, SyntaxError, RecursionError, MemoryError):
            source = None
    _cache[key] = source
    while len(_cache) > CACHED:
        _cache.popitem(last=False)
    return source
