"""Command lines as all commands read them: what is wrong is one line, with what was probably meant."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any, NoReturn, Protocol

from flake8_mp.settings import did_you_mean
from flake8_mp.terminal import visible


class _Stream(Protocol):
    def write(self, text: str, /) -> object: ...


class Parser(argparse.ArgumentParser):
    """A parser of the standard library whose complaints are one line and name what is near.

    It takes no abbreviations: an option that comes later must not change what a script of today means.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, **settings)

    def parse_args(  # type: ignore[override]  # the library overloads it for namespaces of other types
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> argparse.Namespace:
        """Parse a command line; end the process with status 2 and one line for one that cannot be understood."""
        options, unknown = self.parse_known_args(args, namespace)
        if unknown:
            self.error(self._about_unknown(unknown))
        return options

    def _about_unknown(self, words: Sequence[str]) -> str:
        word = next((each for each in words if each.startswith("-")), words[0])
        name = word.partition("=")[0]
        known = [
            option for action in self._actions for option in action.option_strings if action.help != "==SUPPRESS=="
        ]
        if not name.startswith("-"):
            return f"{word}: unexpected argument"
        meant = _ELSEWHERE.get(name)
        hint = f"; did you mean {meant}?" if meant in known else did_you_mean(name, known)
        return f"{name}: there is no such option{hint}"

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            known = [str(choice) for choice in action.choices]
            raise argparse.ArgumentError(
                action, f"{value!r} is not one of {', '.join(known)}{did_you_mean(str(value), known)}"
            )

    def error(self, message: str) -> NoReturn:
        """End the process with status 2 and one line."""
        message = message.removeprefix("argument ")
        self.exit(2, f"{self.prog}: {visible(' '.join(message.split()))}\n")

    def _print_message(self, message: str, file: _Stream | None = None) -> None:
        # The library passes over what cannot be written; the exit status must say so.
        if message:
            (file or sys.stderr).write(message)


_ELSEWHERE = {
    "--show-source": "--output-format",
    "--format": "--output-format",
    "--filename": "--stdin-filename",
    "--stdin-display-name": "--stdin-filename",
    "--clear-cache": "--no-cache",
}
"""By an option of ruff or flake8 that is spelled too differently, ours."""
