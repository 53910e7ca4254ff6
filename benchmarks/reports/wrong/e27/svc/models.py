from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FrameSpec:
    width: int
    height: int

    @property
    def nbytes(self) -> int:
        return self.width * self.height


@dataclass(frozen=True)
class FrameRef:
    number: int
    block: str
    spec: FrameSpec


@dataclass(frozen=True)
class Brightness:
    number: int
    mean: float
