"""Connects the models to the interpreter: who hears what, who answers what.

A model says by the names of its methods what it wants to know. For an operation ``x`` of the interpreter, of its news
or of another model:

* ``on_x`` hears of it,
* ``before_x`` hears of it before it happens, ``after_x`` when it has happened,
* ``refine_x`` gets what the operation gives, and then its arguments; it returns what is given instead,
* ``answer_x`` returns what the operation gives, or None where that is not its subject,
* ``around_x`` gets the operation itself as its first argument and decides when, and whether, to proceed with it.

What has the same form and stands side by side is called in one loop, and nobody is called who did not ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import groupby
from typing import Any

from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library.known import Library
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.questions import Questions
from flake8_mp.facts.runs.models import MODELS
from flake8_mp.facts.runs.reach import Reach

Handler = Callable[..., Any]

FORMS = ("on", "before", "after", "refine", "answer", "around")


def connect(interp: Interpreter) -> Reach:
    """Build, once for a run, what each operation does with those who asked for it; return what runs it all."""
    interp.ask = Questions()
    interp.known = Library()
    models: list[Model] = [model(interp) for model in MODELS]
    interp.listeners += models
    owners: dict[str, Any] = {}
    for part in (interp, interp.news, *interp.parts):
        owners.update((name, part) for name in dir(type(part)) if not name.startswith("__") and name not in owners)
    answers: dict[str, Handler] = {}
    handlers: dict[str, list[tuple[str, Handler]]] = {}
    for model in models:
        for name in vars(type(model)):
            form, _, operation = name.partition("_")
            if form in FORMS and operation:
                handlers.setdefault(operation, []).append((form, getattr(model, name)))
            elif not name.startswith("_"):
                answers[name] = getattr(model, name)
    for operation, asked in handlers.items():
        owner = owners.get(operation)
        run = combined(getattr(owner, operation) if owner is not None else answers[operation], asked)
        if owner is not None:
            setattr(owner, operation, run)
        else:
            answers[operation] = run
    for name in dir(Questions):
        if name in answers:
            setattr(interp.ask, name, answers[name])
    interp.effects.update({name[7:]: run for name, run in answers.items() if name.startswith("effect_")})
    interp.expressions.prepare()
    interp.statements.prepare()
    runs = models[-1]
    assert isinstance(runs, Reach)
    return runs


def combined(run: Handler, asked: list[tuple[str, Handler]]) -> Handler:
    """Return an operation together with those who asked for it, the first nearest to it."""
    for form, group in groupby(asked, lambda each: each[0]):
        for layer in _layers(form, [handler for _, handler in group]):
            run = layer(run)
    return run


def _layers(form: str, group: list[Handler]) -> Iterator[Callable[[Handler], Handler]]:
    if form == "around":
        for handler in group:
            yield lambda run, handler=handler: partial(handler, run)  # type: ignore[misc]
    elif form in ("on", "after"):
        yield lambda run: _after(run, tuple(group))
    elif form == "refine":
        yield lambda run: _refine(run, tuple(group))
    else:
        # Those who are farther from the operation come first.
        first = tuple(reversed(group))
        yield lambda run: _before(run, first) if form == "before" else _answer(run, first)


def _before(run: Handler, handlers: tuple[Handler, ...]) -> Handler:
    def go(*args: Any, **named: Any) -> Any:
        for handler in handlers:
            handler(*args, **named)
        return run(*args, **named)

    return go


def _answer(run: Handler, handlers: tuple[Handler, ...]) -> Handler:
    def go(*args: Any, **named: Any) -> Any:
        for handler in handlers:
            answer = handler(*args, **named)
            if answer is not None:
                return answer
        return run(*args, **named)

    return go


def _after(run: Handler, handlers: tuple[Handler, ...]) -> Handler:
    def go(*args: Any, **named: Any) -> None:
        run(*args, **named)
        for handler in handlers:
            handler(*args, **named)

    return go


def _refine(run: Handler, handlers: tuple[Handler, ...]) -> Handler:
    def go(*args: Any, **named: Any) -> Any:
        result = run(*args, **named)
        for handler in handlers:
            result = handler(result, *args, **named)
        return result

    return go
