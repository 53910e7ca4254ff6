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

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import groupby
from typing import Any

from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library.known import Library
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.questions import Questions
from flake8_mp.facts.runs.models import MODELS
from flake8_mp.facts.runs.reach import Reach

Handler = Callable[..., Any]

Layer = Callable[[Handler, Sequence[Handler]], Handler]
"""What puts handlers around an operation."""


def connect(interp: Interpreter, kinds: tuple[type[Model], ...] = MODELS) -> Reach:
    """Build, once for a run, what each operation does with those who asked for it; return what runs it all."""
    interp.ask = ask = Questions()
    interp.known = Library()
    models: list[Model] = [kind(interp) for kind in kinds]
    interp.listeners += models
    plan = planned(kinds, tuple(type(part) for part in (interp, interp.news, *interp.parts)))
    parts = (interp, interp.news, *interp.parts)
    answers: dict[str, Handler] = {name: getattr(models[index], name) for name, index in plan.answers.items()}
    for operation, owner, layers in plan.operations:
        run = answers[operation] if owner is None else getattr(parts[owner], operation)
        for layer, asked in layers:
            run = layer(run, [getattr(models[index], name) for index, name in asked])
        if owner is None:
            answers[operation] = run
        else:
            setattr(parts[owner], operation, run)
    for name in plan.questions:
        setattr(ask, name, answers[name])
    interp.effects.update({word: answers[name] for word, name in plan.effects.items()})
    interp.expressions.prepare()
    interp.statements.prepare()
    return next(model for model in models if isinstance(model, Reach))


@dataclass(frozen=True)
class Plan:
    """Who hears and answers what, for some models: models and parts are named by their position."""

    operations: tuple[tuple[str, int | None, tuple[tuple[Layer, tuple[tuple[int, str], ...]], ...]], ...]
    """By the operation, the part of the interpreter that it belongs to, and in layers from the inside out who asked for
    it: the model and its method."""
    answers: dict[str, int]
    questions: tuple[str, ...]
    effects: dict[str, str]
    """By the word of a row, the method that acts on it."""


@cache
def planned(models: tuple[type[Model], ...], parts: tuple[type, ...]) -> Plan:
    """Return who hears and answers what: it is the same in each run.

    Raises:
        TypeError: where a model asks to hear of something that does not happen.
    """
    owners: dict[str, int] = {}
    for number, part in enumerate(parts):
        owners.update((name, number) for name in dir(part) if not name.startswith("__") and name not in owners)
    answers: dict[str, int] = {}
    asked: dict[str, list[tuple[str, int, str]]] = {}
    for number, model in enumerate(models):
        for name, form, operation in roles(model):
            if form:
                asked.setdefault(operation, []).append((form, number, name))
            else:
                answers[name] = number
    for operation, handlers in asked.items():
        if operation not in owners and operation not in answers:
            [(_, number, name), *_] = handlers
            raise TypeError(f"{models[number].__name__}.{name}: there is no {operation!r} to hear of")
    return Plan(
        tuple((operation, owners.get(operation), _layers(handlers)) for operation, handlers in asked.items()),
        answers,
        tuple(name for name in dir(Questions) if name in answers),
        {name[7:]: name for name in answers if name.startswith("effect_")},
    )


def roles(model: type[Model]) -> tuple[tuple[str, str, str], ...]:
    """Return what the methods of a model are for: each with its form and operation, both empty for an answer."""
    found = []
    for name in vars(model):
        form, _, operation = name.partition("_")
        if form in FORMS and operation:
            found.append((name, form, operation))
        elif not name.startswith("_"):
            found.append((name, "", ""))
    return tuple(found)


def _layers(asked: list[tuple[str, int, str]]) -> tuple[tuple[Layer, tuple[tuple[int, str], ...]], ...]:
    """Return the layers around an operation, the first nearest to it; what stands side by side is one layer."""
    found = []
    for (_, layer), group in groupby(asked, lambda each: FORMS[each[0]]):
        handlers = tuple((number, name) for _, number, name in group)
        # Those who are farther from the operation come first.
        found.append((layer, handlers[::-1] if layer in (_before, _answer) else handlers))
    return tuple(found)


def _around(run: Handler, handlers: Sequence[Handler]) -> Handler:
    for handler in handlers:
        run = partial(handler, run)
    return run


def _before(run: Handler, handlers: Sequence[Handler]) -> Handler:
    def go(*args: Any, **named: Any) -> Any:
        for handler in handlers:
            handler(*args, **named)
        return run(*args, **named)

    return go


def _answer(run: Handler, handlers: Sequence[Handler]) -> Handler:
    def go(*args: Any, **named: Any) -> Any:
        for handler in handlers:
            answer = handler(*args, **named)
            if answer is not None:
                return answer
        return run(*args, **named)

    return go


def _after(run: Handler, handlers: Sequence[Handler]) -> Handler:
    def go(*args: Any, **named: Any) -> None:
        run(*args, **named)
        for handler in handlers:
            handler(*args, **named)

    return go


def _refine(run: Handler, handlers: Sequence[Handler]) -> Handler:
    def go(*args: Any, **named: Any) -> Any:
        result = run(*args, **named)
        for handler in handlers:
            result = handler(result, *args, **named)
        return result

    return go


FORMS: dict[str, tuple[str, Layer]] = {
    "on": ("after", _after),
    "after": ("after", _after),
    "before": ("before", _before),
    "refine": ("refine", _refine),
    "answer": ("answer", _answer),
    "around": ("around", _around),
}
"""By the first word of a handler's name, when it is called."""
