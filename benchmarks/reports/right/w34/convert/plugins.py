"""Importing this module fills the registry, in any process."""
from .registry import register


@register("upper")
def upper(text: str) -> str:
    return text.upper()


@register("reverse")
def reverse(text: str) -> str:
    return text[::-1]


@register("count")
def count(text: str) -> dict:
    return {letter: text.count(letter) for letter in sorted(set(text))}
