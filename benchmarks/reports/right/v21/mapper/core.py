from __future__ import annotations

import multiprocessing
from typing import Any, Callable, Iterable, Iterator, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class _Call:
    """Picklable closure: a function with the arguments that stay the same."""

    def __init__(self, func: Callable[..., Any], kwargs: dict[str, Any]) -> None:
        self.func = func
        self.kwargs = kwargs

    def __call__(self, item: Any) -> Any:
        return self.func(item, **self.kwargs)


class ParallelMapper:
    def __init__(self, workers: int | None = None, method: str | None = None) -> None:
        self.workers = workers or 2
        self.context = multiprocessing.get_context(method)

    def imap(self, func: Callable[..., R], items: Iterable[T], **kwargs: Any) -> Iterator[R]:
        with self.context.Pool(self.workers) as pool:
            yield from pool.imap(_Call(func, kwargs), items)


def parallel_map(func: Callable[..., R], items: Iterable[T], **kwargs: Any) -> list[R]:
    return list(ParallelMapper().imap(func, items, **kwargs))
