"""The worker that is being run, and what it has done to the names of its module."""

from __future__ import annotations

from dataclasses import dataclass, field

from flake8_mp.facts.store import Store
from flake8_mp.facts.values import DEFAULT, Context, Obj


@dataclass
class Worker:
    """What is known of the worker that runs now; outside of workers ``child_base`` is None."""

    child_base: Store | None = None
    """What was bound when the worker was started; None outside of workers."""
    child_pool: Obj | None = None
    child_context: Context = DEFAULT
    parent_kind: str = ""
    handled: set[tuple[int, str]] = field(default_factory=set)
    """The members that the worker has set itself, or asked for before it used them."""
    arrived: list[Obj] = field(default_factory=list)
    """The objects that the worker got as arguments: they cross as they are in the parent."""
    many_children: bool = False
    """Whether there are several workers that read the same."""
    written: set[str] = field(default_factory=set)
    """The names of the module that the worker has bound itself; ``*`` for any."""
    at_fork: dict[int, tuple[set[Obj], list[Obj]]] = field(default_factory=dict)
    """What was going on when the workers of a pool were started."""
    reseeds: bool = False
    """Whether the program has registered what each forked child calls first, which may seed its generators."""
