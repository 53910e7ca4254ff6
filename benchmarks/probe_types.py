"""Ask pickle about objects, in the Python that runs this: it needs the standard library only.

Reads a list of jobs as JSON from standard input: ``[name, [expression, ...]]``, or a bare ``name`` of a class, which is
called with :data:`ARGUMENTS` until some of them are accepted. Prints one line of JSON before each job, ``[name]``, and
one for each object that was made, ``[name, expression, verdict, reason, traits]``, as soon as it is known, so that
nothing is lost when an object ends or blocks the process. The job ``"classes"`` asks for the names of all classes.

Verdicts: ``pickles`` (and what comes back has the same type), ``unequal`` (it does, and compares unequal), ``changed``
(it comes back as something else), ``refused`` (by ``dumps``), ``lost`` (``loads`` raises), ``inherited`` (only while a
process is started), ``unmade`` (no expression makes one) and ``absent`` (this Python has no such name).
Traits: ``len`` (it can be false), ``other`` (its ``with`` block gets something else than itself).
"""

from __future__ import annotations

import ast
import builtins
import importlib
import inspect
import json
import os
import pkgutil
import sys
import tempfile
import warnings
from multiprocessing.reduction import ForkingPickler
from typing import Any

ARGUMENTS = (
    "()",
    "('x')",
    "(1)",
    "(b'x')",
    "([])",
    "({})",
    "(print)",
    "(io.StringIO())",
    "(io.BytesIO())",
    "(io.BytesIO(), 'w')",
    "('x', 'y')",
    "('x', 1)",
    "(1, 2)",
    "(print, [])",
    "([], [])",
    "('x', [])",
    "('x', {})",
    "({}, 'x')",
    "(print, 1)",
    "('x', print)",
    "(1, 'x', None)",
    "('x', 'y', 'z')",
    "('x', 1, 2)",
    "(1, 2, 3)",
    "('x', 'y', 'z', 'w')",
    "(1, 2, 3, 4)",
    "('x', b'x', 0, 1, 'y')",
    "('x', 1, 'y', {}, None)",
)
"""What a class is called with, the simplest first; nothing here is refused by pickle itself."""
INSTANCES = 3
"""So many instances of a class are made, each in another way."""
BAD = ("refused", "lost")
LEFT_OUT = frozenset(
    {"antigravity", "this", "idlelib", "turtledemo", "test", "lib2to3", "turtle", "tkinter"}
    | {"distutils", "encodings", "ensurepip", "nt", "pydoc_data"}
)
"""Modules that are no library, or need a screen."""


def find(name: str) -> Any:
    """Return the object of a dotted name; raise AttributeError or ImportError where there is none."""
    parts = name.split(".")
    for split in range(len(parts), 0, -1):
        try:
            found: Any = importlib.import_module(".".join(parts[:split]))
        except ImportError:
            if split == 1 and hasattr(builtins, parts[0]):
                found, split = getattr(builtins, parts[0]), 1
            else:
                continue
        for part in parts[split:]:
            found = getattr(found, part)
        return found
    raise ImportError(name)


def evaluate(expression: str) -> Any:
    """Evaluate an expression, with all modules imported that it names."""
    scope: dict[str, Any] = {}
    for node in ast.walk(ast.parse(expression, mode="eval")):
        dotted = ast.unparse(node) if isinstance(node, (ast.Attribute, ast.Name)) else ""
        head = dotted.partition(".")[0]
        if not dotted.replace(".", "").isidentifier() or hasattr(builtins, head):
            continue
        parts = dotted.split(".")
        for length in range(1, len(parts) + 1):
            try:
                importlib.import_module(".".join(parts[:length]))
            except ImportError:
                break
        if head in sys.modules:
            scope[head] = sys.modules[head]
    scope["__file__"] = os.__file__
    return eval(expression, scope)


def make(expressions: list[str], most: int) -> tuple[list[tuple[str, Any]], str]:
    """Return up to so many of the expressions that make something, with what they make; and why the last did not."""
    made: list[tuple[str, Any]] = []
    reason = ""
    for expression in expressions:
        try:
            made.append((expression, evaluate(expression)))
        except BaseException as error:
            reason = words_of(error)
        if len(made) == most:
            break
    return made, reason


def words_of(error: BaseException) -> str:
    """Return the class and the message of an error, on one short line, without addresses."""
    text = " ".join(f"{type(error).__name__}: {error}".split())
    head, at, tail = text.partition(" at 0x")
    return (head + at.strip(" 0x") + tail.partition(">")[2] if at else text)[:90].rstrip()


def verdict_of(value: Any) -> tuple[str, str]:
    """Return what pickle does with an object, and why."""
    try:
        data = bytes(ForkingPickler.dumps(value))
    except BaseException as error:
        inherited = isinstance(error, RuntimeError) and "inheritance" in str(error)
        return ("inherited", "") if inherited else ("refused", words_of(error))
    try:
        back = ForkingPickler.loads(data)
    except BaseException as error:
        return "lost", words_of(error)
    if type(back) is not type(value):
        return "changed", f"comes back as {type(back).__name__}"
    try:
        if "__eq__" in {name for cls in type(value).__mro__[:-1] for name in vars(cls)} and not bool(value == back):
            return "unequal", ""
    except BaseException:
        pass
    return "pickles", ""


def traits_of(value: Any) -> str:
    """Return what a caller may do with an object that other objects do not offer."""
    found = []
    if any(hasattr(type(value), name) for name in ("__len__", "__bool__")):
        found.append("len")
    if hasattr(type(value), "__enter__"):
        try:
            if value.__enter__() is not value:
                found.append("other")
        except BaseException:
            found.append("other")
    return " ".join(found)


def probe(job: Any) -> list[list[str]]:
    """Return the lines of the answer to one job."""
    if isinstance(job, str):
        try:
            find(job)
        except (AttributeError, ImportError):
            return [[job, "", "absent", "", ""]]
        made, reason = make([f"{job}{arguments}" for arguments in ARGUMENTS], INSTANCES)
        if not made:
            return [[job, "", "unmade", reason, ""]]
    else:
        made, reason = make(job[1], len(job[1]))
        if not made:
            missing = reason.startswith(("ModuleNotFoundError", "NameError")) or "has no attribute" in reason
            return [[job[0], job[1][0], "absent" if missing else "unmade", reason, ""]]
    name = job if isinstance(job, str) else job[0]
    answers = []
    for expression, value in made:
        verdict, reason = verdict_of(value)
        answers.append([name, expression, verdict, reason, traits_of(value) if verdict in BAD else ""])
    return answers


def public_classes() -> list[str]:
    """Return the dotted names of all public classes of this Python's standard library, as its modules offer them."""
    modules = sorted(name for name in sys.stdlib_module_names if not name.startswith("_") and name not in LEFT_OUT)
    found: dict[str, None] = {}
    for top in modules:
        try:
            module = importlib.import_module(top)
        except BaseException:
            continue
        inner = [info.name for info in pkgutil.iter_modules(getattr(module, "__path__", []))]
        for name in [top, *(f"{top}.{part}" for part in inner if not part.startswith("_") and part != "tests")]:
            try:
                module = importlib.import_module(name)
            except BaseException:
                continue
            offered = getattr(module, "__all__", None)
            for attribute, value in sorted(vars(module).items()):
                own = attribute in offered if offered is not None else getattr(value, "__module__", "") == name
                if own and isinstance(value, type) and not attribute.startswith("_"):
                    found[f"{name}.{attribute}"] = None
    return list(found)


def by_keyword(name: str) -> str | None:
    """Return a call of an exception class with all that it needs given by keyword; None where it needs nothing."""
    try:
        cls = find(name)
        if not issubclass(cls, BaseException):
            return None
        parameters = list(inspect.signature(cls).parameters.values())
    except (AttributeError, ImportError, TypeError, ValueError):
        return None
    kinds = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    needed = [p.name for p in parameters if p.kind in kinds and p.default is inspect.Parameter.empty]
    return f"{name}({', '.join(f'{needs}=1' for needs in needed)})" if needed else None


def main() -> None:
    """Answer all jobs; what objects print goes nowhere, and what they write into a folder that is removed."""
    jobs = json.load(sys.stdin)
    warnings.simplefilter("ignore")
    if jobs == "classes":
        names = public_classes()
        keywords = [[name, call] for name in names for call in [by_keyword(name)] if call is not None]
        print(json.dumps([names, keywords]))
        return
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for job in jobs:
            answers.write(json.dumps([job if isinstance(job, str) else job[0]]) + "\n")
            for answer in probe(job):
                answers.write(json.dumps(answer) + "\n")
    answers.close()
    # What the objects have started is not waited for.
    os._exit(0)


if __name__ == "__main__":
    main()
