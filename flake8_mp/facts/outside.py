"""Libraries beside the standard one that start processes or hold what cannot cross."""

from __future__ import annotations

from flake8_mp.facts.costs import Costs


class Outside(Costs):
    """Libraries beside the standard one that start processes or hold what cannot cross."""
