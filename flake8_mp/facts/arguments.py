"""The arguments of a call."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import NamedTuple

from flake8_mp.facts.row import Row
from flake8_mp.facts.values import Context, Obj, Values, is_none

Bound = dict[str, tuple[ast.AST, Values]]
"""By the parameter, the expression that people wrote and what it can be."""


def is_given(bound: Bound, name: str) -> bool:
    """Return whether a parameter gets something that may be another thing than None, as a time limit is."""
    return name in bound and not all(map(is_none, bound[name][1]))


@dataclass(slots=True)
class Arguments:
    """The arguments of one call, evaluated: each with the expression that people wrote."""

    node: ast.AST
    args: list[tuple[ast.AST, Values]] = field(default_factory=list)
    kwargs: dict[str, tuple[ast.AST, Values]] = field(default_factory=dict)
    more: bool = False
    """Whether there are others that are not known (``*args``, ``**kwargs``)."""
    unpacked: tuple[ast.AST, Values] | None = None
    """The last ``*args`` of which not all items are known, and what it is."""

    def all(self) -> list[Values]:
        return [values for _, values in self.args] + [values for _, values in self.kwargs.values()]

    def each(self) -> Values:
        """Return all that they can be, however much that is: as alternatives of one value they would be too many."""
        return tuple(value for values in self.all() for value in values)

    def bind(self, row: Row) -> Bound:
        """Return what each parameter of an API gets."""
        bound = dict(zip(row.positional, self.args, strict=False))
        if self.kwargs:
            names = row.names
            bound.update({name: value for name, value in self.kwargs.items() if name in names})
        return bound


class LibraryCall(NamedTuple):
    """A call of a function, class or method that a row describes, as the handlers of its effect get it."""

    name: str
    """The dotted name of the API, or that of the method."""
    arguments: Arguments
    bound: Bound
    obj: Obj | None
    """The object whose method it is, or the one that the call makes."""
    context: Context
    """The multiprocessing context to which the API belongs."""

    @property
    def node(self) -> ast.AST:
        """What people wrote: the call, or what stands for one."""
        return self.arguments.node
