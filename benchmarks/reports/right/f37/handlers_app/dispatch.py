from __future__ import annotations

import multiprocessing
from typing import Any

from .messages import Message
from .registry import lookup


class Dispatcher:
    def __init__(self, processes: int) -> None:
        self.processes = processes

    @staticmethod
    def _handle(message: Message) -> Any:
        return lookup(message.kind)(message.value)

    def dispatch(self, messages: list[Message]) -> list[Any]:
        with multiprocessing.Pool(self.processes) as pool:
            return pool.map(self._handle, messages, chunksize=6)
