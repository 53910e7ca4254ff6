"""Rows about values of which only the kind matters, for what their methods give: paths, patterns, decimals, arrays."""

from __future__ import annotations

from flake8_mp.facts.row import Row

ARRAY = "array"
"""The kind of arrays of NumPy and tensors of PyTorch that have, for all that is known, more than one element."""
_PATH = Row("", "Path", effect="typed")

FUNCTIONS = {
    "pathlib.Path": _PATH,
    "pathlib.PosixPath": _PATH,
    "pathlib.Path.cwd": _PATH,
    "pathlib.Path.home": _PATH,
    "re.compile": Row("pattern flags", "re.Pattern", effect="typed"),
    "decimal.Decimal": Row("value context", "Decimal", effect="typed"),
    "decimal.getcontext": Row("", "decimal context"),
    "decimal.setcontext": Row("", effect="sets_for_process"),
}
"""Functions and classes by the dotted name under which the documentation knows them."""
METHODS: dict[str, dict[str, Row]] = {
    ARRAY: dict.fromkeys(
        "astype clone copy contiguous cpu detach numpy share_memory_".split(), Row("", ARRAY, effect="typed")
    ),
    "Path": {
        "open": Row("mode buffering encoding errors newline", "file", effect="open_file"),
        "__truediv__": _PATH,
    }
    | dict.fromkeys("absolute expanduser joinpath resolve with_name with_stem with_suffix relative_to".split(), _PATH),
    "re.Pattern": {
        # A parameter that a row of this effect names makes it something else.
        "match": Row("", "re.match", effect="or_none"),
        "search": Row("", "re.match", effect="or_none"),
        "fullmatch": Row("", "re.match", effect="or_none"),
        "finditer": Row("", "re.finditer", effect="keeps"),
    },
}
"""Methods by the kind of their value."""
PROPERTIES = {("Path", "parent"): "Path"}
"""By the kind of a value and the name of an attribute that is no method, the kind of that."""
ALIASES: dict[str, str] = {}
"""Other dotted names of the same things."""
BASE_KINDS: dict[str, str] = {}
"""A kind whose methods are those of another."""
