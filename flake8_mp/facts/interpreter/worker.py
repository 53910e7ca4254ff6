"""The worker that is being run, and what it has done to the names of its module."""

from __future__ import annotations

from dataclasses import dataclass, field

from flake8_mp.facts.store import Store
from flake8_mp.facts.values import DEFAULT, Context, Obj


@dataclass
class Worker:
    """What is known of the worker that runs now."""

    parent: Store | None = None
    """What was bound when the worker was started; None outside of workers."""
    parent_kind: str = ""
    """The kind of the world in which it was started."""
    pool: Obj | None = None
    """The pool whose worker it is."""
    context: Context = DEFAULT
    """The context of the process or pool that was started last."""
    several: bool = False
    """Whether there are several workers that read the same."""
    arguments: list[Obj] = field(default_factory=list)
    """The objects that the worker got as arguments: they are as they were in the parent."""
    names: set[str] = field(default_factory=set)
    """The names of the module that the worker has bound itself; ``*`` for any."""
    members: set[tuple[int, str]] = field(default_factory=set)
    """The attributes and elements that the worker has set itself, or asked for before it used them."""
    reseeds: bool = False
    """Whether the program has registered what each forked child calls first, which may seed its generators."""
