from typing import Callable, Iterable, Protocol


class Runner(Protocol):
    def __enter__(self) -> "Runner": ...

    def __exit__(self, *exc) -> None: ...

    def each(self, func: Callable, items: Iterable) -> Iterable: ...


class Inline:
    def __enter__(self):
        return self

    def __exit__(self, *exc):
        pass

    def each(self, func, items):
        return map(func, items)
