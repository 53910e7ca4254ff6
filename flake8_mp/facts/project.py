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

_WORDS = ("multiprocess", "ProcessPool", ".fork(", "import fork", "num_workers", "process_map")
# What is taken is not given back (``*+``): dots fit both groups, and thousands of them would be parted in every way.
_IMPORT = re.compile(r"^(?:from[ \t]++(\.*+)([\w.]*+)[ \t]++import\b|import[ \t]++([\w.]++))", re.MULTILINE)

consulted: set[str] = set()
"""Every path that was looked for, whether a file was there or not: what an answer depends on besides the file itself.
Whoever wants to know it clears the set before."""

_cache: OrderedDict[tuple[str, int, int, bool], Source | None] = OrderedDict()


def _is_file(path: str) -> bool:
    consulted.add(path)
    return os.path.isfile(path)


def is_in_package(path: str) -> bool:
    """Tell whether a file is a module of a package: what it does on import is done for whoever imports it."""
    return _is_file(os.path.join(os.path.dirname(os.path.abspath(path)), "__init__.py"))


def root_of(path: str) -> tuple[str, str] | None:
    """Return the folder from which a file's imports are looked up, and the file's own; None where it has no file."""
    if not os.path.isfile(path):
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
    if deeper and (not os.path.isfile(path) or _is_file(os.path.join(folder, "__init__.py"))):
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
    try:
        if os.stat(path).st_size > LARGEST:
            return None
        with open(path, encoding="utf-8") as file:
            return file.read()
    except (OSError, ValueError):
        return None


def load(path: str, small: bool = False) -> Source | None:
    """Return a parsed file, or None where it cannot matter, is too large, or cannot be read or parsed.

    With ``small``, a file that names none of our libraries is parsed as well, unless it is large: it can pass on what
    others start, or define what is handed over.
    """
    consulted.add(path)
    try:
        status = os.stat(path)
    except OSError:
        return None
    key = (path, status.st_mtime_ns, status.st_size, small)
    if key in _cache:
        _cache.move_to_end(key)
        return _cache[key]
    source: Source | None = None
    if status.st_size <= LARGEST:
        try:
            text = _read(path) or ""
            if _names_ours(text) or (small and status.st_size <= SMALL):
                source = Source(ast.parse(text), text, path)
        except (OSError, ValueError, SyntaxError, RecursionError, MemoryError):
            source = None
    _cache[key] = source
    while len(_cache) > CACHED:
        _cache.popitem(last=False)
    return source
