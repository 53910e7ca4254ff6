"""Thumbnail endpoint: every request is rendered in a process of its own pool."""
from __future__ import annotations

import logging
import os
import sys
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field

log = logging.getLogger("thumbs")


@dataclass(frozen=True)
class RenderRequest:
    ident: str
    width: int
    height: int


def render(request: RenderRequest) -> bytes:
    row = bytes((x * 7) % 256 for x in range(request.width))
    return row * request.height


@dataclass
class ThumbnailService:
    max_side: int = 64
    sessions: dict[str, "Session"] = field(default_factory=dict)

    def handle(self, request: RenderRequest) -> int:
        session = Session(request.ident)
        self.sessions[request.ident] = session
        future = session.start(request)
        return len(future.result(timeout=10))


class Session:
    def __init__(self, ident: str) -> None:
        self.ident = ident
        self._executor = ProcessPoolExecutor(max_workers=1)

    def start(self, request: RenderRequest) -> "Future[bytes]":
        return self._executor.submit(render, request)


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


def main() -> int:
    logging.basicConfig(level=logging.INFO)
    service = ThumbnailService()
    before = open_files()
    for number in range(30):
        size = service.handle(RenderRequest(f"req-{number}", 32, 24))
        assert size == 32 * 24
    after = open_files()
    print(f"file descriptors before {before}, after 30 requests {after}")
    return 1 if after > before + 20 else 0


if __name__ == "__main__":
    sys.exit(main())
