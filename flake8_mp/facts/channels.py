"""Queues and pipes: what is put, taken, drained and closed, and in which order.

``payloads.py`` knows how large things are, ``traffic.py`` who puts and takes what, ``draining.py`` who waits for it,
``queues.py`` what must be in balance, ``consumers.py`` what ends a loop that reads, ``pipes.py`` whose the ends of a
pipe are, and ``copies.py`` what a copy is not.
"""

from __future__ import annotations

from flake8_mp.facts.copies import Copies


class Channels(Copies):
    """Queues and pipes."""
