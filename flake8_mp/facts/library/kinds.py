"""What pickle thinks of the kinds of objects, as rows of data.

A test asks ``multiprocessing.reduction.ForkingPickler`` about the sample of each row, on every Python.
"""

from __future__ import annotations

from dataclasses import dataclass

from flake8_mp.facts.library.holders import HOLDERS
from flake8_mp.facts.library.measured_types import KINDS as TRIED
from flake8_mp.facts.library.outside import OUTSIDE

CHANGES = frozenset(
    "append extend insert remove pop clear sort reverse add discard update setdefault popitem appendleft popleft "
    "intersection_update difference_update symmetric_difference_update".split()
)
"""Methods that change a list, dict or set in place."""


FLOAT = 9
"""So many bytes takes a float (``save_float`` in ``Lib/pickle.py``), as often as it occurs."""
PADDING = frozenset({"center", "ljust", "rjust", "zfill"})
"""Methods of texts that return one of a given length at least."""
KEEPING_LENGTH = frozenset({"encode", "decode", "upper", "lower", "title", "copy", "tobytes"}) | PADDING


@dataclass(frozen=True)
class Kind:
    """What pickle thinks of a kind of object: ``yes``, ``no``, or ``inherit`` (only while a process is started)."""

    pickles: str
    words: str
    sample: str = ""
    """An expression that makes one, for the test that asks ``ForkingPickler``."""


_PRIMITIVES = (
    "Lock RLock Condition Semaphore BoundedSemaphore Event Barrier Queue JoinableQueue SimpleQueue Value Array "
    "RawValue RawArray"
)
_SAMPLES = {
    "Semaphore": "Semaphore(1)",
    "BoundedSemaphore": "BoundedSemaphore(1)",
    "Barrier": "Barrier(1)",
    "Value": "Value('i', 0)",
    "Array": "Array('i', 1)",
    "RawValue": "RawValue('i', 0)",
    "RawArray": "RawArray('i', 1)",
}

KINDS = {
    name: Kind("inherit", f"multiprocessing.{name}", f"multiprocessing.{_SAMPLES.get(name, f'{name}()')}")
    for name in _PRIMITIVES.split()
} | {
    "Pool": Kind("no", "multiprocessing.Pool", "multiprocessing.Pool(1)"),
    "ThreadPool": Kind("no", "ThreadPool", "multiprocessing.pool.ThreadPool(1)"),
    "Manager": Kind("no", "multiprocessing.Manager", "multiprocessing.Manager()"),
    "ProcessPoolExecutor": Kind("no", "ProcessPoolExecutor", "concurrent.futures.ProcessPoolExecutor(1)"),
    "ThreadPoolExecutor": Kind("no", "ThreadPoolExecutor", "concurrent.futures.ThreadPoolExecutor(1)"),
    "Future": Kind("no", "concurrent.futures.Future", "concurrent.futures.Future()"),
    "AsyncResult": Kind("no", "AsyncResult"),
    "Thread": Kind("no", "threading.Thread", "threading.Thread()"),
    "Timer": Kind("no", "threading.Timer", "threading.Timer(1, print)"),
    "threading.Lock": Kind("no", "threading.Lock", "threading.Lock()"),
    "threading.RLock": Kind("no", "threading.RLock", "threading.RLock()"),
    "threading.Condition": Kind("no", "threading.Condition", "threading.Condition()"),
    "threading.Event": Kind("no", "threading.Event", "threading.Event()"),
    "threading.Semaphore": Kind("no", "threading.Semaphore", "threading.Semaphore()"),
    "threading.BoundedSemaphore": Kind("no", "threading.BoundedSemaphore", "threading.BoundedSemaphore()"),
    "threading.Barrier": Kind("no", "threading.Barrier", "threading.Barrier(1)"),
    "threading.local": Kind("no", "threading.local", "threading.local()"),
    "queue.Queue": Kind("no", "queue.Queue", "queue.Queue()"),
    "queue.LifoQueue": Kind("no", "queue.LifoQueue", "queue.LifoQueue()"),
    "queue.PriorityQueue": Kind("no", "queue.PriorityQueue", "queue.PriorityQueue()"),
    "queue.SimpleQueue": Kind("no", "queue.SimpleQueue", "queue.SimpleQueue()"),
    "sqlite3.Connection": Kind("no", "sqlite3.Connection", "sqlite3.connect(':memory:')"),
    "sqlite3.Cursor": Kind("no", "sqlite3.Cursor", "sqlite3.connect(':memory:').cursor()"),
    "file": Kind("no", "an open file", "open(__file__)"),
    "gzip file": Kind("no", "an open file", "gzip.open(__file__)"),
    "generator": Kind("no", "a generator", "(i for i in ())"),
    "coroutine": Kind("no", "a coroutine"),
    "module": Kind("no", "a module", "threading"),
    "memoryview": Kind("no", "a memoryview", "memoryview(b'')"),
    "buffer": Kind("no", "a memoryview"),
    "mmap": Kind("no", "mmap.mmap", "mmap.mmap(-1, 1)"),
    "selector": Kind("no", "a selector", "selectors.DefaultSelector()"),
    "epoll": Kind("no", "select.epoll"),
    "ssl.SSLContext": Kind("no", "ssl.SSLContext", "ssl.create_default_context()"),
    "Popen": Kind("no", "subprocess.Popen"),
    "weakref.ref": Kind("no", "weakref.ref", "weakref.ref(threading.Thread)"),
    "ContextVar": Kind("no", "contextvars.ContextVar", "contextvars.ContextVar('v')"),
    "rotating handler": Kind("no", "a rotating handler", "logging.handlers.RotatingFileHandler('/dev/null')"),
    "log handler": Kind("no", "QueueHandler", "logging.handlers.QueueHandler(queue.Queue())"),
    "event loop": Kind("no", "an event loop", "asyncio.new_event_loop()"),
    "frame": Kind("no", "a frame or traceback"),
    "socket": Kind("yes", "a socket", "socket.socket()"),
    "Connection": Kind("yes", "a connection", "multiprocessing.Pipe()[0]"),
    "http.client.HTTPConnection": Kind("yes", "http.client.HTTPConnection", "http.client.HTTPConnection('localhost')"),
    "requests.Session": Kind("yes", "requests.Session"),
    "random.Random": Kind("yes", "random.Random", "random.Random()"),
}
"""Kinds of objects about whose pickling something is known; all others are unknown, so silent."""

for _name, _words in TRIED.items():
    HOLDERS.setdefault(_name, (_words, ""))
for _name, (_words, _sample) in HOLDERS.items():
    KINDS.setdefault(_name, Kind("no", _words, _sample))

PRIMITIVES = frozenset(_PRIMITIVES.split())
"""What is made from a context and must be inherited."""
SEMAPHORES = PRIMITIVES - {"RawValue", "RawArray"}
"""Primitives that own a semaphore, so that they belong to one context and die with their last reference."""
BLOCKS = frozenset({"SharedMemory", "ShareableList"})
"""What owns a block of shared memory, which has to be unlinked."""

KINDS |= {name: Kind("no", words) for name, words in OUTSIDE.items()}
