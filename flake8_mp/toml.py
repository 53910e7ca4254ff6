"""Reading TOML files that may have been written by anybody."""

from __future__ import annotations

import re
from typing import Any

_MOST = 1000  # parts of a key; tomllib takes a time that grows with the square of their number
_LONG_KEY = re.compile(rf"(?<![\w. \t-])[ \t]*+(?:[\w-]++[ \t]*+\.[ \t]*+){{{_MOST - 1}}}")
_QUOTED = re.compile(r"\"[^\"\n]*+\"|'[^'\n]*+'")


def loads(text: str) -> dict[str, Any]:
    """Parse a text, in a time that grows with its length and not with the square of it.

    Raises ValueError, with the cause, for what is not TOML, and for what is not written by hand: keys of a thousand
    parts and arrays a thousand deep.
    """
    import tomllib

    if text.count(".") >= _MOST - 1 and _LONG_KEY.search(_QUOTED.sub("x", "\n" + text)):
        raise ValueError(f"a key has {_MOST} parts or more")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError(str(error)) from None
