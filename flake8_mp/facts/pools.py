"""Pools and executors: their lives, their results, and who asks for them."""

from __future__ import annotations

from flake8_mp.facts.signatures import Signatures


class Pools(Signatures):
    """Pools and executors."""
