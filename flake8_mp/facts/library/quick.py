"""Which functions and methods are over at once, so that no other process gets anywhere meanwhile."""

from __future__ import annotations

from functools import cache

from flake8_mp.facts.library.channels import QUEUES
from flake8_mp.facts.library.pools import AT_ONCE, RESULTS

_GOING_OVER = "all any dict enumerate filter iter list map max min next reversed set sorted sum tuple zip"
GOING_OVER = frozenset({*_GOING_OVER.split(), "collections.deque"})
"""Functions that are as quick as what they get is gone over."""
_BUILTINS = "abs bool exit float format getattr hasattr int isinstance len open print range repr round str super"
_OTHERS = (
    "datetime.datetime.now functools.partial os.cpu_count os.getcwd os.getenv os.getpid os.getppid os.kill os.listdir "
    "os.makedirs os.mkdir os.remove os.rename os.replace os.rmdir os.scandir os.stat os.unlink time.monotonic "
    "time.perf_counter time.time"
)
FUNCTIONS = GOING_OVER.union(_BUILTINS.split(), _OTHERS.split())
_MODULES = "os.path pathlib sys json tempfile logging math collections multiprocessing threading"
MODULES = tuple(f"{name}." for name in _MODULES.split())
"""Modules whose functions are."""
SLOW = frozenset({"Manager", "SyncManager", "BaseManager", "SharedMemoryManager", "Client", "Listener", "wait"})
"""Those of them that are not: they wait for another process."""
CONTAINERS = frozenset({"list", "dict", "set", "deque", "tuple", "dict view"})
_EVERYTHING = CONTAINERS | {"Logger", "file", "SharedMemory", "ShareableList", "buffer", "memoryview", "view"}
"""Kinds of objects all of whose methods are."""
_WAITING: dict[str, frozenset[str]] = {
    **dict.fromkeys(_EVERYTHING, frozenset()),
    **dict.fromkeys(QUEUES, frozenset({"get", "join", "join_thread"})),
    **dict.fromkeys(RESULTS, frozenset({"get", "wait", "next", "__next__"})),
    "Condition": frozenset({"acquire", "wait", "wait_for"}),
    "Event": frozenset({"wait"}),
    "Pool": AT_ONCE | {"join"},
    "Process": frozenset({"join"}),
    "ProcessPoolExecutor": frozenset({"shutdown", "__exit__"}),
    "Thread": frozenset({"join"}),
    "Timer": frozenset({"join"}),
}
"""By the kind of object, the methods that are not."""
PUTS = frozenset({"put", "put_nowait"})
"""What fills a queue, so that many calls may have to wait until somebody reads it."""
FEW = 20
"""So many of these calls are taken to find room."""
OF_ANYTHING = frozenset(
    "exists is_file is_dir glob rglob iterdir stat read_text write_text write readlines close count index items keys "
    "values copy append add extend split splitlines strip join format encode decode lower upper replace startswith "
    "endswith info debug warning error exception critical mkdir unlink total_seconds seek tell flush".split()
)
"""Methods of texts, paths, files, containers and loggers, which unknown objects that have them are likely to be."""


@cache
def is_quick_function(name: str) -> bool:
    """Return whether a function or class of a library, by its dotted name, is over at once."""
    return name in FUNCTIONS or (name.startswith(MODULES) and name.rpartition(".")[2] not in SLOW)


def is_quick_method(kind: str, name: str) -> bool:
    """Return whether a method of a kind of object is over at once."""
    return kind in _WAITING and name not in _WAITING[kind]
