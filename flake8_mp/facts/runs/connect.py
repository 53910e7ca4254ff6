"""Connects the models to the interpreter: who hears what, who answers what."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.questions import Questions
from flake8_mp.facts.runs.models import Models


def connect(interp: Interpreter) -> None:
    """Build the chains of those who hear of each operation, once per run."""
    interp.ask = Questions()
    interp.models = Models(interp)
    models = list(vars(interp.models).values())
    owners: dict[str, Any] = {}
    for part in (interp, interp.news, *interp.parts):
        for name in dir(type(part)):
            if not name.startswith("__"):
                owners.setdefault(name, part)
    answers: dict[str, Callable[..., Any]] = {}
    for model in models:
        for name, value in vars(type(model)).items():
            if callable(value) and not name.startswith(("_", "around_")):
                answers[name] = getattr(model, name)
    wraps: dict[str, list[Callable[..., Any]]] = {}
    for model in models:
        for name in vars(type(model)):
            if name.startswith("around_"):
                wraps.setdefault(name.removeprefix("around_"), []).append(getattr(model, name))
    for name, chain in wraps.items():
        run = getattr(owners[name], name) if name in owners else answers[name]
        for wrap in chain:
            run = partial(wrap, run)
        if name in owners:
            setattr(owners[name], name, run)
        else:
            answers[name] = run
    for name in vars(Questions):
        if not name.startswith("__"):
            setattr(interp.ask, name, answers[name])
    interp.effects.update({name[7:]: run for name, run in answers.items() if name.startswith("effect_")})
    interp.expressions.prepare()
    interp.statements.prepare()
