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
from collections.abc import Iterator
from typing import NamedTuple

from flake8_mp.facts import files, search_path
from flake8_mp.facts.search_path import SearchPath, conftests_of, file_in, is_test, search_path_of
from flake8_mp.facts.source import Source
from flake8_mp.facts.tree import walk

SMALL = 40_000
"""Files with more bytes are followed only when they name one of our libraries."""
CACHED = 128
"""So many files are kept."""

_WORDS = ("multiprocess", "ProcessPool", ".fork(", "import fork", "num_workers", "process_map")
# What is taken is not given back (``*+``): thousands of dots would be parted in every way.
_IMPORT = re.compile(
    r"^[ \t]*+(?:from[ \t]++(\.*+)([\w.]*+)[ \t]++)?import[ \t]++(\((?:[^()#]|#[^\n]*+)*+\)|[^\n;#(]*+)", re.MULTILINE
)
_COMMENT = re.compile(r"[#][^\n]*+")
_NAME = re.compile(r"(\w++)(?:[ \t]++as[ \t]++(\w++))?")
DEEPEST = 4
"""So many imports deep is looked for what matters."""
NEAR = 3
"""So many calls away from a library is what counts in another module."""
MOST_NAMES = 4_096
"""Of so many modules it is remembered what matters in them."""


class _Matter(NamedTuple):
    """The names that matter in a module, and what stood for each file that was looked for to find them."""

    names: frozenset[str]
    looked_for: dict[str, files.Stamp]


_matter: dict[tuple[str, bool], _Matter] = {}
_verified: set[tuple[str, bool]] = set()
"""The modules of which what is known was compared with their files for the present one."""
_asked: set[str] = set()
"""The modules that are being looked into."""
_cache: OrderedDict[tuple[str, bool], tuple[files.Stamp, Source | None]] = OrderedDict()
"""What is kept of an earlier content is replaced."""


def is_in_package(path: str) -> bool:
    """Return whether a file is a module of a package: each program that imports it does what it does on import."""
    return files.is_file(os.path.join(os.path.dirname(os.path.abspath(path)), "__init__.py"))


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
    return _find(search_path_of(path, text), module, level)


def _find(search_path: SearchPath | None, module: str, level: int) -> str | None:
    """Do what :func:`find` does, where it is known from which folders a file imports."""
    if search_path is None:
        return None
    if level:
        base = search_path.own
        for _ in range(level - 1):
            base = os.path.dirname(base)
        return file_in(base, module)
    if not module or module.partition(".")[0] in sys.stdlib_module_names:
        return None
    return search_path.find(module)


class _Import(NamedTuple):
    """One import of a module of the same project: its file, and the names that are taken from it, None for all."""

    path: str
    names: dict[str, str] | None
    """By the name there, the name here."""
    alias: str = ""
    """What the module itself is called here."""


def imports_of(text: str, path: str) -> Iterator[_Import]:
    """Yield the modules of the same project that a file imports anywhere, found in its text without parsing it."""
    folders = search_path_of(path, text)
    for match in _IMPORT.finditer(text):
        dots, module, imported = match.groups()
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
    if files.exists(path):
        for each in imports_of(text, path):
            yield _uses(text, each, 0, straight)
        yield frozenset(name for name in fixtures_that_matter(path) if name in text)


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
        files.consulted.update(known.looked_for)
        return known.names
    if files.stamp(path) is None or depth > DEEPEST or path in _asked:
        return frozenset()  # a module that imports itself, through others, adds nothing
    if known is None or any(files.stamp(each) != stamp for each, stamp in known.looked_for.items()):
        known = _look_into(path, depth, straight)
    _verified.add((path, straight))
    files.consulted.update(known.looked_for)
    return known.names


def _look_into(path: str, depth: int, straight: bool) -> _Matter:
    """Find the names that matter in a module, and note what that depends on."""
    _asked.add(path)
    try:
        with files.looked_for() as looked_for:
            names = _find_names(path, depth, straight)
            files.stamp(path)
    finally:  # an editor's server gives up what nobody waits for any more
        _asked.discard(path)
    found = _Matter(names, {each: files.stamp(each) for each in sorted(looked_for)})
    if len(_matter) >= MOST_NAMES:
        _matter.clear()
    _matter[path, straight] = found
    return found


def _find_names(path: str, depth: int, straight: bool) -> frozenset[str]:
    text = files.read(path)
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
            if near & inner or (taken and not straight and _names_any(node, taken)):
                found.add(node.name)
    return frozenset(found)


def _names_any(node: ast.AST, names: frozenset[str]) -> bool:
    """Return whether a piece of code has one of these names, be it as an attribute: ``module.name``."""
    return any(
        (isinstance(inner, ast.Name) and inner.id in names)
        or (isinstance(inner, ast.Attribute) and inner.attr in names)
        for inner in walk(node)
    )


def begin() -> None:
    """Begin with another file: what was found out before is verified once more, and each file is looked at once."""
    files.begin()
    search_path.begin()
    _verified.clear()


def _has_own_code(text: str) -> bool:
    return any(word in text for word in _WORDS)


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
