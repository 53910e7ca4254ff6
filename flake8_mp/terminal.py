"""What a terminal is sent: nothing that anybody has written may steer it."""

from __future__ import annotations

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
