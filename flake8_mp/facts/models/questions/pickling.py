"""Questions about pickling."""

from __future__ import annotations

from flake8_mp.facts.events import Obstacle
from flake8_mp.facts.values import Class, Obj, Value, Values


class PicklingQuestions:
    """What can be pickled, and why not."""

    def obstacle(self, values: Values, transport: str, every: bool = False) -> Obstacle | None:
        """Return why a value cannot be sent, or None where it can, or where nothing is known.

        ``transport`` is ``inherited`` or ``pickled``. With ``every``, none of the alternatives can be sent; else one
        that cannot suffices.
        """
        return None

    def obstacle_of(self, value: Value, transport: str, seen: tuple[Value, ...]) -> Obstacle | None:
        """Return why one alternative cannot be sent; ``seen`` are those that it is a part of."""
        return None

    def occurs_each(self, values: Values) -> bool:
        """Return whether each of these alternatives is sent, and not only some that were chosen for a reason."""
        return False

    def instance_obstacle(self, obj: Obj, cls: Class, transport: str, seen: tuple[Value, ...]) -> Obstacle | None:
        """Return why an instance of a class of the project cannot be sent."""
        return None

    def process_obstacle(self, obj: Obj, cls: Class) -> Obstacle | None:
        """Return why an instance of a Process subclass cannot be started by pickling it."""
        return None

    def has_custom_pickling(self, cls: Class) -> bool:
        """Return whether a class decides itself how it is pickled, or perhaps does."""
        return True
