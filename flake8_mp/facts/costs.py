"""What is sent, made or waited for more often than is needed."""

from __future__ import annotations

from flake8_mp.facts.circumstances import Circumstances


class Costs(Circumstances):
    """What is sent, made or waited for more often than is needed."""
