from __future__ import annotations

from collections import deque
from typing import Any, Iterator


class Queue:
    def __init__(self, maxsize: int = 0) -> None:
        self._items: deque[Any] = deque(maxlen=maxsize or None)

    def put(self, item: Any) -> None:
        self._items.append(item)

    def get_nowait(self) -> Any:
        return self._items.popleft()

    def empty(self) -> bool:
        return not self._items

    def drain(self) -> Iterator[Any]:
        while not self.empty():
            yield self.get_nowait()
