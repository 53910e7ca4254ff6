"""Tasks and initializers: what workers of pools and executors do that their pool cannot take."""

from __future__ import annotations

from flake8_mp.facts.pools import Pools


class Tasks(Pools):
    """Tasks and initializers."""
