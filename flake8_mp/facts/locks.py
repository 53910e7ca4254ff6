"""Locks between processes, and shared values that are changed under them or not."""

from __future__ import annotations

from flake8_mp.facts.proxies import Proxies


class Locks(Proxies):
    """Locks between processes, and shared values that are changed under them or not."""
