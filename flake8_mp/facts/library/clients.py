"""Rows about clients that connect when they are first used, and then keep the connection open.

``measure_forks.py`` of ``benchmarks`` has tried what happens when both sides of a fork go on using one: each gets what
was meant for the other, or waits forever. ``redis.Redis`` and ``diskcache.Cache`` look for the process that they are
in, and are not here.
"""

from __future__ import annotations

from flake8_mp.facts.row import Row

_HTTP = "get post put patch delete head options request send"
_USES = {
    "http.client.HTTPConnection": "request connect putrequest",
    "http.client.HTTPSConnection": "request connect putrequest",
    "requests.Session": _HTTP,
    "httpx.Client": f"{_HTTP} stream",
    "urllib3.PoolManager": "request urlopen request_encode_url request_encode_body",
    "sqlalchemy.Engine": "begin raw_connection",
}
FUNCTIONS: dict[str, Row] = {
    "http.client.HTTPConnection": Row("", "http.client.HTTPConnection", effect="keeps"),
    "requests.Session": Row("", "requests.Session", effect="keeps"),
    "urllib3.PoolManager": Row("", "urllib3.PoolManager", effect="keeps"),
    "sqlalchemy.create_engine": Row("* poolclass creator", "sqlalchemy.Engine", effect="pooled"),
}
"""Functions and classes by the dotted name under which the documentation knows them."""
METHODS: dict[str, dict[str, Row]] = {
    kind: {
        **{name: Row("", effect="uses") for name in names.split()},
        "close": Row("", effect="close"),
        "__enter__": Row("", effect="self"),
        "__exit__": Row("t v tb", effect="close"),
    }
    for kind, names in _USES.items()
}
"""Methods by the kind of their object; a method that stands here replaces one of the same name in ``core.py``."""
METHODS["sqlalchemy.Engine"] = {
    "connect": Row("", "sqlalchemy.Connection", effect="uses"),
    "begin": Row("", effect="uses"),
    "raw_connection": Row("", effect="uses"),
    "dispose": Row("", effect="close"),
}
ALIASES: dict[str, str] = {
    "requests.session": "requests.Session",
    "requests.sessions.Session": "requests.Session",
    "urllib3.poolmanager.PoolManager": "urllib3.PoolManager",
}
"""Other dotted names of the same things."""
BASE_KINDS: dict[str, str] = {}
"""A kind whose methods are those of another."""
CLIENTS = frozenset(_USES)
"""The kinds whose objects a fork shares once they are connected."""
LEAVES = frozenset({"close", "dispose"})
"""What a child does to be rid of a connection that is its parent's."""
