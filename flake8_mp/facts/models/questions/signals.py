"""Questions about signals and their handlers."""

from __future__ import annotations

from flake8_mp.facts.events import Place
from flake8_mp.facts.values import Obj, Values


class SignalQuestions:
    """Which handlers processes have, by the name of the signal: ``SIGTERM``."""

    def handler_of(self, signal: str) -> tuple[Place, Values] | None:
        """Return where a signal's handler was installed, and what it is, if it is this one on every path here."""
        return None

    def inherited_handler(self, obj: Obj, signal: str) -> Values:
        """Return what handled a signal in the parent when a process or pool was started, nothing for the default."""
        return ()

    def installs_handler(self, obj: Obj, signal: str) -> bool:
        """Return whether the worker of a process or pool has a handler of its own for a signal, or perhaps has."""
        return False

    def handlers_installed_here(self) -> Values:
        """Return all that handles signals in the running process and was installed by it, on every path here."""
        return ()

    def is_inherited(self, signal: str) -> bool:
        """Return whether what handles a signal in the worker that runs is what did so in its parent."""
        return False
