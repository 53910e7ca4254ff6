"""What a terminal is sent: nothing that anybody has written may steer it."""

from __future__ import annotations

import os
import re

JOINERS = "\u200c\u200d"
"""Parts of ordinary text and of emoji, although of the category of control characters."""


def visible(text: str) -> str:
    """Return a text with everything that would steer a terminal, or break the line, replaced by what shows it.

    These are control characters, those that change the direction of writing, separators of lines, and lone
    surrogates, which no encoding has. A source, its path and the messages about it are written by anybody.
    """
    return text if text.isprintable() else "".join(map(shown, text))


def shown(character: str) -> str:
    """Return what stands for one character: itself, the picture of a control code, or an escape."""
    if character.isprintable() or character in JOINERS:
        return character
    number = ord(character)
    if number < 0x20:
        return chr(0x2400 + number)
    if number == 0x7F:
        return "\u2421"
    from unicodedata import category

    if category(character) in ("Zs", "Cn", "Co"):  # spaces, what this Python's Unicode does not know yet, icons
        return character
    return character.encode("unicode_escape").decode("ascii")


_COMMAND = re.compile(r"##(?=(?:vso)?\[)")


def without_commands(text: str) -> str:
    """Return a text for people without what the log of a build would take for a command; elsewhere, the text itself.

    Azure Pipelines obeys ``##vso[…]`` and ``##[…]`` anywhere in a line, as older runners of GitHub Actions do the
    latter; a file's name, or the line of it that is shown, may have them. Source: "Logging commands" in the
    documentation of Azure Pipelines, ``ActionCommand.cs`` in github.com/actions/runner.
    """
    if "##" in text and (os.environ.get("TF_BUILD") or os.environ.get("GITHUB_ACTIONS")):
        return _COMMAND.sub(r"#\\x23", text)
    return text


def path_in_front(path: str) -> str:
    """Return a path as it can stand at the beginning of a line, where ``::`` begins a command of GitHub Actions."""
    shown_path = visible(path)
    return f".{os.sep}{shown_path}" if shown_path.lstrip().startswith("::") else shown_path
