"""Queues and pipes: what is put, taken, drained and closed, and in which order."""

from __future__ import annotations

from flake8_mp.facts.pipes import Pipes


class Channels(Pipes):
    """Queues and pipes."""
