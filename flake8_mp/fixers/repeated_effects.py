"""What a statement of the module does to files when it runs, which each child that imports the file would do again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.calls import has_stars, keyword, method
from flake8_mp.fixers.guards import is_main_guard
from flake8_mp.fixers.importing import bindings, dotted, meaning

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program

_OPENS = "open a file for writing"
_DELETES = "delete files"
_CREATES = "create a folder"
_RUNS = "run a program"
_EFFECTS = {
    **dict.fromkeys(("os.remove", "os.unlink", "os.rmdir", "os.removedirs", "shutil.rmtree"), _DELETES),
    **dict.fromkeys(("os.rename", "os.renames", "os.replace", "shutil.move"), "move files"),
    "os.truncate": "empty a file",
    **dict.fromkeys(("os.mkdir", "os.makedirs"), _CREATES),
    **dict.fromkeys(("os.system", "subprocess.run", "subprocess.call", "subprocess.check_call"), _RUNS),
    "subprocess.Popen": _RUNS,
}
"""By what is called, what it does."""
_METHODS = {
    **dict.fromkeys(("write_text", "write_bytes"), "write to a file"),
    **dict.fromkeys(("unlink", "rmdir", "rmtree"), _DELETES),
    "mkdir": _CREATES,
}
"""The same for methods, which paths have in the first place."""
_EXECUTORS = frozenset({"concurrent.futures.ProcessPoolExecutor", "concurrent.futures.process.ProcessPoolExecutor"})
_MODE = re.compile(r"[rwaxbtU+]{1,4}|[rwax][|:](gz|bz2|xz|\*)")
_WRITES = frozenset("wax+")


def effect(program: Program, statement: cst.CSTNode) -> str:
    """Return what a statement does when it runs, as it follows *each child would*; empty where nothing is known."""
    return next(_effects(program, statement, set()), "")


def makes_executor(program: Program, statement: cst.CSTNode) -> bool:
    """Return whether a statement does nothing but assign a new executor, which starts nothing yet."""
    small = statement.body[0] if isinstance(statement, cst.SimpleStatementLine) and len(statement.body) == 1 else None
    value = small.value if isinstance(small, cst.Assign | cst.AnnAssign) else None
    return isinstance(value, cst.Call) and meaning(program, value.func, among=_EXECUTORS) in _EXECUTORS


def _effects(program: Program, statement: cst.CSTNode, seen: set[str]) -> Iterator[str]:
    for call in _calls(program, statement):
        what = _does(program, call)
        if what and not (what == _CREATES and _is_prepared(program, call)):
            yield what
        elif not what and isinstance(call.func, cst.Name) and call.func.value not in seen:
            seen.add(call.func.value)
            for body in _bodies(program, call.func.value):
                yield from _effects(program, body, seen)


def _calls(program: Program, node: cst.CSTNode) -> Iterator[cst.Call]:
    """Yield the calls that happen when code runs: those in functions that it defines do not."""
    if isinstance(node, cst.Lambda) or is_main_guard(program, node):
        return
    if isinstance(node, cst.Call):
        yield node
    parts = [*node.decorators, node.params] if isinstance(node, cst.FunctionDef) else node.children
    for part in parts:
        yield from _calls(program, part)


def _bodies(program: Program, name: str) -> Iterator[cst.CSTNode]:
    """Yield the code that calling a function or class of this file runs."""
    for each in program.module.body:
        if isinstance(each, cst.FunctionDef) and each.name.value == name:
            yield each.body
        elif isinstance(each, cst.ClassDef) and each.name.value == name:
            for inner in each.body.body:
                if isinstance(inner, cst.FunctionDef) and inner.name.value == "__init__":
                    yield inner.body


def _does(program: Program, call: cst.Call) -> str:
    name = method(call)
    if name == "open" and _may_write(program, call):
        return _OPENS
    known = next((full for full in _EFFECTS if full.endswith(f".{name}")), "")
    if known and (full := meaning(program, call.func, among=_EFFECTS.keys())):
        return "" if full == "os.makedirs" and keyword(call, "exist_ok") is not None else _EFFECTS[full]
    if isinstance(call.func, cst.Attribute) and name in _METHODS:
        return "" if name == "mkdir" and keyword(call, "exist_ok") is not None else _METHODS[name]
    return ""


def _may_write(program: Program, call: cst.Call) -> bool:
    """Return whether something that is called ``open`` is given a mode for writing, or one that is not known."""
    if isinstance(call.func, cst.Name) and any(bindings(program, "open")) and not meaning(program, call.func):
        return False
    if has_stars(call):
        return True
    of_path = isinstance(call.func, cst.Attribute) and not _is_module(program, call.func.value)
    given = keyword(call, "mode")
    place = 0 if of_path else 1
    if given is None and len(call.args) > place and call.args[place].keyword is None:
        given = call.args[place]
    if given is None:
        return False
    if isinstance(given.value, cst.SimpleString):
        mode = given.value.evaluated_value
        return isinstance(mode, str) and _MODE.fullmatch(mode) is not None and bool(_WRITES & set(mode))
    return not of_path


def _is_module(program: Program, node: cst.BaseExpression) -> bool:
    name = dotted(node)
    return bool(name) and any(
        isinstance(each, cst.Import) and any(dotted(alias.name) == name for alias in each.names)
        for each in program.imports
    )


def _is_prepared(program: Program, call: cst.Call) -> bool:
    """Return whether a folder is made where it is not there, or code is ready for that it is."""
    return program.enclosing(call, cst.If, cst.Try) is not None
