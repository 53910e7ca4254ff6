"""What the interpreter asks about names that are not of the project."""

from __future__ import annotations

from typing import Protocol

from flake8_mp.facts.row import Row
from flake8_mp.facts.values import DEFAULT, Context, Reference, Value


class Known(Protocol):
    """What is known of other modules: here nothing, but what Python has built in.

    The tables of :mod:`flake8_mp.facts.library` answer in the same form (see ``library/known.py``).
    """

    def named(self, name: str, context: Context | None) -> Value:
        """Return what a dotted name of another module is."""
        return Reference(name, context=context or DEFAULT)

    def is_module(self, name: str) -> bool:
        """Return whether a dotted name that is imported from its package is a module."""
        return False

    def names_of(self, module: str) -> list[tuple[str, Reference]]:
        """Return what an import of everything from a module binds, as far as it matters."""
        return []

    def row(self, name: str) -> Row | None:
        """Return the row of a function or class by its dotted name."""
        return None

    def base(self, name: str) -> Row | None:
        """Return the row of a class from which instances of its subclasses have their behaviour."""
        return None

    def constructor(self, kind: str) -> Row | None:
        """Return the row of the class of a kind of object."""
        return None

    def method(self, kind: str, name: str) -> Row | None:
        """Return the row of a method of a kind of object."""
        return None

    def has_method(self, kind: str, name: str) -> bool:
        """Return whether a kind of object has a method that needs no row."""
        return False

    def kind_of_attribute(self, kind: str, name: str) -> str:
        """Return the kind of an attribute of a value of a kind; empty where nothing is known of it."""
        return ""

    def is_ever_false(self, kind: str) -> bool:
        """Return whether an object of a kind can be false, as an empty container is."""
        return False

    def is_offered(self, name: str) -> bool:
        """Return whether contexts of multiprocessing have an attribute."""
        return False

    def decorator(self, name: str) -> str:
        """Return what a decorator does: a word of ``library/known.py``; empty where nothing is known of it."""
        return name if name in ("staticmethod", "classmethod", "property") else ""


class Builtins(Known):
    """Names of other modules are names, and no more."""
