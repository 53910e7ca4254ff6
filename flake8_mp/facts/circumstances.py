"""What belongs to one process: signals, streams, settings, random state, exits."""

from __future__ import annotations

from flake8_mp.facts.sharing import Sharing


class Circumstances(Sharing):
    """What belongs to one process."""
