"""Which start method a project chooses outside of a file: in a module that it imports, or in a program that imports it.

``set_start_method`` holds for the whole process, whichever module calls it (``Lib/multiprocessing/context.py``). Only
calls with a constant that are certain to be reached count: on import, behind the entry guard, or in a function that is
called there.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from flake8_mp.facts import files, project
from flake8_mp.facts.events import Place
from flake8_mp.facts.name_graph import outline_of
from flake8_mp.facts.search_path import folders_of_project, is_test, packages_around
from flake8_mp.facts.source import Source, guards_in
from flake8_mp.facts.tree import asks_for_version, last_name, walk
from flake8_mp.rule import ALL_METHODS

CALL = "set_start_method"
MOST_MODULES = 300
"""So many modules are looked at that a program imports, directly or through others."""
MOST_IMPORTED = 60
"""So many are looked at that a linted file imports, for a choice that one of them makes on import."""
MOST_FILES = 64
"""A folder with more files is one of modules, and not the place of a program."""

DEFAULT_CHANGED = (3, 14)
"""Since this version of Python fork is not the default on Linux. Who chooses it from then on has it before as well."""
_HOOKS = ("pytest_configure", "pytest_sessionstart", "pytest_load_initial_conftests")
"""What pytest calls in a conftest.py before any test runs."""

_OTHER_LIBRARIES = re.compile(r"\b(?:multiprocess|billiard)\b")
"""Those have a default start method of their own."""


class _Choices(NamedTuple):
    """What a module passes to ``set_start_method``."""

    on_import: frozenset[str] = frozenset()
    as_program: frozenset[str] = frozenset()
    for_tests: frozenset[str] = frozenset()


class _Found:
    """What was found out for the present file."""

    def __init__(self) -> None:
        self.choices: files.Known[str, _Choices] = {}
        self.on_import: files.Known[str, frozenset[str]] = {}
        self.by_programs: files.Known[str, frozenset[str]] = {}
        self.programs: files.Known[str, tuple[str, ...]] = {}
        """By the folder, the programs in it that choose."""
        self.reached: files.Known[str, frozenset[str]] = {}
        """By the program, the modules that it imports."""


_present = files.Present(_Found)


def chosen_elsewhere(path: str, is_program: bool) -> frozenset[str]:
    """Return the start methods that others choose for a file; empty where nobody does.

    They are chosen by what it imports, by the conftest.py files of tests, and by programs that import what is none.
    """
    found = chosen_on_import(path) or chosen_by_conftests(path)
    return found or (chosen_by_programs(path) if not is_program else frozenset())


def chosen_on_import(path: str) -> frozenset[str]:
    """Return the start methods that modules choose when a file imports them; empty where none does."""
    if not files.exists(path):
        return frozenset()
    path = os.path.abspath(path)

    def find() -> frozenset[str]:
        return frozenset().union(*(_choices_of(each).on_import for each in _imported_by(path, MOST_IMPORTED)))

    return files.remembered(_present.get().on_import, path, find)


def chosen_by_conftests(path: str) -> frozenset[str]:
    """Return the start methods that the conftest.py files choose in which pytest looks before it runs a test file."""
    if not is_test(path):
        return frozenset()
    return frozenset().union(*(_choices_of(each).for_tests for each in project.conftests(path)))


def chosen_by_programs(path: str) -> frozenset[str]:
    """Return the start methods that programs of the project choose which import a file; empty where none does.

    Programs are looked for in the folder of the file and in those around it, up to that of the project or of the top
    package. One that is added to a folder later is seen when the file is next linted anew.
    """
    if not files.exists(path) or is_test(path):
        return frozenset()
    path = os.path.abspath(path)

    def find() -> frozenset[str]:
        programs = (each for folder in _folders_around(path) for each in _programs_in(folder))
        return frozenset().union(
            *(_choices_of(each).as_program for each in programs if each != path and path in _reached_by(each))
        )

    return files.remembered(_present.get().by_programs, path, find)


def _folders_around(path: str) -> Iterator[str]:
    folder = os.path.dirname(path)
    ends = [each for each in folders_of_project(folder) if folder == each or folder.startswith(each + os.sep)]
    top = min(ends, key=len)
    yield folder
    while folder != top:
        folder = os.path.dirname(folder)
        yield folder


def _programs_in(folder: str) -> tuple[str, ...]:
    return files.remembered(_present.get().programs, folder, lambda: tuple(_look_into(folder)))


def _look_into(folder: str) -> Iterator[str]:
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".py") and not is_test(name))
    except OSError:
        return
    for name in names if len(names) <= MOST_FILES else ():
        path = os.path.join(folder, name)
        if _choices_of(path).as_program:
            yield path


def _reached_by(program: str) -> frozenset[str]:
    return files.remembered(_present.get().reached, program, lambda: frozenset(_imported_by(program, MOST_MODULES)))


def _imported_by(path: str, most: int) -> Iterator[str]:
    """Yield the modules of the project that a file imports, wherever it does, and those that these import."""
    seen, todo = {path}, [path]
    for each in todo:
        for module in _imports_of(each):
            if module not in seen and len(seen) <= most:
                seen.add(module)
                todo.append(module)
                yield module


def _imports_of(path: str) -> Iterator[str]:
    outline = outline_of(path)
    if outline is None:
        return
    yield from packages_around(os.path.dirname(path))  # they are imported before their modules
    for module, level in outline.modules:
        found = project.find_in(outline.search_path, module, level)
        if found is not None:
            yield found


def _choices_of(path: str) -> _Choices:
    return files.remembered(_present.get().choices, path, lambda: _find_choices(path))


def _find_choices(path: str) -> _Choices:
    outline = outline_of(path)
    source = project.load(path) if outline is not None and outline.names_choice else None
    if source is None or _OTHER_LIBRARIES.search(source.code):
        return _Choices()
    body = source.tree.body
    on_import = frozenset(_chosen_by(body))
    run = [statement for guard in guards_in(source.tree) for statement in guard.body] or body
    called = {node.func.id for node in walk(*run) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    functions = [node for node in body if isinstance(node, ast.FunctionDef) and node.name in called]
    chosen = frozenset(_chosen_by((*run, *(statement for function in functions for statement in function.body))))
    hooks = [node for node in body if isinstance(node, ast.FunctionDef) and _runs_before_tests(node)]
    for_tests = frozenset(_chosen_by(statement for hook in hooks for statement in hook.body))
    return _Choices(on_import, on_import | chosen, on_import | for_tests)


def _runs_before_tests(function: ast.FunctionDef) -> bool:
    """Return whether a function of a conftest.py is a hook, or a fixture that each test uses."""
    fixtures = [
        each for each in function.decorator_list if isinstance(each, ast.Call) and last_name(each.func) == "fixture"
    ]
    used = [each for fixture in fixtures for each in fixture.keywords if each.arg == "autouse"]
    return function.name in _HOOKS or any(isinstance(e.value, ast.Constant) and e.value.value is True for e in used)


def _chosen_by(statements: Iterable[ast.stmt]) -> Iterator[str]:
    """Yield what statements choose that run whatever happens; fork also where it is chosen since it is no default."""
    for statement in _run_for_certain(statements):
        if isinstance(statement, ast.If) and asks_for_version(statement.test, DEFAULT_CHANGED):
            yield from (method for method in _chosen_by(statement.body) if method == "fork")
        if isinstance(statement, ast.Expr) and isinstance(call := statement.value, ast.Call):
            given = [*call.args[:1], *(each.value for each in call.keywords if each.arg == "method")]
            if last_name(call.func) == CALL and given and isinstance(given[0], ast.Constant):
                if given[0].value in ALL_METHODS:
                    yield str(given[0].value)


def fixed_on_import(source: Source, before: int, fixes: Callable[[str], bool]) -> Place | None:
    """Return what fixes the default context when a file imports its modules, None where nothing is certain to do it.

    Args:
        source: the file, of which the imports at the top level count.
        before: the line of the statement of the top level by which this is to have happened.
        fixes: answers whether calling a function of a library, by its dotted name, fixes the default context.
    """
    if not files.exists(source.path):
        return None
    todo = [path for path, line in _imports_at_top(source) if line < before]
    seen = {os.path.abspath(source.path)}
    while todo and len(seen) <= MOST_IMPORTED:
        path = todo.pop(0)
        module = project.load(path, small=True) if path not in seen else None
        seen.add(path)
        if module is None:
            continue
        for call, name in _calls_at_top(module):
            asks_for_one = name.endswith(".get_context") and (call.args or call.keywords)
            if fixes(name) or (name.endswith((f".{CALL}", ".get_context")) and not asks_for_one):
                return Place(module, call)
        todo = [each for each, _ in _imports_at_top(module)] + todo
    return None


def _imports_at_top(source: Source) -> Iterator[tuple[str, int]]:
    """Yield the modules of the project that the top level of a file imports whatever happens, with their lines."""
    for node in _run_for_certain(source.tree.body):
        if isinstance(node, ast.Import):
            names = [(alias.name, 0) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [(node.module or "", node.level)]
            names += [(f"{node.module}.{a.name}" if node.module else a.name, node.level) for a in node.names]
        else:
            continue
        for name, level in names:
            path = project.find(source.path, source.text, name, level)
            if path is not None:
                yield path, node.lineno


def _calls_at_top(source: Source) -> Iterator[tuple[ast.Call, str]]:
    """Yield the calls that the top level of a module makes whatever happens, with the dotted names of what it calls."""
    imported: dict[str, str] = {}
    for node in _run_for_certain(source.tree.body):
        if isinstance(node, ast.Import):
            for alias in node.names:
                imported[alias.asname or alias.name.partition(".")[0]] = alias.name if alias.asname else ""
        elif isinstance(node, ast.ImportFrom) and not node.level:
            imported.update((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.Expr) and isinstance(call := node.value, ast.Call):
            first, *rest = ast.unparse(call.func).split(".")
            if first in imported:
                yield call, ".".join((imported[first] or first, *rest))


def _run_for_certain(statements: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that are run whatever happens, those within ``try`` and ``with`` as well."""
    for statement in statements:
        yield statement
        if isinstance(statement, ast.Try | ast.With):
            yield from _run_for_certain(statement.body)
