"""One function for an operation and those who asked for it in the same form.

An operation is called more often than anything else. Most have one to three parameters, which callers give by
position: passing these on takes half the time of passing on whatever there is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from types import FunctionType
from typing import Any

Handler = Callable[..., Any]
Handlers = tuple[tuple[int, str], ...]
"""Each by the position of its model and the name of its method."""
Layers = tuple[tuple[str, Handlers], ...]
"""From the inside out, in which form who is called."""


def combine(run: Handler, layers: Layers, arity: int, models: Sequence[object]) -> Handler:
    """Return what runs an operation of so many parameters with all that is put around it; see :func:`arity_of`."""
    for form, handlers in layers:
        methods = [getattr(models[index], name) for index, name in handlers]
        if form == "around":
            for method in methods:
                run = partial(method, run)
        else:
            run = _FORMS[form](run, methods, arity)
    return run


def arity_of(operation: Handler) -> int:
    """Return how many parameters a method has besides ``self``, all of them given by position.

    It is 0 where some may be left out or are given by name, and where there are more than three.
    """
    assert isinstance(operation, FunctionType)
    code = operation.__code__
    if operation.__defaults__ or code.co_kwonlyargcount or code.co_flags & _VARIADIC or code.co_argcount > 4:
        return 0
    return code.co_argcount - 1


_VARIADIC = 0x04 | 0x08
"""The flags of code that takes more arguments than it names (``inspect.CO_VARARGS``, ``inspect.CO_VARKEYWORDS``)."""


def _before(run: Handler, handlers: Sequence[Handler], arity: int) -> Handler:
    def one(a: Any) -> Any:
        for handler in handlers:
            handler(a)
        return run(a)

    def two(a: Any, b: Any) -> Any:
        for handler in handlers:
            handler(a, b)
        return run(a, b)

    def three(a: Any, b: Any, c: Any) -> Any:
        for handler in handlers:
            handler(a, b, c)
        return run(a, b, c)

    def any_(*args: Any, **named: Any) -> Any:
        for handler in handlers:
            handler(*args, **named)
        return run(*args, **named)

    return (any_, one, two, three)[arity]


def _after(run: Handler, handlers: Sequence[Handler], arity: int) -> Handler:
    def one(a: Any) -> Any:
        result = run(a)
        for handler in handlers:
            handler(a)
        return result

    def two(a: Any, b: Any) -> Any:
        result = run(a, b)
        for handler in handlers:
            handler(a, b)
        return result

    def three(a: Any, b: Any, c: Any) -> Any:
        result = run(a, b, c)
        for handler in handlers:
            handler(a, b, c)
        return result

    def any_(*args: Any, **named: Any) -> Any:
        result = run(*args, **named)
        for handler in handlers:
            handler(*args, **named)
        return result

    return (any_, one, two, three)[arity]


def _refine(run: Handler, handlers: Sequence[Handler], arity: int) -> Handler:
    def one(a: Any) -> Any:
        result = run(a)
        for handler in handlers:
            result = handler(result, a)
        return result

    def two(a: Any, b: Any) -> Any:
        result = run(a, b)
        for handler in handlers:
            result = handler(result, a, b)
        return result

    def three(a: Any, b: Any, c: Any) -> Any:
        result = run(a, b, c)
        for handler in handlers:
            result = handler(result, a, b, c)
        return result

    def any_(*args: Any, **named: Any) -> Any:
        result = run(*args, **named)
        for handler in handlers:
            result = handler(result, *args, **named)
        return result

    return (any_, one, two, three)[arity]


def _answer(run: Handler, handlers: Sequence[Handler], arity: int) -> Handler:
    def one(a: Any) -> Any:
        for handler in handlers:
            if (answer := handler(a)) is not None:
                return answer
        return run(a)

    def two(a: Any, b: Any) -> Any:
        for handler in handlers:
            if (answer := handler(a, b)) is not None:
                return answer
        return run(a, b)

    def three(a: Any, b: Any, c: Any) -> Any:
        for handler in handlers:
            if (answer := handler(a, b, c)) is not None:
                return answer
        return run(a, b, c)

    def any_(*args: Any, **named: Any) -> Any:
        for handler in handlers:
            if (answer := handler(*args, **named)) is not None:
                return answer
        return run(*args, **named)

    return (any_, one, two, three)[arity]


_FORMS: dict[str, Callable[[Handler, Sequence[Handler], int], Handler]] = {
    "before": _before,
    "after": _after,
    "refine": _refine,
    "answer": _answer,
}
