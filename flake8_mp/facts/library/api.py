"""What the libraries' names mean, as rows of data: who starts, what is sent and how, what is returned.

The rows describe CPython's ``Lib/multiprocessing`` (``context.py``, ``process.py``, ``pool.py``, ``queues.py``,
``managers.py``, ``shared_memory.py``, ``reduction.py``), ``Lib/concurrent/futures`` and their neighbours. A test
holds every signature against the live standard library with :func:`inspect.signature`, and every verdict on
pickling against ``multiprocessing.reduction.ForkingPickler``.
"""

from __future__ import annotations

from flake8_mp.facts.library import (
    channels,
    circumstances,
    clients,
    holders,
    lives,
    locks,
    measured_types,
    outside,
    pools,
    proxies,
    typed,
)
from flake8_mp.facts.library.core import ALIASES, BASE_KINDS, CONTEXT, FUNCTIONS, METHODS
from flake8_mp.facts.row import INHERITED, PICKLED, Row, Send

__all__ = [
    "ALIASES",
    "BASE_KINDS",
    "CONTEXT",
    "FUNCTIONS",
    "INHERITED",
    "METHODS",
    "PICKLED",
    "Row",
    "Send",
    "method_row",
]

for _table in (holders, lives, pools, channels, proxies, locks, circumstances, outside, measured_types, typed, clients):
    FUNCTIONS |= _table.FUNCTIONS
    ALIASES |= _table.ALIASES
    BASE_KINDS |= _table.BASE_KINDS
    for _kind, _methods in _table.METHODS.items():
        METHODS[_kind] = METHODS.get(_kind, {}) | _methods


def method_row(kind: str, name: str) -> Row | None:
    """Return the row of a method of a kind of object, or None where nothing is known of it."""
    row = METHODS.get(kind, {}).get(name)
    return row if row is not None or kind not in BASE_KINDS else METHODS.get(BASE_KINDS[kind], {}).get(name)


STABLE = frozenset({"sys.argv", "sys.platform", "sys.version_info", "os.name", "sys.executable", "sys.flags"})
"""Values that a child started by spawn or forkserver sees as its parent does."""
HARMLESS_BASES = frozenset(
    "object abc.ABC typing.Generic typing.Protocol typing.NamedTuple typing.TypedDict enum.Enum enum.IntEnum "
    "enum.Flag enum.StrEnum enum.IntFlag typing_extensions.Protocol collections.abc.Callable "
    "torch.utils.data.Dataset torch.utils.data.IterableDataset".split()
)
"""Base classes that change nothing about how an instance is pickled."""
PLAIN_BASES = frozenset({"object", "abc.ABC", "typing.Generic", "typing.Protocol"})
"""Base classes from which an instance gets no behaviour."""
PURE = frozenset(
    "print len repr str int float bool isinstance issubclass id hash min max sum abs round any all format type "
    "getattr hasattr callable bytes bytearray time.sleep struct.pack_into struct.unpack_from struct.unpack "
    "struct.pack gc.collect os.getpid logging.info logging.debug logging.warning logging.error".split()
)
"""Callables that neither keep their arguments nor change their state."""
