"""Rows about queues and pipes."""

from __future__ import annotations

from flake8_mp.facts.row import PICKLED, Row, Send

FEEDING = frozenset({"Queue", "JoinableQueue"})
"""Queues whose items are pickled and written by a thread of the process that puts them."""
QUEUES = FEEDING | {"SimpleQueue"}
CHANNELS = QUEUES | {"Connection"}
ROOM = 65_536
"""How many bytes a pipe takes before it is read: no system gives it more unless it is asked to."""


_VALUE = Send("value", PICKLED)

FUNCTIONS: dict[str, Row] = {}
"""Functions and classes by the dotted name under which the documentation knows them."""
METHODS: dict[str, dict[str, Row]] = {
    "Queue": {
        "put": Row("obj block timeout", sends={"obj": _VALUE}, effect="put"),
        "put_nowait": Row("obj", sends={"obj": _VALUE}, effect="put"),
        "get": Row("block timeout", effect="get"),
        "get_nowait": Row("", effect="get"),
        "empty": Row("", effect="queue_state"),
        "full": Row("", effect="queue_state"),
        "qsize": Row("", effect="queue_state"),
        "close": Row("", effect="close_channel"),
        "join_thread": Row("", effect="join_thread"),
        "cancel_join_thread": Row("", effect="cancel_join_thread"),
    },
    "JoinableQueue": {
        "join": Row("", effect="join_queue"),
        "task_done": Row("", effect="task_done"),
    },
    "SimpleQueue": {
        "put": Row("obj", sends={"obj": _VALUE}, effect="put"),
        "get": Row("", effect="get"),
        "empty": Row("", effect="queue_state"),
        "close": Row("", effect="close_channel"),
    },
    "Connection": {
        "send": Row("obj", sends={"obj": _VALUE}, effect="put"),
        "send_bytes": Row("buf offset size", effect="put"),
        "recv": Row("", effect="get"),
        "recv_bytes": Row("maxlength", effect="get"),
        "recv_bytes_into": Row("buf offset", effect="get"),
        "poll": Row("timeout", effect="poll"),
        "fileno": Row("", effect="poll"),
        "close": Row("", effect="close_channel"),
        "__enter__": Row("", effect="self"),
        "__exit__": Row("exc_type exc_value exc_tb", effect="close_channel"),
    },
    "proxy Queue": {
        "put": Row("item block timeout", sends={"item": _VALUE}, effect="put"),
        "put_nowait": Row("item", sends={"item": _VALUE}, effect="put"),
        "get": Row("block timeout", effect="get"),
        "get_nowait": Row("", effect="get"),
    },
}
"""Methods by the kind of their object; a method that stands here replaces one of the same name in ``core.py``."""
ALIASES: dict[str, str] = {}
"""Other dotted names of the same things."""
BASE_KINDS: dict[str, str] = {}
"""A kind whose methods are those of another."""
