"""What the parts of the interpreter have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flake8_mp.facts.interpreter.interpreter import Interpreter


class Component:
    """A part of the interpreter: it shares the state of the run, ``interp``, with all others."""

    def __init__(self, interp: Interpreter) -> None:
        self.interp = interp
