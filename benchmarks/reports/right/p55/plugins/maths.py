import threading

from host.api import Plugin


class Running(Plugin):
    """Has a lock, made in the process that uses the plugin."""

    def setup(self):
        self._lock = threading.Lock()
        self._total = 0

    def handle(self, payload):
        with self._lock:
            self._total += payload
            return self._total


class Crash(Plugin):
    def handle(self, payload):
        raise ArithmeticError(payload)
