"""Managers and proxies: what a server keeps, and what only looks as if it did."""

from __future__ import annotations

from flake8_mp.facts.channels import Channels


class Proxies(Channels):
    """Managers and proxies."""
