"""Source in, findings out: the one door, which never raises."""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Container, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from flake8_mp.remarks import HAPPENS_THERE
from flake8_mp.rule import INTERNAL, Finding, Rule, Span, all_rules
from flake8_mp.settings import Settings

if TYPE_CHECKING:
    from flake8_mp.facts.events import Place
    from flake8_mp.facts.module import Module
    from flake8_mp.in_use import InUse

_WORDS = (
    "multiprocess",
    "ProcessPool",
    ".fork(",
    "import fork",
    "preexec_fn",
    "num_workers",
    "InterpreterPool",
    "process_map",
)
"""A file without any of these can have no finding of its own: the search is a substring's."""
_ENOUGH = re.compile(
    r"Process|Pool|Manager|SharedMem|ShareableList|start_method|get_context|fork|preexec_fn|Queue|Pipe|Parallel"
    r"|Lock\(|Condition\(|Semaphore\(|Barrier\(|Event\(|Value\(|Array\(|DataLoader|spawn|process_map"
)
_RUNS_ON_IMPORT = re.compile(
    r"^(?!def |class |async |import |from |if __name__|[@#)\]}\"' \t\n])[^\n]*[(:]", re.MULTILINE
)
"""Something at module level that may call or start something: anything but definitions and imports."""
_CALLS_ON_IMPORT = re.compile(r"^(?:raise SystemExit\(|[A-Za-z_][\w.]*+\()", re.MULTILINE)
"""A statement at module level that is a call: a module of a package that is run as a program ends in one."""
_ASSIGNED_ON_IMPORT = re.compile(
    r"^\w++(?:[ \t]*+:[^=\n]++)?[ \t]*+=[ \t]*+(?!logging\.)([^(\n]*+\([^\n]*+)", re.MULTILINE
)
"""The value of a variable at module level, where it has a call in it; loggers are of no concern."""
_CALLED = re.compile(r"([A-Za-z_][\w.]*+)\(")


_WORDS_IN_BYTES = tuple(word.encode() for word in _WORDS)
_IMPORTED_IN_TEXT = re.compile(r"^[ \t]*+(?:from[ \t]+(\.*)(\w*)|import[ \t]+(\w+))", re.MULTILINE)
_IMPORTED = re.compile(_IMPORTED_IN_TEXT.pattern.encode(), re.MULTILINE)


_GUARD = re.compile(r"^if[ (]+__name__", re.MULTILINE)


def may_matter(data: bytes) -> bool:
    """Ask the first question of :func:`matters` of a file's bytes: it needs no decoding to be answered with no."""
    return any(word in data for word in _WORDS_IN_BYTES)


def uses_what_is_around(data: bytes) -> bool:
    """Return whether a file that :func:`may_matter` denies may use other files of its project, by its bytes: modules
    that it imports, or, if it has tests, the fixtures of conftest.py.
    """
    return b"def test" in data or imports_beside(data, None)


def imports_beside(data: bytes, names: Container[str] | None) -> bool:
    """Return whether a file's bytes import something of its own project, at first sight.

    ``names`` are those of the modules and folders there, None in a package. Where this says no, :func:`matters` says no
    as well to a file that :func:`may_matter` denies and that asks for no fixture.
    """
    if names is not None and b"sys.path" in data:
        return True
    return any(
        found[1] or _may_be_beside((found[2] or found[3] or b"").decode(errors="replace"), names)
        for found in _IMPORTED.finditer(data)
    )


def _may_be_beside(name: str, names: Container[str] | None) -> bool:
    """Return whether a module that is imported by this name may be one of the project."""
    return (names is None or name in names) and name not in sys.stdlib_module_names


def matters(source: str, path: str = "<stdin>") -> bool:
    """Return whether a file can have findings at all: the cheap question before any parsing.

    A file that uses nothing of ours itself matters only where it uses something of another module of its project that
    does: a program where that leads there in a few steps, a test where it does in one, a module that others import
    where it starts processes itself.
    """
    if any(word in source for word in _WORDS) and _ENOUGH.search(source) is not None:
        return True
    if _uses_fixtures(source, path):
        return True
    if path.endswith("__init__.py") or not _imports_others(source):
        return False
    from flake8_mp.facts.files import begin
    from flake8_mp.facts.name_graph import NEAR_TESTS, leading, taken_from_project
    from flake8_mp.facts.project import is_in_package

    begin()
    taken = taken_from_project(source, path)
    if not taken:
        return False
    runs = _CALLS_ON_IMPORT if is_in_package(path) else _RUNS_ON_IMPORT
    if _has_tests(source, path):
        return bool(leading(taken, farthest=NEAR_TESTS))
    if _GUARD.search(source) is not None or runs.search(source) is not None:
        return bool(leading(taken))
    # Of what a module only imports, no more is looked into than its functions may use, and what it calls at once.
    values = _ASSIGNED_ON_IMPORT.findall(source)
    called = frozenset(name for value in values for dotted in _CALLED.findall(value) for name in dotted.split("."))
    return bool(leading(taken, straight=True) or leading(frozenset(each for each in taken if each[0] in called)))


def _imports_others(source: str) -> bool:
    """Return whether a file imports anything that is not of the standard library, at first sight."""
    return any(
        found[1] or (found[2] or found[3] or "") not in sys.stdlib_module_names
        for found in _IMPORTED_IN_TEXT.finditer(source)
    )


def _has_tests(source: str, path: str) -> bool:
    """Return whether a file is one whose tests are run: as a program is, wherever it lies."""
    if "def test" not in source:
        return False
    from flake8_mp.facts.search_path import is_test

    return is_test(path)


def _uses_fixtures(source: str, path: str) -> bool:
    """Return whether a file may ask for a fixture of a conftest.py that starts processes or shares memory."""
    if not _has_tests(source, path):
        return False
    from flake8_mp.facts.files import begin
    from flake8_mp.facts.project import fixtures_that_matter

    begin()
    return any(name in source for name in fixtures_that_matter(path))


class Analysis(NamedTuple):
    """What there is to say of one file."""

    findings: list[Finding]
    """In the order of their places."""
    is_incomplete: bool = False
    """Whether the bound on work was reached, so that not all of the file was followed; rules that rest on what is done
    nowhere are silent then."""
    in_use: tuple[InUse, ...] = ()
    """Where processes are made, and who chooses their start methods, in the order of the places."""


def lint(
    source: str,
    path: str = "<stdin>",
    settings: Settings | None = None,
    tree: ast.Module | None = None,
    rules: Iterable[Rule] | None = None,
) -> list[Finding]:
    """Find what is wrong with one file.

    ``source`` is its text, ``path`` where it lies (other modules of its project are looked up from there),
    ``tree`` its syntax tree where somebody has parsed it already: it is read and never changed.

    Returns the findings in the order of their places; the path of a related place is empty where it is in the same
    file, else that of a module which the file imports. A source that does not parse gives none: whoever runs
    the linter reports syntax errors himself. It raises nothing: what fails inside becomes one MP000 finding.
    """
    return analyze(source, path, settings, tree, rules).findings


def analyze(
    source: str,
    path: str = "<stdin>",
    settings: Settings | None = None,
    tree: ast.Module | None = None,
    rules: Iterable[Rule] | None = None,
) -> Analysis:
    """Do what :func:`lint` does, and return with the findings what else there is to say of the file."""
    settings = settings or Settings()
    if not matters(source, path):
        return Analysis([])
    if tree is None:
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return Analysis([])
    try:
        from flake8_mp.facts import files
        from flake8_mp.facts.module import Module

        files.begin()
        module = Module(tree, source, path, settings)
        module.events  # noqa: B018  (the facts are computed here, so that a failure is reported once)
        asked = [rule for rule in (all_rules() if rules is None else rules) if settings.wants(rule.code, rule.default)]
    except Exception as error:  # the boundary: whatever fails inside must not end the user's run
        return Analysis([_internal(error, "the facts")])
    is_incomplete = module.is_incomplete
    findings: dict[tuple[str, Span], Finding] = {}
    concerned = settings.start_methods | settings.not_under
    for rule in asked:
        try:
            found = [each for each in _found(rule, module) if each.methods & concerned]
        except Exception as error:  # as above
            found = [_internal(error, rule.code)]
        for finding in found:
            # One place can be reached in several ways: it is reported once, with all the start methods.
            first = findings.setdefault((finding.code, finding.span), finding)
            if finding.methods - first.methods:
                findings[finding.code, finding.span] = replace(first, methods=first.methods | finding.methods)
    in_use = tuple(sorted(_in_use(module), key=lambda each: each.span))
    with suppress(Exception):  # what was found is not lost where releasing fails
        module.forget()
    kept = [
        _located(finding, path)
        for finding in findings.values()
        if (finding.code == INTERNAL or settings.reports(finding.methods)) and not settings.ignores(finding.code, path)
    ]
    return Analysis(sorted(kept, key=lambda finding: (finding.span, finding.code)), is_incomplete, in_use)


def _in_use(module: Module) -> Iterator[InUse]:
    from flake8_mp.facts.events import Making
    from flake8_mp.in_use import InUse

    for event in module.of(Making):
        yield InUse(event.place.span, event.made, event.choices)


def _located(finding: Finding, path: str) -> Finding:
    """Leave out the paths of the related places that are in the linted file itself, whatever it is called there."""
    if not finding.related:
        return finding
    own = os.path.abspath(path)
    related = tuple(
        replace(each, path="") if each.path and os.path.abspath(each.path) == own else each for each in finding.related
    )
    return replace(finding, related=related)


def _found(rule: Rule, module: Module) -> Iterator[Finding]:
    """Return what a rule finds; what happens in another file is pointed to from what brings it about here."""
    if rule.needs_full_run and module.is_incomplete:
        return
    module.clear_current()
    said: set[tuple[Place, str]] = set()
    for finding in rule.check(module):
        elsewhere = module.elsewhere
        if elsewhere is not None:
            if rule.is_about_one_place and (elsewhere, finding.message) in said:
                continue  # several calls lead there: the first one is enough
            said.add((elsewhere, finding.message))
            related = (*finding.related, elsewhere.related(HAPPENS_THERE))
            finding = replace(finding, message=elsewhere.from_outside(finding.message), related=related)
        yield finding


def _internal(error: Exception, where: str) -> Finding:
    text = " ".join(f"{type(error).__name__}: {error}".split())[:120]
    message = f"internal error in {where} ({text}); report it, the file was not checked"
    return Finding(INTERNAL, Span(1, 0, 1, 0), message)
