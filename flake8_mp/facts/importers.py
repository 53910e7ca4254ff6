"""Who imports a file: whether a module of a package is one for others, or a script that only lies there.

An editor may put an ``__init__.py`` into each folder, and scripts lie in folders of packages. What nobody in the
project imports is taken for a script where it behaves like one. It may be imported all the same: by a name in a string,
by a framework that finds modules by their place, by the users of a library. Where one of these is possible, it is taken
for a module.
"""

from __future__ import annotations

import ast
import os
import re

from flake8_mp.facts import files, project
from flake8_mp.facts.name_graph import outline_of
from flake8_mp.facts.search_path import folders_above, folders_of_project, is_configured, is_test
from flake8_mp.facts.source import Source, guards_in
from flake8_mp.facts.tree import last_name, walk

MOST_FILES = 400
"""So many files and folders of a project are looked at: in a larger one, any file may be imported."""
_LOADS = re.compile(
    r"import_module|__import__|iter_modules|walk_packages|exec_module|spec_from_file_location|run_module"
)
"""What imports modules that no import statement names."""
_FRAMEWORKS = ("manage.py", "scrapy.cfg")
"""Where these lie, modules are imported by their place (Django) or by the folder that a setting names (Scrapy)."""
_SKIPPED = frozenset({"node_modules", "__pycache__", "venv", "env", "site-packages", "dist-packages"})


def is_script(source: Source) -> bool:
    """Return whether a file of a package is meant to be run, and not to be imported.

    It is where its top level acts, it has no tests, nothing in its project imports it, and nobody outside can want to:
    the project is not one that is installed, or the file uses all functions and classes that it defines itself.
    """
    path = os.path.abspath(source.path)
    if not _acts(source) or not files.exists(path) or (is_test(path) and "def test" in source.code):
        return False
    if project.is_entry_point(path) or (is_configured(os.path.dirname(path)) and not _uses_what_it_defines(source)):
        return False
    return not _may_be_imported(path)


def holds_tests(source: Source) -> bool:
    """Return whether a file is one of tests for unittest or pytest, by its name and by what it defines and imports."""
    if not is_test(source.path):
        return False
    definitions = [node for node in source.tree.body if isinstance(node, ast.ClassDef | ast.FunctionDef)]
    if any(last_name(base).endswith("TestCase") for node in definitions for base in getattr(node, "bases", ())):
        return True
    return "pytest" in source.code and any(node.name.startswith(("test", "Test")) for node in definitions)


def is_run_by_tests_only(source: Source) -> bool:
    """Return whether a file of tests is never run: its top level neither asks for ``__name__`` nor calls them."""
    if not holds_tests(source) or source.has_guard or source.runs_by_call:
        return False
    calls = [node for statement in source.tree.body if isinstance(statement, ast.Expr) for node in walk(statement)]
    return not any(isinstance(node, ast.Call) and last_name(node.func) == "main" for node in calls)


def _acts(source: Source) -> bool:
    """Return whether the top level does something for its own sake: what a module does is to bind names."""
    guards = guards_in(source.tree)
    for statement in source.tree.body:
        if (
            isinstance(statement, ast.Expr | ast.Raise | ast.For | ast.While | ast.With | ast.If)
            and statement not in guards
        ):
            if any(isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) for node in walk(statement)):
                return True
    return False


def _uses_what_it_defines(source: Source) -> bool:
    defined = [
        each for each in source.tree.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    ]
    names = {each.name: each for each in defined}
    used = {name for each in source.tree.body for name in source.names_in(each) if names.get(name) is not each}
    return used.issuperset(names)


def _may_be_imported(path: str) -> bool:
    folder, name = os.path.split(path)
    if any(files.is_file(os.path.join(each, found)) for each in folders_above(folder) for found in _FRAMEWORKS):
        return True
    stem = name.removesuffix(".py")
    named = re.compile(rf"[\"'.]{re.escape(stem)}[\"':]")
    top = min((each for each in folders_of_project(folder) if _is_in(folder, each)), key=len)
    others = _python_files(top)
    for other in others or ():
        text = files.read(other) if other != path else ""
        if text and _LOADS.search(text) and _is_in(folder, os.path.dirname(other)):
            return True
        if text and stem in text and (named.search(text) or _imports(other, path, stem)):
            return True
    return others is None


def _is_in(folder: str, outer: str) -> bool:
    """Return whether a folder is another one, or lies in it."""
    return f"{folder}{os.sep}".startswith(f"{outer.rstrip(os.sep)}{os.sep}")


def _python_files(top: str) -> list[str] | None:
    """Return the files below a folder, None where that is too large."""
    found: list[str] = []
    for count, (folder, inner, names) in enumerate(os.walk(top)):
        inner[:] = sorted(name for name in inner if name not in _SKIPPED and not name.startswith("."))
        found += (os.path.join(folder, name) for name in sorted(names) if name.endswith(".py"))
        if max(count, len(found)) >= MOST_FILES:
            return None
    return found


def _imports(other: str, path: str, stem: str) -> bool:
    """Return whether a file may import another one: an import names it, and is not known to mean something else."""
    outline = outline_of(other)
    if outline is None:
        return True
    for module, level in outline.modules:
        if module.rpartition(".")[2] == stem:
            found = project.find_in(outline.search_path, module, level)
            if found is None or os.path.abspath(found) == path:
                return True
    return False
