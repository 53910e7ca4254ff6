"""MP614: mismatched arguments."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Shape
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_INSTEAD = {
    "process": "make `args` and `kwargs` match",
    "task": "pass the arguments that it takes",
    "map": "use `starmap()` to unpack tuples",
    "item": "make it accept the item",
    "executor map": "pass one iterable for each argument",
    "starmap": "make the tuples match",
    "initializer": "make `initargs` match",
    "callback": "make it accept the result",
}
_MESSAGES = {
    "scalars": ("does not provide tuples for `starmap()`", "use `map()`"),
    "texts": ("holds strings, which `starmap()` unpacks into characters", "use `map()`"),
    "uneven": ("is shorter, so the remaining items are ignored", "make the iterables equally long"),
    "second iterable": ("is passed as `chunksize`", "use `starmap()` with `zip()`"),
}


class MismatchedArguments(Rule):
    """A worker gets more or fewer arguments than its function takes.

    The call happens in another process. A Process prints a TypeError to standard error, while its parent goes
    on and exits with status 0. A task of a pool or an executor raises when its result is asked for. An
    initializer that raises makes a Pool start new workers forever, and a callback that raises ends the thread that
    handles the results. `map` passes one item to the function, even if it is a tuple; `starmap` unpacks each item.
    The `map` of an executor takes one iterable for each argument and stops at the end of the shortest. The third
    argument of `Pool.map` is the chunk size.

    Instead: compare the arguments with the function's parameters, and choose the method that passes them in
    that form.
    """

    code = "MP614"
    message = "`{what}` {wrong}; {instead}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for shape in module.of(Shape):
            if shape.problem in _INSTEAD:
                wrong, instead = shape.detail, _INSTEAD[shape.problem]
            elif shape.problem in _MESSAGES:
                wrong, instead = _MESSAGES[shape.problem]
            else:
                continue
            what = self.written(shape, 24) if shape.words == "__init__" else shape.words
            yield self.finding(shape.place.span, shape.methods, what=what, wrong=wrong, instead=instead, event=shape)
