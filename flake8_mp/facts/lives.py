"""Processes: the order in which they are made, started, waited for and closed."""

from __future__ import annotations

from flake8_mp.facts.workers import Workers


class Lives(Workers):
    """Processes."""
