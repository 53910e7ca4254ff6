"""Rows about manager servers and their proxies."""

from __future__ import annotations

from flake8_mp.facts.row import INHERITED, PICKLED, Row, Send

_MANAGER = "address authkey serializer ctx"
_REGISTER = Row("typeid callable proxytype exposed method_to_typeid create_method", effect="register")
_VALUE = Send("value", PICKLED)
_INITIALIZER = {"initializer": Send("function", INHERITED), "initargs": Send("args", INHERITED)}

FUNCTIONS: dict[str, Row] = (
    {
        f"multiprocessing.managers.{_name}": Row(_MANAGER, _name, effect="make_manager")
        for _name in ("SyncManager", "BaseManager", "SharedMemoryManager")
    }
    | {
        f"multiprocessing.managers.{_name}.register": _REGISTER
        for _name in ("SyncManager", "BaseManager", "SharedMemoryManager")
    }
    | {
        "asyncio.Queue": Row("maxsize", "asyncio.Queue"),
        "asyncio.LifoQueue": Row("maxsize", "asyncio.LifoQueue"),
        "asyncio.PriorityQueue": Row("maxsize", "asyncio.PriorityQueue"),
        "asyncio.Lock": Row("", "asyncio.Lock"),
        "asyncio.Event": Row("", "asyncio.Event"),
        "asyncio.Condition": Row("lock", "asyncio.Condition"),
        "asyncio.Semaphore": Row("value", "asyncio.Semaphore"),
    }
)
"""Functions and classes by the dotted name under which the documentation knows them."""


def _proxy(kind: str, params: str = "") -> Row:
    return Row(params, f"proxy {kind}", effect="make_proxy")


METHODS: dict[str, dict[str, Row]] = {
    "Manager": {
        "start": Row("initializer initargs", sends=_INITIALIZER, effect="start_manager"),
        "connect": Row("", effect="connect_manager"),
        "get_server": Row(""),
        "shutdown": Row("", effect="end"),
        "__enter__": Row("", effect="enter_manager"),
        "__exit__": Row("exc_type exc_val exc_tb", effect="end"),
        "dict": _proxy("dict"),
        "list": _proxy("list"),
        "Namespace": _proxy("Namespace"),
        "Value": _proxy("Value", "typecode value lock"),
        "Array": _proxy("Array", "typecode sequence lock"),
        "Queue": _proxy("Queue", "maxsize"),
        "JoinableQueue": _proxy("Queue", "maxsize"),
        "Lock": _proxy("Lock"),
        "RLock": _proxy("RLock"),
        "Event": _proxy("Event"),
        "Condition": _proxy("Condition", "lock"),
        "Semaphore": _proxy("Semaphore", "value"),
        "BoundedSemaphore": _proxy("BoundedSemaphore", "value"),
        "Barrier": _proxy("Barrier", "parties action timeout"),
        "Pool": _proxy("Pool"),
    },
    "proxy dict": {
        name: Row(params, effect="proxy_dict")
        for name, params in {
            "get": "key default",
            "setdefault": "key default",
            "pop": "key default",
            "popitem": "",
            "update": "",
            "values": "",
            "items": "",
            "keys": "",
            "copy": "",
            "clear": "",
        }.items()
    },
    "proxy list": {
        "append": Row("object", sends={"object": _VALUE}, effect="proxy_list"),
        "insert": Row("index object", sends={"object": _VALUE}, effect="proxy_list"),
        "extend": Row("iterable", effect="proxy_list"),
        "pop": Row("index", effect="proxy_list"),
    },
}
"""Methods by the kind of their object; a method that stands here replaces one of the same name in ``core.py``.

What a list or dict proxy can do is what ``managers.py`` exposes (``BaseListProxy``, ``DictProxy``).
"""
ALIASES: dict[str, str] = {}
"""Other dotted names of the same things."""
BASE_KINDS: dict[str, str] = {}
"""A kind whose methods are those of another."""
