"""Arguments of the libraries' calls and of workers: how many, of what kind, and what is refused."""

from __future__ import annotations

from flake8_mp.facts.refusals import Refusals


class Signatures(Refusals):
    """Arguments of the libraries' calls and of workers."""
