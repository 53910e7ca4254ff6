"""Rows about processes and what they are made with."""

from __future__ import annotations

from flake8_mp.facts.row import Row

FUNCTIONS: dict[str, Row] = {}
"""Functions and classes by the dotted name under which the documentation knows them."""
METHODS: dict[str, dict[str, Row]] = {
    "Process": {
        "start": Row("", effect="start_life"),
        "join": Row("timeout", effect="join_life"),
        "terminate": Row("", effect="end_life"),
        "kill": Row("", effect="end_life"),
        "close": Row("", effect="close_life"),
        "is_alive": Row("", effect="ask_life"),
        "run": Row("", effect="run_here"),
    },
    "event loop": {"set_default_executor": Row("executor", effect="default_executor")},
}
"""Methods by the kind of their object; a method that stands here replaces one of the same name in ``core.py``."""
ALIASES: dict[str, str] = {}
"""Other dotted names of the same things."""
BASE_KINDS: dict[str, str] = {}
"""A kind whose methods are those of another."""
