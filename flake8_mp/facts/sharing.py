"""What is expected to be shared between processes and is not."""

from __future__ import annotations

from flake8_mp.facts.locks import Locks


class Sharing(Locks):
    """What is expected to be shared between processes and is not."""
