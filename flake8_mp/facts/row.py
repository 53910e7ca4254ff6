"""What a row of the API table is."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

INHERITED = "inherited"
"""Copied by fork, pickled under spawn and forkserver: what a process is made with."""
PICKLED = "pickled"
"""Pickled under every start method: what goes through a queue, a pipe, a pool or an executor."""


@dataclass(frozen=True)
class Send:
    """How one parameter is sent to another process, and what part of it is."""

    role: str
    """``function``, ``args`` (its elements), ``kwargs`` (its values), ``items``, ``tuples`` (unpacked), ``value``."""
    transport: str


@dataclass(frozen=True)
class Row:
    """One callable: its parameters in order, what it makes, what it sends, what it does besides."""

    params: str = ""
    makes: str = ""
    sends: dict[str, Send] = field(default_factory=dict)
    effect: str = ""
    """A word that the interpreter acts on: ``start``, ``join``, ``close`` …; see ``effects.py``."""
    fixes: bool = False
    """Whether calling it fixes the default context, so that ``set_start_method`` raises afterwards."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name in self.params.split() if name != "*")

    @cached_property
    def positional(self) -> tuple[str, ...]:
        return tuple(self.params.partition("*")[0].split())
