"""Connects the models to the hooks of the interpreter: handlers and answers.

A model says by the names of its methods what it handles. For an operation ``x`` of the interpreter, of its hooks
or of another model:

* ``on_x`` is called after it,
* ``before_x`` is called before it happens, ``after_x`` when it has happened,
* ``refine_x`` gets what the operation gives, and then its arguments; it returns what is given instead,
* ``answer_x`` returns what the operation gives, or None where that is not its subject,
* ``around_x`` gets the operation itself as its first argument and decides when, and whether, to proceed with it.

What has the same form and stands side by side is called in one loop, and only what was asked for is called.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library.known import Library
from flake8_mp.facts.models.model import Model, Words, is_needed_from_the_start, needs_of
from flake8_mp.facts.models.questions import Questions
from flake8_mp.facts.runs.dispatch import Handler, Layers, arity_of, combine
from flake8_mp.facts.runs.models import MODELS
from flake8_mp.facts.runs.reach import Reach, RestartNeeded
from flake8_mp.facts.source import Source


def connect(
    interp: Interpreter, kinds: tuple[type[Model], ...] = MODELS, sources: Iterable[Source] | None = None
) -> Reach:
    """Put the handlers around each operation; return what runs it all.

    ``sources`` is the code that is known to be run: handlers that need words which are nowhere in it are called only
    when other code is loaded that has them. None where all handlers are called.
    """
    interp.ask = Questions()
    interp.known = Library()
    models: list[Model] = [kind(interp) for kind in kinds]
    interp.listeners += models
    board = Dispatcher(interp, kinds, models)
    board.activate(needs(kinds) if sources is None else frozenset().union(*(met(source, kinds) for source in sources)))
    reach = next(model for model in models if isinstance(model, Reach))
    reach.activate = board.load
    return reach


class Dispatcher:
    """The operations of a run, and their handlers."""

    def __init__(self, interp: Interpreter, kinds: tuple[type[Model], ...], models: list[Model]) -> None:
        self._interp = interp
        self._kinds = kinds
        self._models = models
        self._awake: frozenset[Words] = frozenset()
        self._parts = (interp, interp.hooks, *interp.parts)
        self._answers: dict[str, Handler] = {}
        self._wired: dict[str, Layers] = {}
        """By the operation, its handlers."""

    def load(self, source: Source) -> None:
        """Activate the handlers that need the words of a file.

        Raises:
            RestartNeeded: where one of them was needed for what happened so far.
        """
        new = met(source, self._kinds) - self._awake
        if new & needs(self._kinds, from_the_start=True):
            raise RestartNeeded(source)
        if new:
            self.activate(self._awake | new)

    def activate(self, awake: frozenset[Words]) -> None:
        """Activate the handlers whose needs are met."""
        self._awake = awake
        plan = planned(self._kinds, tuple(type(part) for part in self._parts), awake)
        if not self._answers:
            self._answers = {name: self._bound(index, name) for name, index in plan.answers.items()}
        for operation, owner, layers, arity in plan.operations:
            if self._wired.get(operation) == layers:
                continue
            if owner is None:
                run = self._bound(plan.answers[operation], operation)
                self._answers[operation] = combine(run, layers, arity, self._models)
            else:
                part = self._parts[owner]
                if operation in self._wired:
                    delattr(part, operation)
                setattr(part, operation, combine(getattr(part, operation), layers, arity, self._models))
            self._wired[operation] = layers
        for name in plan.questions:
            setattr(self._interp.ask, name, self._answers[name])
        self._interp.effects.update({word: self._answers[name] for word, name in plan.effects.items()})
        self._interp.expressions.prepare()
        self._interp.statements.prepare()

    def _bound(self, index: int, name: str) -> Handler:
        handler: Handler = getattr(self._models[index], name)
        return handler


@dataclass(frozen=True)
class Plan:
    """The handlers and answers of some models: models and parts are named by their position."""

    operations: tuple[tuple[str, int | None, Layers, int], ...]
    """By the operation, the part of the interpreter that it belongs to, who is put around it, and its parameters."""
    answers: dict[str, int]
    questions: tuple[str, ...]
    effects: dict[str, str]
    """By the word of a row, the method that acts on it."""


@cache
def needs(models: tuple[type[Model], ...], from_the_start: bool = False) -> frozenset[Words]:
    """Return the words that handlers need, one of each tuple; or of those only that are needed from the start."""
    found = {
        needs_of(model, name)
        for model in models
        for name, form, _ in roles(model)
        if form and (not from_the_start or is_needed_from_the_start(model, name))
    }
    return frozenset(found - {()})


def met(source: Source, models: tuple[type[Model], ...]) -> frozenset[Words]:
    """Return those needs that a file meets."""
    return frozenset(words for words in needs(models) if any(contains(source, word) for word in words))


def contains(source: Source, word: str) -> bool:
    """Return whether a word is in the text of a file, or a part of one: ``ValueError`` does not mean ``Value``."""
    found = source.word_cache.get(word)
    if found is None:
        text = source.text
        found = word in text
        if found and word == "Value":
            found = text.count(word) > text.count("ValueError")
        source.word_cache[word] = found
    return found


@lru_cache(64)
def planned(models: tuple[type[Model], ...], parts: tuple[type, ...], awake: frozenset[Words] = frozenset()) -> Plan:
    """Return the handlers and answers that are active where these needs are met.

    Raises:
        TypeError: where a model handles something that does not happen.
    """
    subscriptions, answers, questions, effects = _subscriptions(models, parts)
    operations = []
    for operation, owner, arity, handlers, layers in subscriptions:
        if layers is None:
            active = [handler for handler in handlers if handler.needs == () or handler.needs in awake]
            layers = _layers(active)
        if layers:
            operations.append((operation, owner, layers, arity))
    return Plan(tuple(operations), answers, questions, effects)


class Subscription(NamedTuple):
    """A handler of an operation."""

    form: str
    model: int
    """The position of the model."""
    name: str
    needs: Words


@cache
def _subscriptions(
    models: tuple[type[Model], ...], parts: tuple[type, ...]
) -> tuple[
    list[tuple[str, int | None, int, list[Subscription], Layers | None]],
    dict[str, int],
    tuple[str, ...],
    dict[str, str],
]:
    """Return the handlers by their operations, with the layers where they do not depend on the words of the code."""
    owners: dict[str, int] = {}
    for number, part in enumerate(parts):
        owners.update((name, number) for name in dir(part) if not name.startswith("__") and name not in owners)
    answers: dict[str, int] = {}
    requested: dict[str, list[Subscription]] = {}
    for number, model in enumerate(models):
        for name, form, operation in roles(model):
            if form:
                requested.setdefault(operation, []).append(
                    Subscription(FORMS[form], number, name, needs_of(model, name))
                )
            else:
                answers[name] = number
    operations = []
    for operation, handlers in requested.items():
        owner = owners.get(operation)
        if owner is None and operation not in answers:
            [(_, number, name, _), *_] = handlers
            raise TypeError(f"{models[number].__name__}.{name}: there is no {operation!r} to handle")
        kind = models[answers[operation]] if owner is None else parts[owner]
        always = None if any(handler.needs for handler in handlers) else _layers(handlers)
        operations.append((operation, owner, arity_of(getattr(kind, operation)), handlers, always))
    questions = tuple(name for name in dir(Questions) if name in answers)
    return operations, answers, questions, {name[7:]: name for name in answers if name.startswith("effect_")}


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


def _layers(requested: list[Subscription]) -> Layers:
    """Return the layers around an operation, the first nearest to it; what stands side by side is one layer."""
    found = []
    for form, group in groupby(requested, lambda each: each.form):
        handlers = tuple((number, name) for _, number, name, _ in group)
        # Those who are farther from the operation come first.
        found.append((form, handlers[::-1] if form in ("before", "answer") else handlers))
    return tuple(found)


FORMS = {
    "on": "after",
    "after": "after",
    "before": "before",
    "refine": "refine",
    "answer": "answer",
    "around": "around",
}
"""By the first word of a handler's name, when it is called."""
