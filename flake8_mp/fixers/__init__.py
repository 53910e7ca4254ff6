"""What fixes findings: one module for each rule that can be fixed, named like the rule.

A fixer is given findings and never judges: where it is not sure of the one right change, it says why there is none.
libcst reads the program, whose text is changed by edits, so that nothing else can change by a byte, and so that
editors and formats get the same edits as the files. libcst is imported when the first fixer is asked for.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flake8_mp.fixers.fixer import Fixer


WITHOUT = {
    "MP112": "whether the name is to be bound above the guard or the line moved below it depends on what it is for",
    "MP214": "what the descriptor belongs to is not known, and how it is passed depends on that",
    "MP407": "the worker has to open the block itself, by its name, shape and type",
    "MP612": "what a callback does is its own business: there is nothing else that it could do instead",
    "MP705": "how many items are wanted is not known",
    "MP804": "when to ask, and for what, is known to the author only",
    "MP808": "what is to happen when a process has failed is not known",
    "MP810": "when the program waits, and whether it needs the exit statuses, is known to the author only",
    "MP901": "any start method is right; the rule asks for a choice",
    "MP905": "the type, the shape and the lifetime of the array decide how it is shared",
}
"""By the code of a rule that has no fixer, the reason."""


@cache
def fixable_codes() -> frozenset[str]:
    """Return the codes that have a fixer; imports none of them."""
    matches = (re.fullmatch(r"(mp\d{3})_\w+", info.name) for info in pkgutil.iter_modules(__path__))
    return frozenset(match[1].upper() for match in matches if match)


@cache
def fixer_of(code: str) -> Fixer | None:
    """Return the fixer of a rule; None where it has none.

    Raises TypeError where its module does not declare one.
    """
    for info in pkgutil.iter_modules(__path__):
        if info.name.startswith(f"{code.lower()}_"):
            from flake8_mp.fixers.fixer import Fixer

            module = importlib.import_module(f"{__name__}.{info.name}")
            found = [
                value
                for value in vars(module).values()
                if isinstance(value, type) and issubclass(value, Fixer) and value.__module__ == module.__name__
            ]
            if len(found) != 1:
                raise TypeError(f"{module.__name__}: declare one fixer, not {len(found)}")
            fixer: Fixer = found[0]()
            return fixer
    return None
