"""Rows about pools, executors, their tasks and results."""

from __future__ import annotations

from flake8_mp.facts.row import Row

RESULTS = frozenset({"AsyncResult", "imap iterator"})
"""What a pool gives back before the work is done; the results of an executor outlive it."""


POOLS = frozenset({"Pool", "ProcessPoolExecutor"})


LATER = frozenset({"apply_async", "map_async", "starmap_async", "imap", "imap_unordered"})


AT_ONCE = frozenset({"apply", "map", "starmap"})


FUNCTIONS: dict[str, Row] = {}
"""Functions and classes by the dotted name under which the documentation knows them."""
METHODS: dict[str, dict[str, Row]] = {
    "AsyncResult": {
        "get": Row("timeout", effect="ask"),
        "wait": Row("timeout", effect="ask"),
        "ready": Row("", effect="ask"),
        "successful": Row("", effect="ask"),
    },
    "Future": {
        "add_done_callback": Row("fn", effect="done_callback"),
    },
    "imap iterator": {
        "next": Row("timeout", effect="ask"),
        "__next__": Row("timeout", effect="ask"),
    },
}
"""Methods by the kind of their object; a method that stands here replaces one of the same name in ``core.py``."""
ALIASES: dict[str, str] = {}
"""Other dotted names of the same things."""
BASE_KINDS: dict[str, str] = {}
"""A kind whose methods are those of another."""
