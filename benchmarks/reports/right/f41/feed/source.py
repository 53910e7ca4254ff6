from __future__ import annotations

from abc import ABC, abstractmethod


class Source(ABC):
    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def load(self, index: int) -> int: ...


class SquareSource(Source):
    def __init__(self, n: int) -> None:
        self.n = n

    def __len__(self) -> int:
        return self.n

    def load(self, index: int) -> int:
        return index * index
