from abc import ABC, abstractmethod


class Plugin(ABC):
    """Made, set up, used and torn down in one sandbox process."""

    def setup(self):
        """Make what cannot be made before the process exists."""

    @abstractmethod
    def handle(self, payload): ...

    def teardown(self):
        """Undo setup."""
