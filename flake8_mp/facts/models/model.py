"""What a model is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from flake8_mp.facts.interpreter.component import Component

if TYPE_CHECKING:
    from flake8_mp.facts.interpreter.interpreter import Interpreter
    from flake8_mp.facts.models.questions import Questions

Words = tuple[str, ...]
_Handler = TypeVar("_Handler", bound=Callable[..., Any])


class Model(Component):
    """What the interpreter is told about one subject of the libraries."""

    _listens_for: ClassVar[Words] = ()
    """Where the code that is run has none of these words, the model hears nothing, since it would do nothing. Empty
    where it hears whatever the words are; what it answers, and the effects of rows, it does in any case."""
    _from_the_start: ClassVar[bool] = False
    """Whether it has to hear what happened before the code with the words was loaded."""

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self.ask: Questions = interp.ask


def only_with(*words: str, from_the_start: bool = False) -> Callable[[_Handler], _Handler]:
    """Say of one handler that it would do nothing without one of these words: see :attr:`Model._listens_for`."""

    def mark(handler: _Handler) -> _Handler:
        handler.__dict__.update(needs=words, from_the_start=from_the_start)
        return handler

    return mark


def needs_of(model: type[Model], handler: str) -> Words:
    """Return the words without which a handler of a model has nothing to do; nothing where it hears in any case."""
    words: Words = _said(model, handler).get("needs", model._listens_for)
    return words


def is_needed_from_the_start(model: type[Model], handler: str) -> bool:
    """Tell whether a handler has to hear what happened before the code was loaded that has the words it needs."""
    return bool(_said(model, handler).get("from_the_start", model._from_the_start))


def _said(model: type[Model], handler: str) -> dict[str, Any]:
    return getattr(vars(model)[handler], "__dict__", {})
