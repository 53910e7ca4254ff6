"""Prompt scoring with a memoizing decorator, fanned out over processes."""
from __future__ import annotations

import functools
import hashlib
import os
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import Any, Callable


class Memory:
    def __init__(self) -> None:
        self._store: dict[str, Any] = {}

    def key(self, *args: Any) -> str:
        return hashlib.sha256(repr(args).encode()).hexdigest()

    def get(self, key: str) -> Any:
        return self._store.get(key)

    def put(self, key: str, value: Any) -> None:
        self._store[key] = value


memory = Memory()


def cache(expensive: bool = True) -> Callable:
    def decorator(function: Callable) -> Callable:
        @functools.wraps(function)
        def wrapper(*args: Any) -> Any:
            key = memory.key(function.__name__, *args)
            hit = memory.get(key)
            if hit is None:
                hit = function(*args)
                memory.put(key, hit)
            return hit

        return wrapper

    return decorator


@cache()
def score(prompt: str, choices: tuple[str, ...]) -> dict[str, float]:
    weights = [1 + prompt.count(choice[0]) for choice in choices]
    total = sum(weights)
    return {choice: weight / total for choice, weight in zip(choices, weights)}


def score_all(prompts: list[str], choices: tuple[str, ...]) -> list[dict[str, float]]:
    out = []
    with ProcessPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as executor:
        futures = {executor.submit(score, prompt, choices): prompt for prompt in prompts}
        for future in as_completed(futures):
            out.append(future.result())
    return out


def main() -> None:
    prompts = ["is the sky blue", "are apples yellow", "do birds sing"]
    for scores in score_all(prompts, ("yes", "no", "unsure")):
        print({k: round(v, 2) for k, v in scores.items()})


if __name__ == "__main__":
    main()
