"""How far long work has come, shown to people who wait for it."""

from __future__ import annotations

import sys
import time
from typing import TextIO


class Progress:
    """Shows how much is done: on a terminal in a line that goes away, elsewhere in a line now and then, or not at all.

    ``what`` is what is counted, ``patience`` the seconds before anything is shown, and ``every`` the seconds between
    two lines where nobody looks, as in the log of a build; None shows nothing there.
    """

    def __init__(
        self, what: str = "runs", stream: TextIO | None = None, *, every: float | None = None, patience: float = 0.0
    ) -> None:
        self.what = what
        self.stream = sys.stderr if stream is None else stream
        self.every = every
        self.live = self.stream.isatty()
        self._next = time.monotonic() + (patience if self.live else every or 0.0)
        self._visible = False

    def __call__(self, done: int, total: int) -> None:
        """Show the numbers of what is done and to be done, if it is time to."""
        now = time.monotonic()
        if now < self._next or (self.every is None and not self.live):
            return
        try:
            if self.live:
                print(f"\r\033[K{done}/{total} {self.what}", end="", file=self.stream, flush=True)
                self._visible = True
                self._next = now + 0.1
            else:
                print(f"{done}/{total} {self.what}", file=self.stream, flush=True)
                self._next = now + (self.every or 0.0)
        except (OSError, ValueError):  # the terminal is gone
            self.live, self.every = False, None

    def close(self) -> None:
        """Take the line on the terminal away, as before anything else is written there."""
        if self._visible:
            self._visible = False
            try:
                print("\r\033[K", end="", file=self.stream, flush=True)
            except (OSError, ValueError):
                pass
