from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Artifact:
    path: str
    size: int
    stripped: bool


def list_artifacts(package: str) -> list[Artifact]:
    return [
        Artifact(f"/usr/bin/{package}", 380, False),
        Artifact(f"/usr/lib/lib{package}.so", 810, True),
        Artifact(f"/opt/{package}/README", 4, True),
    ]
