"""Mailboxes: one queue per actor, every process may write to every one."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Envelope:
    kind: str
    payload: Any = None


STOP = Envelope("__stop__")


class Post:
    """All mailboxes by name; given to the processes as an argument."""

    def __init__(self, ctx, names):
        self._boxes = {name: ctx.Queue() for name in (*names, "parent")}

    def send(self, to, kind, payload=None):
        self._boxes[to].put(Envelope(kind, payload))

    def stop(self, name):
        self._boxes[name].put(STOP)

    def open(self, name):
        return iter(self._boxes[name].get, STOP)

    def take(self, name, timeout):
        return self._boxes[name].get(timeout=timeout)

    def close(self):
        for box in self._boxes.values():
            box.close()
            box.join_thread()
