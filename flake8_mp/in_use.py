"""Which start methods can be in effect where processes are made: what editors show beside the code."""

from __future__ import annotations

from dataclasses import dataclass

from flake8_mp.rule import Span

BY_CONTEXT, BY_CALL, BY_TEST, BY_LIMIT, BY_DEFAULT = "context", "set_start_method", "test", "limit", "default"
"""Who chooses: the context that is used; ``set_start_method``; a test of the start method that leads here;
``max_tasks_per_child``, for which an executor takes spawn; nobody, so that it is Python's default."""


@dataclass(frozen=True)
class Choice:
    """Who chooses the start method at a place, on some path that leads there, and which ones it can be then."""

    by: str
    methods: frozenset[str] = frozenset()
    """Empty where it is the default."""


@dataclass(frozen=True)
class InUse:
    """A call that makes a process, a pool, an executor or a manager, and who chooses its start method."""

    span: Span
    made: str
    """What it makes, as people call it."""
    choices: tuple[Choice, ...]
    """What can be, each kind once."""
