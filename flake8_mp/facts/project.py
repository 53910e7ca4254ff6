"""Other modules of the same project: found on demand, parsed once, never run and never imported.

A module is first-party when its file lies beside the linted one, or under the folder that holds the top package of
that. Files are cached by path, time stamp and size, since editors keep one process for hours; the texts that an editor
has open stand in their place. What is missing, broken, too large or not a regular file is unknown.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections import OrderedDict
from collections.abc import Iterator
from typing import NamedTuple

from flake8_mp.facts.source import Source
from flake8_mp.reading import read_regular

LARGEST = 200_000
"""Files with more bytes are not followed."""
SMALL = 40_000
"""Files with more bytes are followed only when they name one of our libraries."""
CACHED = 128
"""So many files are kept."""

_WORDS = ("multiprocess", "ProcessPool", ".fork(", "import fork", "num_workers", "process_map")
# What is taken is not given back (``*+``): thousands of dots would be parted in every way.
_IMPORT = re.compile(
    r"^[ \t]*+(?:from[ \t]++(\.*+)([\w.]*+)[ \t]++)?import[ \t]++(\((?:[^()#]|#[^\n]*+)*+\)|[^\n;#(]*+)", re.MULTILINE
)
_COMMENT = re.compile(r"#[^\n]*+")
_NAME = re.compile(r"(\w++)(?:[ \t]++as[ \t]++(\w++))?")
DEEPEST = 4
"""So many imports deep is looked for what matters."""
NEAR = 3
"""So many calls away from a library is what counts in another module."""
MOST_NAMES = 4_096
"""Of so many modules it is remembered what matters in them."""

unsaved: dict[str, str] = {}
"""The texts that stand in the place of files, by absolute path: what an editor has open and has perhaps not saved.
Whoever has such texts puts them here before a file is linted; nobody else changes them."""

consulted: set[str] = set()
"""Every path that was looked for, whether a file was there or not: what an answer depends on besides the file itself.
Whoever wants to know it clears the set before."""

Stamp = tuple[int, int] | None
"""Time stamp and size of a file, None where there is none: what stands for its content."""
_UNSAVED = -1
"""It stands for the time stamp of a text that an editor has."""


class _Matter(NamedTuple):
    """The names that matter in a module, and what stood for each file that was looked for to find them."""

    names: frozenset[str]
    looked_for: dict[str, Stamp]


_matter: dict[tuple[str, bool], _Matter] = {}
_roots: dict[str, tuple[str, list[str]]] = {}
"""By the folder, the one from which its imports are looked up, and the files that were looked for to find it: as they
are for the present file."""
_stamps: dict[str, Stamp] = {}
"""What stands for the files that were looked at for the present one."""
_verified: set[tuple[str, bool]] = set()
"""The modules of which what is known was compared with their files for the present one."""
_asked: set[str] = set()
"""The modules that are being looked into."""
_cache: OrderedDict[tuple[str, bool], tuple[Stamp, Source | None]] = OrderedDict()
"""What is kept of an earlier content is replaced."""


def _exists(path: str) -> bool:
    return path in unsaved or os.path.isfile(path)


def _is_file(path: str) -> bool:
    consulted.add(path)
    return _exists(path)


def is_in_package(path: str) -> bool:
    """Return whether a file is a module of a package: what it does on import is done for whoever imports it."""
    return _is_file(os.path.join(os.path.dirname(os.path.abspath(path)), "__init__.py"))


def root_of(path: str) -> tuple[str, str] | None:
    """Return the folder from which a file's imports are looked up, and the file's own; None where it has no file."""
    if not _exists(path):
        return None  # it has no place of its own: nothing is looked for
    own = os.path.dirname(os.path.abspath(path))
    known = _roots.get(own)
    if known is None:
        looked_for = []
        root = own
        while True:
            looked_for.append(os.path.join(root, "__init__.py"))
            parent = os.path.dirname(root)
            if parent == root or not _exists(looked_for[-1]):
                break
            root = parent
        known = _roots[own] = root, looked_for
    consulted.update(known[1])
    return known[0], own


def find(path: str, module: str, level: int) -> str | None:
    """Return the file of an imported module of the same project, or None where it is not one.

    ``path`` is the importing file, ``module`` the dotted name of the import statement and ``level`` its dots.
    """
    return _find(root_of(path), module, level)


def _find(folders: tuple[str, str] | None, module: str, level: int) -> str | None:
    """Do what :func:`find` does, where it is known from which folders a file imports."""
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


class _Import(NamedTuple):
    """One import of a module of the same project: its file, and the names that are taken from it, None for all."""

    path: str
    names: dict[str, str] | None
    """By the name there, the name here."""
    alias: str = ""
    """What the module itself is called here."""


def imports_of(text: str, path: str) -> Iterator[_Import]:
    """Yield the modules of the same project that a file imports anywhere, found in its text without parsing it."""
    folders = root_of(path)
    for match in _IMPORT.finditer(text):
        dots, module, imported = match.groups()
        if "#" in imported:
            imported = _COMMENT.sub("", imported)
        names = {name: alias or name for name, alias in _NAME.findall(imported)}
        if dots is None:
            for dotted in imported.split(","):
                name, _, alias = (part.strip() for part in dotted.partition(" as "))
                found = _find(folders, name, 0)
                if found is not None:
                    yield _Import(found, None, alias or name)
            continue
        base = _find(folders, module, len(dots))
        if base is not None:
            yield _Import(base, {"*": "*"} if "*" in imported else names)
        if base is None or base.endswith("__init__.py"):
            for name, alias in names.items():
                inner = _find(folders, f"{module}.{name}" if module else name, len(dots))
                if inner is not None:
                    yield _Import(inner, None, alias)


def imports_what_matters(text: str, path: str) -> bool:
    """Return whether a file uses something of its project that starts processes, or passes on what it is given to."""
    return any(_used(text, path))


def names_from_others(text: str, path: str, straight: bool = False) -> frozenset[str]:
    """Return the names by which a file uses what starts processes in other modules of its project, or passes it on.

    With ``straight`` only those of what starts them itself.
    """
    return frozenset().union(*_used(text, path, straight))


def _used(text: str, path: str, straight: bool = False) -> Iterator[frozenset[str]]:
    """Yield, by the import, the names that matter."""
    if _exists(path):
        for each in imports_of(text, path):
            yield _uses(text, each, 0, straight)


def _uses(text: str, imported: _Import, depth: int, straight: bool = False) -> frozenset[str]:
    """Return the names, as the text has them, of what matters in a module that it imports."""
    matter = names_that_matter(imported.path, depth, straight)
    if imported.names is None:
        return frozenset(name for name in matter if f"{imported.alias}.{name}" in text)
    if "*" in imported.names:
        return matter
    return frozenset(here for there, here in imported.names.items() if there in matter)


def names_that_matter(path: str, depth: int = 0, straight: bool = False) -> frozenset[str]:
    """Return the functions and classes of a module that start processes or share memory, and what passes them on.

    Modules that it imports are looked into as well, :data:`DEEPEST` imports deep. With ``straight`` only what names a
    library itself counts, and what is imported to be taken from here.
    """
    known = _matter.get((path, straight))
    if known is not None and (path, straight) in _verified:
        consulted.update(known.looked_for)
        return known.names
    if _stamp(path) is None or depth > DEEPEST or path in _asked:
        return frozenset()  # a module that imports itself, through others, adds nothing
    if known is None or any(_stamp(each) != stamp for each, stamp in known.looked_for.items()):
        known = _look_into(path, depth, straight)
    _verified.add((path, straight))
    consulted.update(known.looked_for)
    return known.names


def _look_into(path: str, depth: int, straight: bool) -> _Matter:
    """Find the names that matter in a module, and note what that depends on."""
    before = set(consulted)
    consulted.clear()
    _asked.add(path)
    try:
        names = _find_names(path, depth, straight)
        _stamp(path)
        found = _Matter(names, {each: _stamp(each) for each in sorted(consulted)})
    finally:  # an editor's server gives up what nobody waits for any more
        _asked.discard(path)
        consulted.update(before)
    if len(_matter) >= MOST_NAMES:
        _matter.clear()
    _matter[path, straight] = found
    return found


def _find_names(path: str, depth: int, straight: bool) -> frozenset[str]:
    text = _read(path)
    if text is None:
        return frozenset()
    taken: frozenset[str] = frozenset().union(
        *(_uses(text, each, depth + 1, straight) for each in imports_of(text, path))
    )
    if not taken and not _has_own_code(text):
        return frozenset()
    source = load(path, small=True)
    if source is None:
        return taken
    from flake8_mp.facts.relevance import relevance_of

    near = {node for node, distance in relevance_of(source).distances.items() if distance <= (0 if straight else NEAR)}
    found = set(taken)
    for node in source.tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            inner = {node, *node.body} if isinstance(node, ast.ClassDef) else {node}
            if near & inner or (taken and not straight and taken & source.names_in(node)):
                found.add(node.name)
    return frozenset(found)


def begin() -> None:
    """Begin with another file: what was found out before is verified once more, and each file is looked at once."""
    _roots.clear()
    _stamps.clear()
    _verified.clear()


def _stamp(path: str) -> Stamp:
    """Return what stands for the content of a file: of a text that an editor has, something that changes with it."""
    consulted.add(path)
    if path in _stamps:
        return _stamps[path]
    stamp: Stamp = None
    if path in unsaved:
        stamp = _UNSAVED, hash(unsaved[path])
    else:
        try:
            status = os.stat(path)
            stamp = status.st_mtime_ns, status.st_size
        except OSError:
            pass
    _stamps[path] = stamp
    return stamp


def _has_own_code(text: str) -> bool:
    return any(word in text for word in _WORDS)


def _read(path: str) -> str | None:
    r"""Return the text of a file with ``\n`` between its lines.

    None where it cannot be read, is larger than :data:`LARGEST`, or is no regular file.
    """
    consulted.add(path)
    if path in unsaved:
        return unsaved[path] if len(unsaved[path]) <= LARGEST else None
    try:
        text = read_regular(path, LARGEST).decode()
    except (OSError, ValueError):
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def load(path: str, small: bool = False) -> Source | None:
    """Return a parsed file, or None where it cannot matter, is too large, or cannot be read or parsed.

    With ``small``, a file that names none of our libraries is parsed as well, unless it is large: it can pass on what
    others start, or define what is handed over.
    """
    stamp = _stamp(path)
    if stamp is None:
        return None
    key = path, small
    if key in _cache and _cache[key][0] == stamp:
        _cache.move_to_end(key)
        return _cache[key][1]
    source: Source | None = None
    text = _read(path)
    if text is not None and (_has_own_code(text) or (small and len(text) <= SMALL)):
        try:
            source = Source(ast.parse(text), text, path)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            source = None
    _cache[key] = stamp, source
    _cache.move_to_end(key)
    while len(_cache) > CACHED:
        _cache.popitem(last=False)
    return source
