from typing import Callable

registry: dict[str, Callable] = {}


def task(function: Callable) -> Callable:
    registry[function.__name__] = function
    return function


@task
def factorial(n: int) -> int:
    out = 1
    for k in range(2, n + 1):
        out *= k
    return out


@task
def triangle(n: int) -> int:
    return n * (n + 1) // 2
