from __future__ import annotations

from typing import Callable

TASKS: dict[str, Callable[[], str]] = {}


def shared_task(name: str) -> Callable[[Callable[[], str]], Callable[[], str]]:
    def register(func: Callable[[], str]) -> Callable[[], str]:
        TASKS[name] = func
        return func

    return register


@shared_task("core.ping")
def ping() -> str:
    return "pong"


def execute(name: str) -> str:
    return TASKS[name]()
