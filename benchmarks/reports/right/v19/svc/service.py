from __future__ import annotations

from typing import Iterable

from .backend import Backend


class Service:
    def __init__(self, backend: Backend, name: str) -> None:
        self.backend = backend
        self.name = name

    def answer(self, values: Iterable[int]) -> str:
        return f"{self.name}: {self.backend.compute(values)}"

    def __enter__(self) -> "Service":
        return self

    def __exit__(self, *exc: object) -> None:
        self.backend.close()
