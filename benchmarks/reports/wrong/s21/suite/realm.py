"""A throw-away realm with principals and their keys."""
from __future__ import annotations

import secrets
import threading


class Realm:
    def __init__(self, name: str) -> None:
        self.name = name
        self._keys: dict[str, str] = {}
        self._lock = threading.Lock()

    def add_principal(self, principal: str) -> str:
        with self._lock:
            return self._keys.setdefault(f"{principal}@{self.name}", secrets.token_hex(8))

    def verify(self, principal: str, key: str) -> bool:
        with self._lock:
            return self._keys.get(f"{principal}@{self.name}") == key
