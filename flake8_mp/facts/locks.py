"""Locks that exclude nobody, and locks that are lost."""

from __future__ import annotations

import ast

from flake8_mp.facts.blocks import Blocks
from flake8_mp.facts.events import LockUse
from flake8_mp.facts.machine import Region
from flake8_mp.facts.values import Values


class Locks(Blocks):
    """Hears of workers that end with a lock in their hands."""

    def child_ran(self, region: Region, result: Values, node: ast.AST) -> None:
        super().child_ran(region, result, node)
        back = [place for kind in ("normal", "return") for way in region.ends.get(kind, []) for place in self.lost(way)]
        for way in region.ends.get("raise", []):
            for place in self.lost(way):
                # What the worker never lets go of is let go of by somebody else.
                if place not in back:
                    self.emit(LockUse(place, problem="lost", words="lock"))
