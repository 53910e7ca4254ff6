"""What an expression is evaluated for: to use what it is, to test it, to decide by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

    from flake8_mp.facts.interpreter.interpreter import Interpreter


@dataclass(frozen=True, slots=True)
class Purpose:
    """What an expression is evaluated for; ``interp.evaluating`` and ``interp.using`` change it for a block of code.

    A function that is called uses what it reads, whatever the call is for.
    """

    only_tests: bool = False
    """What it names is tested or counted, and not used: in ``if _model is None``, and not in ``_model.run()``."""
    decides: bool = False
    """Which way the program goes depends on its value: what other functions may change at any time is unknown in it."""


USE = Purpose()
"""To use what it is, as most expressions are."""


class Evaluating:
    """Sets the purpose for a block of code."""

    __slots__ = ("_interp", "_outer", "_purpose")

    def __init__(self, interp: Interpreter, purpose: Purpose) -> None:
        self._interp = interp
        self._purpose = purpose
        self._outer = interp.purpose

    def __enter__(self) -> None:
        self._interp.purpose = self._purpose

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._interp.purpose = self._outer


PURPOSES = {(tests, decides): Purpose(tests, decides) for tests in (False, True) for decides in (False, True)}
"""Each purpose, made once."""
