"""What ``flake8-mp check --fix`` does with files whose text was fixed: write them, or show what would change."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from typing import TYPE_CHECKING

from flake8_mp.frontends.output import writing
from flake8_mp.terminal import visible

if TYPE_CHECKING:
    from flake8_mp.frontends.run import Checked


class Fixing:
    """One run that fixes: what is written where, and how much it was."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._diff = bool(options.diff)
        self.only = bool(options.diff or options.fix_only)
        """Whether what is left is not reported."""
        self.applied: Counter[str] = Counter()
        """How many findings were fixed, by code."""
        self.files = 0
        self._listed: list[str] | None = [] if options.show_fixes else None

    def finish(self, checked: Checked, data: bytes | None = None) -> None:
        """Write what was fixed, or show it; ``data`` is what stood on standard input, whose text is printed.

        Raises ValueError where a file could not be read or written; the text is one line and names the cause. Raises
        :class:`OutputError` where standard output cannot be written.
        """
        answer, found = checked.answer, checked.found
        if data is not None and not self._diff:
            with writing():
                sys.stdout.flush()
                sys.stdout.buffer.write(data if answer.fixed is None else answer.fixed)
                sys.stdout.buffer.flush()
        if answer.fixed is None:
            return
        from flake8_mp.frontends import fix_file
        from flake8_mp.frontends.checking import digest, read
        from flake8_mp.frontends.discovery import reason

        if self._diff:
            try:
                old = read(found.path) if data is None else data  # type: ignore[union-attr]
            except OSError as error:
                raise fix_file.NotWritten(reason(error)) from None
            if data is None and digest(old) != answer.digest:
                raise fix_file.NotWritten("it has changed in the meantime")
            with writing():
                sys.stdout.write(fix_file.difference(found.shown, old, answer.fixed))
        elif data is None:
            fix_file.write(found.path, answer.digest, answer.fixed)  # type: ignore[union-attr]
        self.applied.update(code for code, _ in answer.applied)
        if self._listed is not None:
            titles = Counter(f"{code} {title}" for code, title in answer.applied)
            shown = "standard input" if data is not None else found.shown
            self._listed += [
                f"{visible(shown)}:",
                *(f"  {count} × {visible(title)}" for title, count in titles.items()),
            ]
        self.files += 1

    @property
    def listed(self) -> list[str]:
        """The lines that list what was fixed; none where that is not asked for."""
        return self._listed or []

    @property
    def summary(self) -> str:
        """What was done, in a few words; empty where it was nothing."""
        number = sum(self.applied.values())
        if not number:
            return "nothing to fix" if self.only else ""
        done = "would be fixed" if self._diff else "fixed"
        return f"{number} {done} in {self.files} file{'s' * (self.files != 1)}"
