"""Questions about what is done again and again."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from flake8_mp.facts.events import Place
from flake8_mp.facts.interpreter.paths import World
from flake8_mp.facts.values import Frame


@dataclass(frozen=True)
class Round:
    """A loop whose body is running, and where: in this frame of this world, so many calls deep."""

    node: ast.AST
    frame: Frame
    world: World
    depth: int
    began: int
    """How many calls had been evaluated when this round began."""


class CostQuestions:
    """Loops, and what they cost."""

    def cost(self, problem: str, node: ast.AST, words: str = "", cause: Place | None = None, count: int = 0) -> None:
        """Note something that costs more than it has to."""

    def rounds_here(self) -> list[Round]:
        """Return the rounds of all loops that are running in the run that goes on here, innermost last."""
        return []

    def newest_round(self) -> Round | None:
        """Return the innermost round of a loop, of whichever run."""
        return None

    def depends(self, round_: Round, node: ast.AST) -> bool:
        """Return whether what a call is made with can differ from round to round."""
        return True
