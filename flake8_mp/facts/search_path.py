"""Where the imports of a file are looked up: the folders that are on ``sys.path`` when it is run or tested.

The first is the one that holds the top package of the file, or the file itself: Python puts a script's folder there,
and so does pytest in its default import mode. What is not found there may be in the project around it: in the folder
with its configuration (``python -m`` and pytest's ``rootdir``), in ``src``, in the folders that the configuration
names, and in those that the file, or a ``conftest.py`` around it, puts on ``sys.path``. That an editable installation
puts the folder with a project's packages on ``sys.path`` is what setuptools says in its guide on development mode.

Many applications have no configuration, and no ``__init__.py`` in their folders: their modules are imported by a
script further up, whose folder is on the path. Such a folder is known by what lies there, or by the name of the folder
below it: ``import tool.jobs`` in a file somewhere below a folder ``tool`` means what is in that (a namespace package,
PEP 420).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from flake8_mp.facts import files
from flake8_mp.facts.path_edits import added_to_path, imported_alone

_INSTALLED = ("site-packages", "dist-packages")
"""The folders of installed packages: what is above them is not their project."""
_MARKERS = ("pyproject.toml", "setup.cfg", "setup.py")
"""The files that make a folder the one of a project."""
_BEGINNINGS = (
    *(".git", "requirements.txt", "README.md", "README.rst", "README.txt", "README", "LICENSE", "main.py"),
    *("Pipfile", "environment.yml", "manage.py", "tox.ini"),
)
"""What lies where a project begins that has no such file."""
FARTHEST = 4
"""So many folders up is looked for the beginning of such a project, and for namespace packages."""
_TESTS = ("tests", "test")
"""Folders of tests: what they test lies beside them, and is found where ``python -m pytest`` is called."""


class _Project(NamedTuple):
    """What the project around a folder adds for the files in that."""

    folders: tuple[str, ...]
    """The folders in which modules are looked for, those first that are nearer."""
    conftests: tuple[str, ...]


class _Found:
    """What was found out for the present file."""

    def __init__(self) -> None:
        self.paths: dict[tuple[str, tuple[str, ...]], SearchPath] = {}
        """By the folder of a file, and what the file adds to the path."""
        self.beside: files.Known[str, tuple[str, ...]] = {}
        """By the path of a module, what that adds to the path."""
        self.tops: files.Known[str, str] = {}
        """By the folder, the one that holds its top package."""
        self.projects: files.Known[str, _Project] = {}
        """By the folder, the project around it."""


_present = files.Present(_Found)


def search_path_of(path: str, text: str) -> SearchPath | None:
    """Return where the imports of a file are looked up; None where it has no file, and so no place of its own."""
    if not files.exists(path):
        return None
    return search_path_by(path, added_to_path(text, path), imported_alone(text))


def search_path_by(path: str, added: tuple[str, ...], alone: tuple[str, ...]) -> SearchPath:
    """Return where the imports of a file are looked up which adds these folders to the path.

    So may the modules that it imports alone: those that lie beside it are looked at.
    """
    for name in alone:
        added += _added_by(os.path.join(os.path.dirname(os.path.abspath(path)), f"{name}.py"))
    key, paths = (os.path.dirname(os.path.abspath(path)), added), _present.get().paths
    if key not in paths:
        paths[key] = SearchPath(*key)
    return paths[key]


def _added_by(path: str) -> tuple[str, ...]:
    """Return the folders that another module puts on the path, if there is one."""

    def look() -> tuple[str, ...]:
        text = files.read(path) if files.is_file(path) else None
        return added_to_path(text, path) if text is not None else ()

    return files.remembered(_present.get().beside, path, look)


class SearchPath:
    """The folders in which the modules that a file imports are looked for: the one that it lies in, from which relative
    imports are resolved, and others.
    """

    def __init__(self, folder: str, added: tuple[str, ...]) -> None:
        self._own = folder
        self._added = added
        self._found: files.Known[tuple[str, int], str | None] = {}

    def find(self, module: str, level: int = 0) -> str | None:
        """Return the file of a module, None where no folder has it.

        ``module`` is the dotted name of the import statement and ``level`` its dots.
        """

        def look_for() -> str | None:
            return self._look_above(module, level) if level else self._look_for(module)

        return files.remembered(self._found, (module, level), look_for)

    def _look_above(self, module: str, level: int) -> str | None:
        folder = self._own
        for _ in range(level - 1):
            folder = os.path.dirname(folder)
        return file_in(folder, module)

    def _look_for(self, module: str) -> str | None:
        first = _top_of(self._own)
        found = file_in(first, module)  # most modules are there
        if found is None:
            others = (folder for folder in (*self._added, *_around(self._own).folders) if folder != first)
            found = next((path for folder in others if (path := file_in(folder, module))), None)
            if found is not None and module.partition(".")[0] in _described():
                # The tests and examples of a library use it as everybody does: its rows say more than its code.
                return None
        return found if found is not None else self._in_namespace(module)

    def _in_namespace(self, module: str) -> str | None:
        """Return the file of a module of a package without ``__init__.py`` in which this file lies itself."""
        top, _, rest = module.partition(".")
        folders = (each for each in folders_above(self._own) if os.path.basename(each) == top)
        return next((path for each in folders if rest and (path := file_in(each, rest))), None)


def is_test(path: str) -> bool:
    """Return whether pytest takes a file for one with tests, by its name (pytest's default for ``python_files``)."""
    name = os.path.basename(path)
    return name.startswith("test_") or name.endswith("_test.py")


def file_in(folder: str, module: str) -> str | None:
    """Return the file of a dotted module name below a folder: ``a/b.py`` or ``a/b/__init__.py``."""
    stem = os.path.join(folder, *module.split(".")) if module else folder
    for candidate in (f"{stem}.py" if module else "", os.path.join(stem, "__init__.py")):
        if candidate and files.is_file(candidate):
            return candidate
    return None


def folders_above(folder: str) -> Iterator[str]:
    """Yield a folder and those around it, as far as namespace packages are looked for."""
    for _ in range(FARTHEST + 1):
        yield folder
        folder = os.path.dirname(folder)


def _top_of(folder: str) -> str:
    """Return the folder that holds the top package of the modules in a folder, itself where it is no package."""
    return files.remembered(_present.get().tops, folder, lambda: _find_top_of(folder))


def _find_top_of(folder: str) -> str:
    for package in packages_around(folder):
        folder = os.path.dirname(os.path.dirname(package))
    return folder


def packages_around(folder: str) -> Iterator[str]:
    """Yield the ``__init__.py`` of the packages that the modules in a folder are in, from the inside to the outside."""
    while files.is_file(package := os.path.join(folder, "__init__.py")) and os.path.dirname(folder) != folder:
        yield package
        folder = os.path.dirname(folder)


@cache
def _described() -> frozenset[str]:
    """Return the names of the packages whose functions have rows."""
    from flake8_mp.facts.library import api
    from flake8_mp.facts.library.known import CONTEXT_MODULES

    return frozenset(name.partition(".")[0] for name in (*api.FUNCTIONS, *api.ALIASES, *CONTEXT_MODULES))


def _around(folder: str) -> _Project:
    """Return what the project around a folder adds."""
    return files.remembered(_present.get().projects, folder, lambda: _project_around(folder))


def folders_of_project(folder: str) -> tuple[str, ...]:
    """Return the folders in which modules are looked for that are not found from the folder of the file itself."""
    return (_top_of(folder), *_around(folder).folders)


def is_configured(folder: str) -> bool:
    """Return whether the project around a folder has a configuration, so that it may be one that others install."""
    return any(is_project for _, is_project in _look_around(folder))


def conftests_of(folder: str) -> tuple[str, ...]:
    """Return the conftest.py in a folder and in those around it, up to the one of the project; the nearest first."""
    return _around(folder).conftests


def _look_around(folder: str) -> Iterator[tuple[str, bool]]:
    """Yield each folder from one to that of its project, with whether it is that of the project."""
    while os.path.basename(folder) not in _INSTALLED:
        markers = [name for name in _MARKERS if files.is_file(os.path.join(folder, name))]
        yield folder, bool(markers)
        parent = os.path.dirname(folder)
        if markers or parent == folder:
            return
        folder = parent


def _project_around(folder: str) -> _Project:
    conftests: list[str] = []
    folders: list[str] = []
    for each, is_project in _look_around(folder):
        conftest = os.path.join(each, "conftest.py")
        if files.is_file(conftest):
            conftests.append(conftest)
            text = files.read(conftest)
            folders += added_to_path(text, conftest) if text is not None else ()
        if os.path.basename(each) in _TESTS:
            folders.append(os.path.dirname(each))
        if is_project:
            inner = (os.path.normpath(os.path.join(each, name)) for name in ("src", *_configured(each)))
            return _Project((*folders, each, *filter(os.path.isdir, inner)), tuple(conftests))
    return _Project((*folders, *_beginnings(folder)), tuple(conftests))


def _beginnings(folder: str) -> Iterator[str]:
    """Yield the folders around one in which a project without configuration may begin, the nearest first."""
    for each in folders_above(folder):
        if os.path.basename(each) in _INSTALLED:
            return
        is_package = files.is_file(os.path.join(each, "__init__.py"))
        if not is_package and any(os.path.exists(os.path.join(each, name)) for name in _BEGINNINGS):
            yield each
        if os.path.exists(os.path.join(each, ".git")):
            return


def _configured(folder: str) -> Iterator[str]:
    """Yield the folders that a project's pyproject.toml names as those of its packages, as they stand there."""
    text = files.read(os.path.join(folder, "pyproject.toml"))
    if text is None:
        return
    from flake8_mp.toml import loads

    try:
        tool = _table(loads(text), "tool")
    except ValueError:
        return  # whose settings these are says so
    setuptools = _table(tool, "setuptools")
    found = [
        _table(tool, "pytest", "ini_options").get("pythonpath"),
        _table(tool, "pytest").get("pythonpath"),
        _table(setuptools, "package-dir").get(""),
        _table(setuptools, "packages", "find").get("where"),
        _table(tool, "ruff").get("src"),
        _table(tool, "pyright").get("extraPaths"),
    ]
    for each in _list(_table(tool, "poetry").get("packages")):
        found.append(each.get("from") if isinstance(each, dict) else None)
    for each in _list(_table(tool, "hatch", "build", "targets", "wheel").get("packages")):
        found.append(os.path.dirname(each) if isinstance(each, str) else None)
    for value in found:
        yield from (each for each in _list(value) if isinstance(each, str) and each)


def _table(document: object, *names: str) -> dict[str, Any]:
    """Return a table within a TOML document, an empty one where there is none."""
    for name in names:
        document = document.get(name) if isinstance(document, dict) else None
    return document if isinstance(document, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]
