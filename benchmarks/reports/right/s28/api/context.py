from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import Iterator

request_id: ContextVar[str] = ContextVar("request_id", default="-")


@contextmanager
def bound(ident: str) -> Iterator[None]:
    token = request_id.set(ident)
    try:
        yield
    finally:
        request_id.reset(token)


def tagged(message: str) -> str:
    return f"[{request_id.get()}] {message}"
