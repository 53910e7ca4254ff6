"""What a rule's docstring says, taken from the source of its module.

Importing a rule imports all that it knows about programs, which costs more than the output; where the findings were
made in other processes nothing of that is there yet.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache

_REMEDY = "Instead:"


@dataclass(frozen=True)
class Docs:
    """The page of a rule, in parts; the markup is Markdown."""

    stem: str
    """The name of the rule's module, which is that of the folder of its programs too."""
    summary: str
    """The first sentence: what goes wrong."""
    why: str
    """The paragraphs after it, with their line breaks."""
    instead: str
    """The paragraph that says what to do, on one line and without the word that begins it; empty where there is
    none."""


@cache
def docs(code: str) -> Docs | None:
    """Return what is written about a rule; None for what is no rule, and where the sources are not installed."""
    from pkgutil import iter_modules

    import flake8_mp.rules as package

    for info in iter_modules(package.__path__):
        if info.name.startswith(f"{code.lower()}_"):
            return _read(info.name)
    return None


def _read(stem: str) -> Docs | None:
    from importlib.util import find_spec

    spec = find_spec(f"flake8_mp.rules.{stem}")
    source = getattr(spec.loader, "get_source", lambda name: None)(spec.name) if spec else None
    wanted = "".join(word.capitalize() for word in stem.split("_")[1:])
    for node in ast.parse(source or "").body:
        if isinstance(node, ast.ClassDef) and node.name == wanted:
            return _parts(stem, ast.get_docstring(node) or "")
    return None


def _parts(stem: str, docstring: str) -> Docs:
    summary, *rest = docstring.replace("``", "`").strip().split("\n\n")
    why = "\n\n".join(paragraph for paragraph in rest if not paragraph.startswith(_REMEDY))
    remedies = [" ".join(paragraph.split()) for paragraph in rest if paragraph.startswith(_REMEDY)]
    instead = " ".join(remedy.removeprefix(_REMEDY).strip() for remedy in remedies)
    return Docs(stem, " ".join(summary.split()), why, instead)
