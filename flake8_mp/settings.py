"""What the user asks for: one immutable object, whatever frontend it came from."""

from __future__ import annotations

from dataclasses import dataclass

START_METHODS = ("fork", "spawn", "forkserver")
"""Every start method of :mod:`multiprocessing`, in the order in which they are shown."""


class SettingsError(ValueError):
    """A setting has a value that cannot be used; the text names the key and the cause."""


@dataclass(frozen=True)
class Settings:
    """The choices that decide what is reported.

    ``start_methods`` are those that the user's programs may run under; ``enable`` holds the codes (or
    prefixes of codes) of opt-in rules that are wanted; ``target_version`` is the oldest Python that the
    code must run on, or None where it is not told.
    """

    start_methods: frozenset[str] = frozenset(START_METHODS)
    enable: frozenset[str] = frozenset()
    target_version: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        unknown = sorted(self.start_methods - set(START_METHODS))
        if unknown:
            raise SettingsError(
                f"start-methods: {unknown[0]!r} is no start method; choose from {', '.join(START_METHODS)}"
            )
        if not self.start_methods:
            raise SettingsError(f"start-methods: name at least one of {', '.join(START_METHODS)}")
