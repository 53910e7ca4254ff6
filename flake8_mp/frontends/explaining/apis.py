"""Names of the API, such as ``Pool.map`` or ``SharedMemory``, and which rules speak about them.

The names are those of the rows that the facts have. What a rule has to do with one is read from its programs that go
wrong: whether the lines that are reported use it, and whether the rest of the program does.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from flake8_mp.explain import bad_programs
from flake8_mp.facts.library.api import ALIASES, BASE_KINDS, CONTEXT, FUNCTIONS, METHODS
from flake8_mp.selfcheck.fixture import Source

_REPORTED, _ITS_OBJECT, _UNCERTAIN = 1.0, 0.7, 0.4
"""What counts how much in a program: that a reported line uses the name; that it uses what the name makes; that it has
a method of this name of who knows what."""
_ELSEWHERE = 1.5
"""What it counts that the programs of a rule use the name, on whatever line, more often than those of other rules."""

_DOTTED = re.compile(r"[A-Za-z_]\w*(?:\(\))?(?:\.[A-Za-z_]\w*)*")


@dataclass(frozen=True)
class Api:
    """A name of the API."""

    shown: str
    """As people write it: ``Pool.map``, ``SharedMemory``."""
    last: str
    """What stands after the last dot."""
    owners: frozenset[str] = frozenset()
    """The kinds of objects whose method it is; empty for what is none."""
    makes: str = ""
    """The kind of object that calling it makes; empty where it makes none that is known."""


@cache
def _functions() -> dict[str, tuple[str, str]]:
    """Return what calling a function or class makes, by its dotted name; and the name that it goes by."""
    rows = {f"multiprocessing.{name}": row for name, row in CONTEXT.items()} | FUNCTIONS
    rows |= {alias: rows[name] for alias, name in ALIASES.items() if name in rows}
    return {name: (name.rpartition(".")[2], row.makes) for name, row in rows.items() if name}


@cache
def _methods() -> dict[str, frozenset[str]]:
    """Return the kinds that have a method, by its name."""
    found: dict[str, set[str]] = defaultdict(set)
    for kind, methods in METHODS.items():
        for name in methods:
            if not name.startswith("__"):
                found[name].add(kind)
    for kind, other in BASE_KINDS.items():
        for name in METHODS.get(other, ()):
            if not name.startswith("__"):
                found[name].add(kind)
    return {name: frozenset(kinds) for name, kinds in found.items()}


def names() -> tuple[str, ...]:
    """Return the names that are known, as people write them."""
    functions = {last for last, _ in _functions().values()}
    methods = {f"{kind}.{name}" for name, kinds in _methods().items() for kind in kinds if kind.isidentifier()}
    return tuple(sorted(functions | methods | set(_methods())))


def named(text: str) -> Api | None:
    """Return the name of the API that the user has written; None where it is not one.

    ``text`` may have what people write around it: ``pool.map()``, ``mp.Queue``, ``multiprocessing.Pool(4)``.
    """
    text = text.strip().strip("`")
    while text != (text := re.sub(r"\([^()]*\)", "", text)):
        pass
    if not _DOTTED.fullmatch(text):
        return None
    owner, _, last = text.rpartition(".")
    owner = owner.rpartition(".")[2]
    for same in (str, str.casefold):
        if owner and (found := _method(owner, last, same)):
            return found
        if found := _function(text, last, same):
            return found
    kinds = _methods().get(last) if not owner else None
    return Api(last, last, kinds) if kinds else None


def _method(owner: str, last: str, same: type[str] | object) -> Api | None:
    form = str.casefold if same is not str else str
    for name, kinds in _methods().items():
        if form(name) != form(last):
            continue
        meant = sorted(kind for kind in kinds if form(kind) == form(owner))
        meant = meant or sorted(kind for kind in kinds if form is str.casefold and _ends(kind, owner))
        if meant:
            related_kinds = {kind for kind in kinds if BASE_KINDS.get(kind) in meant}
            return Api(f"{meant[0]}.{name}", name, frozenset({*meant, *related_kinds}))
    return None


def _ends(kind: str, owner: str) -> bool:
    """Return whether a variable is named after a kind: ``executor`` after a ProcessPoolExecutor."""
    return len(owner) > 3 and kind.isidentifier() and kind.casefold().endswith(owner.casefold())


def _function(text: str, last: str, same: type[str] | object) -> Api | None:
    form = str.casefold if same is not str else str
    fitting = [(name, short, makes) for name, (short, makes) in _functions().items() if form(short) == form(last)]
    if not fitting:
        return None
    exact = [each for each in fitting if form(each[0]) == form(text)]
    of_ours = [each for each in fitting if each[0].startswith(("multiprocessing.", "concurrent."))]
    name, short, makes = (exact or of_ours or fitting)[0]
    return Api(name if name.startswith("os.") else short, short, makes=makes)


def speaks(api: Api) -> dict[str, float]:
    """Return how much the rules have to do with a name, by their codes: at most 1, without those that have nothing."""
    reported: dict[str, float] = {}
    used: dict[str, float] = {}
    for code, fixtures in bad_programs().items():
        each = [_of_source(api, source, code) for fixture in fixtures for source in fixture.sources]
        reported[code] = sum(worth for worth, _ in each) / max(len(each), 1) ** 0.5
        used[code] = sum(uses for _, uses in each) / max(len(each), 1)
    usual = sum(used.values()) / max(len(used), 1)
    found = {code: worth + _ELSEWHERE * max(used[code] - usual, 0.0) ** 2 for code, worth in reported.items()}
    most = max(found.values(), default=0.0)
    return {code: value / most for code, value in found.items() if value}


def sends(api: Api) -> bool:
    """Return whether it is a method that hands a function to another process."""
    rows = [METHODS.get(kind, {}).get(api.last) for kind in api.owners]
    return any(send.role == "function" for row in rows if row is not None for send in row.sends.values())


def mentions(api: Api, text: str) -> bool:
    """Return whether a page or a message speaks of a name; ordinary words count where they are written as code only."""
    if re.search(r"[A-Z_]", api.last):
        return re.search(rf"\b{api.last}\b", text) is not None
    return re.search(rf"\.{api.last}\b|`{api.last}[`(]|\b{api.last}\(", text) is not None


def _of_source(api: Api, source: Source, code: str) -> tuple[float, bool]:
    """Return what it counts that a reported line of a file uses a name, and whether any line of it does."""
    if not re.search(rf"\b{api.last}\b", source.text):
        return 0.0, False
    reported = {line for line, codes in source.errors if code in codes}
    uses = list(_uses(api, source.text))
    return max((worth for line, worth in uses if line in reported), default=0.0), bool(uses)


def _uses(api: Api, text: str) -> Iterator[tuple[int, float]]:
    """Yield the lines of a program that use a name, and how much each counts if it is reported."""
    tree = ast.parse(text)
    kinds = _kinds(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=attr, value=value) if attr == api.last:
                if not api.owners:
                    yield node.lineno, _REPORTED
                elif owners := kinds.get(_written(value), frozenset()):
                    if owners & api.owners:
                        yield from ((line, _REPORTED) for line in {value.lineno, node.end_lineno or node.lineno})
                else:
                    yield node.end_lineno or node.lineno, _UNCERTAIN
            case ast.Name(id=name) if name == api.last and not api.owners:
                yield node.lineno, _REPORTED
            case ast.Name() | ast.Attribute() if api.makes and api.makes in kinds.get(_written(node), ()):
                yield node.lineno, _ITS_OBJECT


def _kinds(tree: ast.Module) -> Mapping[str, frozenset[str]]:
    """Return the kinds of objects that names of a program are bound to, as far as it is plain to see."""
    making = {short: makes for short, makes in _functions().values() if makes}
    found: dict[str, set[str]] = defaultdict(set)
    for node in ast.walk(tree):
        targets: Iterable[ast.expr] = ()
        match node:
            case ast.Assign(targets=targets, value=value):
                pass
            case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
                targets = [target]
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                targets = [target]
            case _:
                continue
        if isinstance(value, ast.Call) and (makes := making.get(_written(value.func).rpartition(".")[2])):
            for target in targets:
                if isinstance(target, ast.Tuple):
                    for element in target.elts:
                        found[_written(element)].add(makes)
                else:
                    found[_written(target)].add(makes)
    return {name: frozenset(kinds) for name, kinds in found.items() if name}


def _written(node: ast.expr) -> str:
    """Return a name or a dotted one as it is written; empty for all else."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            return f"{_written(value)}.{attr}"
        case _:
            return ""
