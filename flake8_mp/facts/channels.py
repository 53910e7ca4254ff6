"""Queues and pipes: what is put, taken, drained and closed, and in which order."""

from __future__ import annotations

from flake8_mp.facts.tasks import Tasks


class Channels(Tasks):
    """Queues and pipes."""
