from __future__ import annotations

from dataclasses import dataclass


class CompileError(Exception):
    pass


@dataclass(frozen=True)
class Node:
    name: str
    sql: str

    def compile(self) -> str:
        if not self.sql:
            raise CompileError(f"{self.name} is empty")
        return f"create view {self.name} as {self.sql}"
