"""The import statements of a file, found in its text without parsing it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# What is taken is not given back (``*+``): thousands of dots would be parted in every way.
_IMPORT = re.compile(
    r"^[ \t]*+(?:from[ \t]++(\.*+)([\w.]*+)[ \t]++)?import[ \t]++(\((?:[^()#]|#[^\n]*+)*+\)|[^\n;#(]*+)", re.MULTILINE
)
_COMMENT = re.compile(r"[#][^\n]*+")
_NAME = re.compile(r"(\w++)(?:[ \t]++as[ \t]++(\w++))?")


class Import(NamedTuple):
    """One module that an import statement names."""

    module: str
    """Its dotted name, without the dots in front."""
    level: int
    """How many dots stand in front, as in :class:`ast.ImportFrom`."""
    names: dict[str, str] | None
    """What is taken from the module: by the name there, the name here. None where the module itself is bound."""
    alias: str = ""
    """What the module itself is called here, dotted where it has no name of its own."""

    @property
    def is_star(self) -> bool:
        """Whether everything is taken: ``from module import *``."""
        return self.names is not None and "*" in self.names


def imports_in(text: str) -> Iterator[Import]:
    """Yield what a file imports, wherever the statement stands."""
    for match in _IMPORT.finditer(text):
        dots, module, imported = match.groups()
        imported = _COMMENT.sub("", imported)
        if dots is None:
            for dotted in imported.split(","):
                name, _, alias = (part.strip() for part in dotted.partition(" as "))
                if name:
                    yield Import(name, 0, None, alias or name)
        elif "*" in imported:
            yield Import(module, len(dots), {"*": "*"})
        else:
            yield Import(module, len(dots), {name: alias or name for name, alias in _NAME.findall(imported)})
