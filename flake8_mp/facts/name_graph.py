"""Which names of other modules lead to what starts processes or shares memory.

The names of a project are a graph. A name leads to where it is imported from, and a function or class to each imported
name that stands in it. What matters are the names from which few steps lead to a definition with a library in it. Only
what the linted file asks for is looked at, and only modules that name a library themselves are parsed: most imports of
most modules are of no concern, and a project may have thousands.
"""

from __future__ import annotations

import ast
import os
import re
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache, partial
from typing import NamedTuple

from flake8_mp.facts import files, project
from flake8_mp.facts.imports import Import, imports_in
from flake8_mp.facts.path_edits import added_to_path, imported_alone
from flake8_mp.facts.search_path import SearchPath, search_path_by
from flake8_mp.facts.words import whole

DEEPEST = 4
"""So many steps away is looked for what matters."""
NEAR_TESTS = 1
"""The same from a test: it is about what it names, and that uses what starts processes, or does so itself."""
MOST_OUTLINES = 4_096
"""So many modules are known at a time."""
MOST_TEXTS = 32
"""So many of their texts are kept."""

_TYPE_CHECKING = re.compile(
    r"^([ \t]*+)if[ \t]++(?:\w++\.)?TYPE_CHECKING[ \t]*+:[^\n]*+\n(?:(?:\1[ \t]++[^\n]*+)?\n)*+", re.MULTILINE
)
"""What no run of the program imports."""
_WORD = re.compile(r"\w+")
_CHAIN = re.compile(r"\w++(?:\.\w++)*+")
_DOTTED = re.compile(r"\.(\w++(?:\.\w++)*+)")
_DEFINITION = re.compile(r"^(?:@|(?:async[ \t]++)?(?:def|class)[ \t]++(\w++))", re.MULTILINE)


class Name(NamedTuple):
    """A name at the module level of a file."""

    path: str
    name: str


class _Step(NamedTuple):
    """Where a name leads."""

    is_near: bool
    """Whether it is defined with a library in it, so that nothing else has to be looked for."""
    leads_to: tuple[Name, ...]


_Uses = dict[str, set[str]]
"""By an imported name, the attributes that are taken from it."""


class Outline:
    """What the text of a module says of its names; the text itself is not kept."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.digest = hash(text)
        """It stands for the text, as long as this process runs."""
        self.added, self.alone = added_to_path(text, path), imported_alone(text)
        self.names_a_library = project.has_own_code(text)
        self.names_choice = "set_start_method" in text
        """Whether it may choose the start method."""
        self.stars: list[Import] = []
        self.imported: dict[str, list[tuple[Import, str | None]]] = {}
        """By the name here, each import that binds it, and the name there; None where that is a module."""
        for each in imports_in(_TYPE_CHECKING.sub("", text) if "TYPE_CHECKING" in text else text):
            if each.is_star:
                self.stars.append(each)
            elif each.names is None:
                self.imported.setdefault(each.alias.partition(".")[0], []).append((each, None))
            else:
                for there, here in each.names.items():
                    self.imported.setdefault(here, []).append((each, there))

    @property
    def search_path(self) -> SearchPath:
        """Where its imports are looked up."""
        return search_path_by(self.path, self.added, self.alone)

    @property
    def modules(self) -> Iterator[tuple[str, int]]:
        """What may be an imported module, with its dots: what a statement names, and each name that it takes."""
        imports = {(star.module, star.level): None for star in self.stars}
        names: dict[tuple[str, int], None] = {}
        for many in self.imported.values():
            for each, there in many:
                imports[each.module, each.level] = None
                if there is not None:
                    names[f"{each.module}.{there}" if each.module else there, each.level] = None
        yield from (*imports, *names)

    @cached_property
    def definitions(self) -> dict[str, list[tuple[int, int]]]:
        """Where the functions and classes of the module level stand, with their decorators, by name."""
        found: dict[str, list[tuple[int, int]]] = {}
        text = self._text
        name, start, pending = "", 0, -1
        for match in _DEFINITION.finditer(text):
            if match[1] is None:
                pending = match.start() if pending < 0 else pending
                continue
            begins = match.start() if pending < 0 else pending
            if name:
                found.setdefault(name, []).append((start, begins))
            name, start, pending = match[1], begins, -1
        if name:
            found.setdefault(name, []).append((start, len(text)))
        return found

    @property
    def _text(self) -> str:
        """The text, an empty one where the file has another one by now."""
        try:
            return _text_of(self.path, self.digest)
        except LookupError:
            return ""

    def uses(self, name: str) -> _Uses:
        """Return which imported names a function or class of the module level has."""
        found: _Uses = {}
        for chain in self._matches(_CHAIN, name):
            used, _, attributes = chain.partition(".")
            if used in self.imported:
                found.setdefault(used, set()).update((attributes,) if attributes else ())
        return found

    def words(self, name: str) -> set[str]:
        """Return the words of a function or class of the module level."""
        return self._matches(_WORD, name)

    def _matches(self, pattern: re.Pattern[str], name: str) -> set[str]:
        extents = self.definitions.get(name)
        if not extents:
            return set()
        text = self._text
        return {match for start, end in extents for match in pattern.findall(text, start, end)}

    def near(self, straight: bool) -> frozenset[str]:
        """Return the functions and classes that are few calls away from a library; with ``straight``, that have it."""
        return self._near[straight]

    @cached_property
    def _near(self) -> tuple[frozenset[str], frozenset[str]]:
        source = project.load(self.path) if self.names_a_library else None
        if source is None:
            return frozenset(), frozenset()
        from flake8_mp.facts.relevance import relevance_of

        distances = relevance_of(source).distances
        found: dict[str, int] = {}
        for node in source.tree.body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                inner = (node, *node.body) if isinstance(node, ast.ClassDef) else (node,)
                nearest = min(distances.get(each, project.NEAR + 1) for each in inner)
                found[node.name] = min(nearest, found.get(node.name, project.NEAR + 1))
        return (
            frozenset(name for name, distance in found.items() if distance <= project.NEAR),
            frozenset(name for name, distance in found.items() if distance == 0),
        )


_outlines: OrderedDict[str, tuple[files.Stamp, Outline | None]] = OrderedDict()
"""By the file, what stands for its content, None where only the text was given, and what that says."""


class _Found:
    """What was found out for the present file."""

    def __init__(self) -> None:
        self.steps: files.Known[tuple[Name, bool], _Step] = {}
        self.star_names: files.Known[str, frozenset[str]] = {}
        """The names that a module has, for those that take all of them."""


_present = files.Present(_Found)


Roots = frozenset[tuple[str, Name]]
"""Each name that a file takes from its project, after what it is called there: ``f`` in ``module.f`` too."""


def names_from_others(text: str, path: str, straight: bool = False) -> frozenset[str]:
    """Return the names by which a file uses what starts processes in other modules of its project, or passes it on.

    With ``straight`` only those of what starts them itself.
    """
    if not files.exists(path):
        return frozenset()
    fixtures = frozenset(name for name in project.fixtures_that_matter(path) if name in text)
    return leading(taken_from_project(text, path), straight) | fixtures


def leading(roots: Roots, straight: bool = False, farthest: int = DEEPEST) -> frozenset[str]:
    """Return what those names of a file are called there that lead to what starts processes in other modules.

    With ``straight`` only those of what starts them itself. It takes ``farthest`` steps at most.
    """
    matter = _that_matter({name for _, name in roots}, straight, farthest) if roots else frozenset()
    return frozenset(here for here, name in roots if name in matter)


def _that_matter(names: set[Name], straight: bool, farthest: int) -> set[Name]:
    """Return those of which so many steps at most lead to what has a library in it."""
    come_from: dict[Name, list[Name]] = defaultdict(list)
    level, seen, near = names, set(names), []
    for depth in range(farthest + 1):
        further: set[Name] = set()
        for name in level:
            step = _step(name, straight)
            if step.is_near:
                near.append(name)
            elif depth < farthest:
                for other in step.leads_to:
                    come_from[other].append(name)
                    if other not in seen:
                        further.add(other)
        seen |= further
        level = further
    found, level = set(near), set(near)
    for _ in range(farthest):
        level = {before for name in level for before in come_from[name]} - found
        found |= level
    return names & found


def taken_from_project(text: str, path: str) -> Roots:
    """Return each name that a file takes from modules of its project, none where there is no such file."""
    return frozenset(_taken(text, os.path.abspath(path))) if files.exists(path) else frozenset()


def _taken(text: str, path: str) -> Iterator[tuple[str, Name]]:
    outline = _outline_for(path, text)
    folders = outline.search_path
    for here, bindings in outline.imported.items():
        # Most names are of no file of the project: what is taken from those is not looked for in the text.
        for attribute, name in _targets(folders, bindings, partial(_taken_from, here, text)):
            yield attribute or here, name
    for star in outline.stars:
        found = _file_of(folders, star)
        if found is not None:
            yield from ((name, Name(found, name)) for name in _names_in(found) if name in text)


def _step(name: Name, straight: bool) -> _Step:
    return files.remembered(_present.get().steps, (name, straight), lambda: _look_up(name, straight))


def _look_up(name: Name, straight: bool) -> _Step:
    outline = outline_of(name.path)
    if outline is None:
        return _Step(False, ())
    if name.name in outline.near(straight):
        return _Step(True, ())
    folders = outline.search_path
    found = [target for _, target in _targets(folders, outline.imported.get(name.name, ()), frozenset)]
    stars = [each for each in (_file_of(folders, star) for star in outline.stars) if each is not None]
    if name.name not in outline.imported and name.name not in outline.definitions:
        found += (Name(each, name.name) for each in stars if name.name in _names_in(each))
    if not straight:
        for used, attributes in outline.uses(name.name).items():
            found += (target for _, target in _targets(folders, outline.imported[used], partial(frozenset, attributes)))
        for each in stars:
            found += (Name(each, used) for used in _names_in(each) & outline.words(name.name))
    return _Step(False, tuple(dict.fromkeys(each for each in found if each != name)))


def _targets(
    folders: SearchPath, bindings: Iterable[tuple[Import, str | None]], attributes: Callable[[], Iterable[str]]
) -> Iterator[tuple[str, Name]]:
    """Yield what an imported name stands for; of modules, what the attributes stand for that are taken from them.

    Each comes after the attribute, which is empty where the name itself is meant.
    """
    for each, there in bindings:
        base = _file_of(folders, each)
        if there is None:
            if base is not None:
                _, dot, rest = each.alias.partition(".")
                prefix = f"{rest}{dot}"
                inner = (each.removeprefix(prefix) for each in attributes() if each.startswith(prefix))
                yield from _attributes_of(base, inner)
            continue
        if base is not None:
            yield "", Name(base, there)
        if base is None or base.endswith("__init__.py"):
            module = project.find_in(folders, f"{each.module}.{there}" if each.module else there, each.level)
            if module is not None:
                yield from _attributes_of(module, attributes())


def _attributes_of(path: str, attributes: Iterable[str]) -> Iterator[tuple[str, Name]]:
    for attribute in attributes:
        name = attribute.partition(".")[0]
        yield name, Name(path, name)


def _file_of(folders: SearchPath, imported: Import) -> str | None:
    return project.find_in(folders, imported.module, imported.level)


def _names_in(path: str) -> frozenset[str]:
    """Return the names that a module has, as ``import *`` takes them: those without an underscore in front."""
    return files.remembered(_present.get().star_names, path, lambda: _all_names_in(path))


def _all_names_in(path: str) -> frozenset[str]:
    names: set[str] = set()
    todo, seen = [path], {path}
    while todo:  # a module may take all of another one, which takes all of a third, or of the first
        outline = outline_of(todo.pop())
        if outline is None:
            continue
        names.update(outline.definitions, outline.imported)
        for star in outline.stars:
            taken = _file_of(outline.search_path, star)
            if taken is not None and taken not in seen:
                seen.add(taken)
                todo.append(taken)
    return frozenset(name for name in names if not name.startswith("_"))


def outline_of(path: str) -> Outline | None:
    """Return what the text of a module says of its names, None where it cannot be read."""
    stamp = files.stamp(path)
    if stamp is None:
        return None
    known = _outlines.get(path)
    if known is not None and known[0] == stamp:
        return known[1]
    text = files.read(path)
    outline = None if text is None else _outline_for(path, text)
    _keep(path, stamp, outline)
    return outline


def _outline_for(path: str, text: str) -> Outline:
    """Return what a text says that a file has at present: the one that is known, where it is of the same text."""
    known = _outlines.get(path)
    if known is not None and known[1] is not None and known[1].digest == hash(text):
        return known[1]
    outline = Outline(path, text)
    _keep(path, None, outline)
    return outline


def _keep(path: str, stamp: files.Stamp, outline: Outline | None) -> None:
    _outlines[path] = stamp, outline
    while len(_outlines) > MOST_OUTLINES:
        _outlines.popitem(last=False)


@lru_cache(MOST_TEXTS)
def _text_of(path: str, digest: int) -> str:
    """Return the text of a module by its digest; raise LookupError, which is not remembered, where it has another."""
    text = files.read(path)
    if text is None or hash(text) != digest:
        raise LookupError(path)
    return text


def _taken_from(name: str, text: str) -> set[str]:
    """Return the attributes that are taken from a name."""
    return {each for place in whole(name, text) for each in _attributes(text, place + len(name))}


def _attributes(text: str, end: int) -> tuple[str, ...]:
    """Return the attributes that are taken from a name that ends here, as one dotted name, where there are some."""
    match = _DOTTED.match(text, end)
    return (match[1],) if match is not None else ()
