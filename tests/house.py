"""What the page about the architecture says, read from the code: ``python -m tests.house`` brings the page up to date."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from flake8_mp.facts.interpreter.hooks import Hooks
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.questions import Questions
from flake8_mp.facts.runs.connect import roles
from flake8_mp.facts.runs.models import MODELS
from flake8_mp.facts.source import Source
from flake8_mp.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
FACTS = ROOT / "flake8_mp" / "facts"
PAGE = ROOT / "docs" / "architecture.md"
_BLOCK = re.compile(r"(<!-- generated: (\w+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def parts() -> dict[str, type]:
    """Return the parts of the interpreter, by the attribute that it has them under."""
    interp = Interpreter(Source(ast.parse(""), "", "empty.py"), Settings())
    found = {name: type(part) for name, part in vars(interp).items() if part in interp.parts}
    return {"": Interpreter, **found}


def path_of(model: type) -> Path:
    """Return the file of a class."""
    return ROOT / Path(*model.__module__.split(".")).with_suffix(".py")


def tree_of(model: type) -> ast.ClassDef:
    """Return the class statement of a class."""
    return _statement(path_of(model), model.__name__)


@cache
def _statement(path: Path, name: str) -> ast.ClassDef:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name)


def asked_by(model: type) -> set[str]:
    """Return the questions that a model asks."""
    return {
        node.attr
        for node in ast.walk(tree_of(model))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "ask"
        and isinstance(node.value.value, ast.Name)
        and node.value.value.id == "self"
    }


def answered_by(model: type[Model]) -> set[str]:
    """Return the questions that a model answers."""
    return {name for name, form, _ in roles(model) if not form} & set(dir(Questions))


def emitted_by(model: type) -> set[str]:
    """Return the events that the file of a model makes."""
    tree = ast.parse(path_of(model).read_text(encoding="utf-8"))
    events = {
        alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module == "flake8_mp.facts.events"
        for alias in node.names
    } - {"Place", "Obstacle", "Event"}
    return {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in events
    }


def effects_of(model: type[Model]) -> set[str]:
    """Return the words of rows that a model acts on."""
    return {name[7:] for name, form, _ in roles(model) if not form and name.startswith("effect_")}


def handlers_of(model: type[Model]) -> dict[str, str]:
    """Return what a model handles, each with the form in which it does."""
    return {operation: form for _, form, operation in roles(model) if form}


def owner_of(operation: str) -> str:
    """Return what an operation belongs to, as the page calls it."""
    if hasattr(Hooks, operation):
        return "hooks"
    for name, part in parts().items():
        if hasattr(part, operation):
            return name or "interpreter"
    return "effect" if operation.startswith("effect_") else "question"


def models_table() -> Iterator[str]:
    """Yield the lines of the table of models."""
    yield "| model | what it does | answers | emits |"
    yield "|---|---|---|---|"
    for model in MODELS:
        path = path_of(model).relative_to(FACTS).as_posix()
        about = (model.__doc__ or "").strip().partition("\n")[0]
        answers = " ".join(f"`{name}`" for name in sorted(answered_by(model)))
        events = " ".join(f"`{name}`" for name in sorted(emitted_by(model)))
        yield f"| [`{model.__name__}`](../flake8_mp/facts/{path}) | {about} | {answers} | {events} |"


def hooks_table() -> Iterator[str]:
    """Yield the lines of the table of handlers."""
    handled: dict[str, list[str]] = {}
    for model in MODELS:
        for operation, form in handlers_of(model).items():
            handled.setdefault(operation, []).append(f"{model.__name__} ({form})")
    yield "| of | what happens | its handlers |"
    yield "|---|---|---|"
    for operation in sorted(handled, key=lambda name: (owner_of(name), name)):
        yield f"| {owner_of(operation)} | `{operation}` | {', '.join(handled[operation])} |"


def questions_table() -> Iterator[str]:
    """Yield the lines of the table who asks whom."""
    yield "| model | asks |"
    yield "|---|---|"
    owners = {name: model.__name__ for model in MODELS for name in answered_by(model)}
    for model in MODELS:
        others = {owners[name] for name in asked_by(model) if name in owners} - {model.__name__}
        if others:
            yield f"| {model.__name__} | {', '.join(sorted(others))} |"


PARTS = {"models": models_table, "hooks": hooks_table, "questions": questions_table}


def brought_up_to_date(page: str) -> str:
    """Return the page with its generated parts made anew."""
    return _BLOCK.sub(lambda block: block[1] + "\n".join(PARTS[block[2]]()) + "\n" + block[4], page)


if __name__ == "__main__":
    PAGE.write_text(brought_up_to_date(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
