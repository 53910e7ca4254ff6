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
    """What is known of one subject of the libraries: it implements hooks of the interpreter."""

    _listens_for: ClassVar[Words] = ()
    """Where the code that is run has none of these words, no handler is called, since it would do nothing. Empty
    where they are called whatever the words are; answers, and the effects of rows, always are."""
    _from_the_start: ClassVar[bool] = False
    """Whether its handlers are needed for what happened before the code with the words was loaded."""

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
    """Return the words without which a handler of a model has nothing to do; nothing where it is always called."""
    words: Words = _declared(model, handler).get("needs", model._listens_for)
    return words


def is_needed_from_the_start(model: type[Model], handler: str) -> bool:
    """Return whether a handler is needed for what happened before the code was loaded that has its words."""
    return bool(_declared(model, handler).get("from_the_start", model._from_the_start))


def _declared(model: type[Model], handler: str) -> dict[str, Any]:
    return getattr(vars(model)[handler], "__dict__", {})
