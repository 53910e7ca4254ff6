from __future__ import annotations

from dataclasses import dataclass

from .sentinel import UNSET, Sentinel


@dataclass
class Request:
    source: str
    depth: int | None | Sentinel = UNSET


def parse(argv: list[str]) -> Request:
    args = list(argv)
    depth: int | None | Sentinel = UNSET
    if args[0] == "--depth":
        depth = int(args[1])
        args = args[2:]
    return Request(args[0], depth)
