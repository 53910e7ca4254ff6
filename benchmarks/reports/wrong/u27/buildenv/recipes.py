"""How packages are built."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Recipe:
    name: str
    steps: tuple


RECIPES = {
    "zlib": Recipe("zlib", ("configure", "make", "install")),
    "curl": Recipe("curl", ("configure", "make")),
}
