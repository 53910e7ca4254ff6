"""MP614: mismatched arguments."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Shape
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_INSTEAD = {
    "process": "make `args` and `kwargs` fit it",
    "task": "pass what it takes",
    "map": "use `starmap` for tuples of arguments",
    "item": "let it take the item",
    "executor map": "pass one iterable for each argument",
    "starmap": "make the tuples fit it",
    "initializer": "make `initargs` fit it",
}
_SAYS = {
    "scalars": ("holds no tuples to unpack", "use `map`"),
    "texts": ("is unpacked into its letters", "use `map`, or tuples of one"),
    "uneven": ("is shorter, and the rest is left out", "make the iterables equally long"),
    "second iterable": ("is taken for `chunksize`", "use `starmap` with `zip`"),
}


class MismatchedArguments(Rule):
    """A worker gets more or fewer arguments than it takes.

    The call happens in another process: a Process dies with a TypeError on standard error while its parent goes
    on and ends with status 0; a task of a pool or an executor raises when its result is asked for; an initializer
    that raises makes a Pool start workers for ever. `map` passes one item, tuples included, to the function,
    `starmap` unpacks each item, an executor's `map` takes one iterable for each argument and ends with the shortest,
    and the third argument of `Pool.map` is the size of the chunks.

    Instead: count what the function takes, and choose the call that passes it.
    """

    code = "MP614"
    message = "`{what}` {wrong}; {instead}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for shape in module.of(Shape):
            if shape.problem in _INSTEAD:
                wrong, instead = shape.detail, _INSTEAD[shape.problem]
            elif shape.problem in _SAYS:
                wrong, instead = _SAYS[shape.problem]
            else:
                continue
            yield self.finding(
                shape.place.span, shape.methods, what=shape.words, wrong=wrong, instead=instead, event=shape
            )
