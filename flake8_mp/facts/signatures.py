"""Arguments of the libraries' calls and of workers: how many, of what kind, and what is refused."""

from __future__ import annotations

from flake8_mp.facts.process_classes import ProcessClasses


class Signatures(ProcessClasses):
    """Arguments of the libraries' calls and of workers."""
