"""What a model is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_mp.facts.interpreter.component import Component

if TYPE_CHECKING:
    from flake8_mp.facts.interpreter.interpreter import Interpreter
    from flake8_mp.facts.models.questions import Questions


class Model(Component):
    """What the interpreter is told about one subject of the libraries."""

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self.ask: Questions = interp.ask
