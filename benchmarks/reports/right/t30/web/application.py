from __future__ import annotations

from .reporter import Reporter


class Application:
    def __init__(self, interval: float) -> None:
        self.reporter = Reporter(interval)
        self.routes = {"/": "home", "/about": "about"}

    def start(self) -> None:
        """Called in every worker, after the fork."""
        self.reporter.start()

    def handle(self, path: str) -> tuple[int, str]:
        self.reporter.count(path)
        if path in self.routes:
            return 200, self.routes[path]
        return 404, "not found"
