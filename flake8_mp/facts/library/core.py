"""Rows about what all the rest is built on: contexts, pools, executors, threads, files, and how they are called."""

from __future__ import annotations

from flake8_mp.facts.row import INHERITED, PICKLED, Row, Send

_FUNCTION = Send("function", PICKLED)
_ITEMS = Send("items", PICKLED)
_TUPLES = Send("tuples", PICKLED)
_ARGS = Send("args", PICKLED)
_KWARGS = Send("kwargs", PICKLED)
_VALUE = Send("value", PICKLED)
_INITIALIZER = {"initializer": Send("function", INHERITED), "initargs": Send("args", INHERITED)}

CONTEXT = {
    "Process": Row("group target name args kwargs * daemon", "Process"),
    "Pool": Row("processes initializer initargs maxtasksperchild", "Pool", _INITIALIZER, effect="start", fixes=True),
    "Manager": Row("", "Manager", effect="start", fixes=True),
    "Pipe": Row("duplex", "Pipe", effect="pipe"),
    "Lock": Row("", "Lock", fixes=True),
    "RLock": Row("", "RLock", fixes=True),
    "Condition": Row("lock", "Condition", effect="condition", fixes=True),
    "Semaphore": Row("value", "Semaphore", fixes=True),
    "BoundedSemaphore": Row("value", "BoundedSemaphore", fixes=True),
    "Event": Row("", "Event", fixes=True),
    "Barrier": Row("parties action timeout", "Barrier", effect="barrier", fixes=True),
    "Queue": Row("maxsize", "Queue", effect="queue", fixes=True),
    "JoinableQueue": Row("maxsize", "JoinableQueue", effect="queue", fixes=True),
    "SimpleQueue": Row("", "SimpleQueue", fixes=True),
    "Value": Row("typecode_or_type args * lock", "Value", effect="ctypes", fixes=True),
    "Array": Row("typecode_or_type size_or_initializer * lock", "Array", effect="ctypes", fixes=True),
    "RawValue": Row("typecode_or_type args", "RawValue", effect="ctypes"),
    "RawArray": Row("typecode_or_type size_or_initializer", "RawArray", effect="ctypes"),
    "get_context": Row("method", effect="get_context"),
    "set_start_method": Row("method force", effect="set_start_method"),
    "get_start_method": Row("allow_none", effect="get_start_method"),
    "current_process": Row("", "CurrentProcess"),
    "parent_process": Row("", effect="parent_process"),
    "active_children": Row(""),
    "cpu_count": Row("", effect="stable"),
    "freeze_support": Row(""),
    "get_all_start_methods": Row("", effect="stable"),
    "set_executable": Row("executable"),
    "set_forkserver_preload": Row("module_names"),
    "get_logger": Row(""),
    "log_to_stderr": Row("level"),
    "allow_connection_pickling": Row(""),
}
"""What :mod:`multiprocessing` and every context offer: ``context.BaseContext`` and the default context's methods."""

FUNCTIONS = {
    "multiprocessing.pool.Pool": Row(
        "processes initializer initargs maxtasksperchild context",
        "Pool",
        _INITIALIZER,
        effect="start",
        fixes=True,
    ),
    "multiprocessing.pool.ThreadPool": Row("processes initializer initargs", "ThreadPool"),
    "multiprocessing.shared_memory.SharedMemory": Row(
        "name create size * track", "SharedMemory", effect="shared_memory"
    ),
    "multiprocessing.shared_memory.ShareableList": Row("sequence * name", "ShareableList", effect="shared_memory"),
    "multiprocessing.connection.Pipe": Row("duplex", "Pipe", effect="pipe"),
    "multiprocessing.connection.wait": Row("object_list timeout", effect="first"),
    "multiprocessing.connection.Client": Row("address family authkey", "Connection"),
    "concurrent.futures.ProcessPoolExecutor": Row(
        "max_workers mp_context initializer initargs * max_tasks_per_child",
        "ProcessPoolExecutor",
        _INITIALIZER,
        fixes=True,
    ),
    "concurrent.futures.ThreadPoolExecutor": Row(
        "max_workers thread_name_prefix initializer initargs", "ThreadPoolExecutor"
    ),
    "threading.Thread": Row("group target name args kwargs * daemon", "Thread"),
    "threading.Timer": Row("interval function args kwargs", "Timer"),
    "threading.Lock": Row("", "threading.Lock"),
    "threading.RLock": Row("", "threading.RLock"),
    "threading.Condition": Row("lock", "threading.Condition"),
    "threading.Event": Row("", "threading.Event"),
    "threading.Semaphore": Row("value", "threading.Semaphore"),
    "threading.BoundedSemaphore": Row("value", "threading.BoundedSemaphore"),
    "threading.Barrier": Row("parties action timeout", "threading.Barrier"),
    "threading.local": Row("", "threading.local"),
    "threading.enumerate": Row("", effect="all_threads"),
    "queue.Queue": Row("maxsize", "queue.Queue"),
    "queue.LifoQueue": Row("maxsize", "queue.LifoQueue"),
    "queue.PriorityQueue": Row("maxsize", "queue.PriorityQueue"),
    "queue.SimpleQueue": Row("", "queue.SimpleQueue"),
    "socket.socket": Row("family type proto fileno", "socket"),
    "socket.create_connection": Row("address timeout source_address * all_errors", "socket"),
    "socket.create_server": Row("address * family backlog reuse_port dualstack_ipv6", "socket"),
    "socket.socketpair": Row("family type proto", "socketpair"),
    "sqlite3.connect": Row("database", "sqlite3.Connection"),
    "mmap.mmap": Row("fileno length", "mmap", effect="mmap"),
    "selectors.DefaultSelector": Row("", "selector"),
    "select.epoll": Row("sizehint flags", "epoll"),
    "ssl.create_default_context": Row("purpose", "ssl.SSLContext"),
    "ssl.SSLContext": Row("protocol", "ssl.SSLContext"),
    "subprocess.Popen": Row("args", "Popen", effect="subprocess"),
    "subprocess.run": Row("args", effect="subprocess"),
    "subprocess.call": Row("args", effect="subprocess"),
    "subprocess.check_call": Row("args", effect="subprocess"),
    "subprocess.check_output": Row("args", effect="subprocess"),
    "io.open": Row("file mode buffering encoding", "file"),
    "os.fdopen": Row("fd mode", "file"),
    "gzip.open": Row("filename mode", "gzip file"),
    "tempfile.TemporaryDirectory": Row("suffix prefix dir", "TemporaryDirectory"),
    "tempfile.TemporaryFile": Row("mode", "file"),
    "weakref.ref": Row("", "weakref.ref"),
    "contextvars.ContextVar": Row("name * default", "ContextVar"),
    "asyncio.new_event_loop": Row("", "event loop"),
    "asyncio.get_event_loop": Row("", "event loop"),
    "asyncio.get_running_loop": Row("", "event loop"),
    "asyncio.run": Row("main * debug", effect="run"),
    "asyncio.to_thread": Row("func"),
    "os.fork": Row("", effect="fork"),
    "os.forkpty": Row("", effect="forkpty"),
    "pty.fork": Row("", effect="forkpty"),
    "exit": Row("code", effect="exit"),
    "quit": Row("code", effect="exit"),
    "os._exit": Row("status", effect="exit"),
    "os.abort": Row("", effect="exit"),
    "os.execv": Row("path argv", effect="exit"),
    "os.execve": Row("path argv env", effect="exit"),
    "os.execvp": Row("file args", effect="exit"),
    "os.execvpe": Row("file args env", effect="exit"),
    "os.execl": Row("file", effect="exit"),
    "os.execlp": Row("file", effect="exit"),
    "os.kill": Row("pid signal", effect="kill"),
    "sys.exit": Row("status", effect="exit"),
    "atexit.register": Row("func", effect="atexit"),
    "weakref.finalize": Row("obj func", effect="defer"),
    "contextlib.closing": Row("thing", effect="closing"),
    "contextlib.ExitStack": Row("", "ExitStack"),
    "contextlib.AsyncExitStack": Row("", "ExitStack"),
    "contextlib.suppress": Row("", "suppress"),
    "contextlib.nullcontext": Row("enter_result", effect="first"),
    "functools.partial": Row("func", effect="partial"),
    "functools.wraps": Row("wrapped", effect="wraps"),
    "functools.update_wrapper": Row("wrapper wrapped", effect="update_wrapper"),
    "functools.lru_cache": Row("maxsize typed", effect="cache"),
    "functools.cache": Row("user_function", effect="cache"),
    "collections.namedtuple": Row("typename field_names", effect="dynamic_class"),
    "typing.NamedTuple": Row("typename fields", effect="dynamic_class"),
    "enum.Enum": Row("", effect="dynamic_class"),
    "enum.IntEnum": Row("", effect="dynamic_class"),
    "enum.Flag": Row("", effect="dynamic_class"),
    "collections.defaultdict": Row("default_factory", effect="defaultdict"),
    "collections.deque": Row("iterable maxlen", effect="copy"),
    "collections.OrderedDict": Row("", effect="dict"),
    "collections.Counter": Row("", effect="counter"),
    "collections.ChainMap": Row("", effect="chain"),
    "argparse.ArgumentParser": Row("", "ArgumentParser"),
    "argparse.FileType": Row("mode", "FileType"),
    "argparse.Namespace": Row("", effect="namespace"),
    "types.SimpleNamespace": Row("", effect="namespace"),
    "unittest.main": Row("", effect="unittest"),
    "globals": Row("", effect="own_names"),
    "exec": Row("source globals locals", effect="globals"),
    "numpy.ndarray": Row("shape dtype buffer", effect="view"),
    "numpy.frombuffer": Row("buffer dtype", effect="view"),
    "numpy.asarray": Row("a dtype", effect="view"),
    "numpy.ctypeslib.as_array": Row("obj shape", effect="view"),
    "random.Random": Row("x", "random.Random", effect="seed"),
    "numpy.random.default_rng": Row("seed", "numpy generator", effect="seed"),
    "numpy.random.RandomState": Row("seed", "numpy generator", effect="seed"),
}
"""Functions and classes by the dotted name under which the documentation knows them."""

ALIASES = {
    "concurrent.futures.process.ProcessPoolExecutor": "concurrent.futures.ProcessPoolExecutor",
    "concurrent.futures.thread.ThreadPoolExecutor": "concurrent.futures.ThreadPoolExecutor",
    "multiprocessing.process.current_process": "multiprocessing.current_process",
    "multiprocessing.context.Process": "multiprocessing.Process",
    "multiprocessing.process.BaseProcess": "multiprocessing.Process",
    "socket.SocketType": "socket.socket",
    "asyncio.events.get_event_loop": "asyncio.get_event_loop",
    "asyncio.events.new_event_loop": "asyncio.new_event_loop",
    "_thread.allocate_lock": "threading.Lock",
    "queue._queue.SimpleQueue": "queue.SimpleQueue",
    "codecs.open": "io.open",
}
"""Other dotted names of the same things."""

for _name in ("_exit", "abort", "execv", "execve", "fork", "kill"):
    ALIASES[f"posix.{_name}"] = f"os.{_name}"
for _module in ("queues", "synchronize", "sharedctypes", "context"):
    for _name in CONTEXT:
        ALIASES.setdefault(f"multiprocessing.{_module}.{_name}", f"multiprocessing.{_name}")

_POOL_CALL = {"func": _FUNCTION, "args": _ARGS, "kwds": _KWARGS}
_POOL_MAP = {"func": _FUNCTION, "iterable": _ITEMS}
_POOL_STARMAP = {"func": _FUNCTION, "iterable": _TUPLES}

METHODS: dict[str, dict[str, Row]] = {
    "Process": {
        "start": Row("", effect="start_process"),
        "join": Row("timeout", effect="join"),
        "terminate": Row("", effect="end"),
        "kill": Row("", effect="end"),
        "close": Row("", effect="end"),
        "is_alive": Row(""),
        "run": Row("", effect="run_here"),
    },
    "Pool": {
        "apply": Row("func args kwds", sends=_POOL_CALL, effect="task"),
        "apply_async": Row("func args kwds callback error_callback", "AsyncResult", _POOL_CALL, "task"),
        "map": Row("func iterable chunksize", sends=_POOL_MAP, effect="task"),
        "map_async": Row("func iterable chunksize callback error_callback", "AsyncResult", _POOL_MAP, "task"),
        "imap": Row("func iterable chunksize", "imap iterator", _POOL_MAP, "task"),
        "imap_unordered": Row("func iterable chunksize", "imap iterator", _POOL_MAP, "task"),
        "starmap": Row("func iterable chunksize", sends=_POOL_STARMAP, effect="task"),
        "starmap_async": Row("func iterable chunksize callback error_callback", "AsyncResult", _POOL_STARMAP, "task"),
        "close": Row("", effect="close"),
        "terminate": Row("", effect="end"),
        "join": Row("", effect="join"),
        "__enter__": Row("", effect="self"),
        "__exit__": Row("exc_type exc_val exc_tb", effect="end"),
    },
    "ProcessPoolExecutor": {
        "submit": Row("fn", "Future", {"fn": _FUNCTION}, "submit"),
        "map": Row("fn * timeout chunksize", "map iterator", {"fn": _FUNCTION}, "map"),
        "shutdown": Row("wait * cancel_futures", effect="end"),
        "__enter__": Row("", effect="self"),
        "__exit__": Row("exc_type exc_val exc_tb", effect="end"),
    },
    "ThreadPoolExecutor": {
        "submit": Row("fn", "Future", effect="thread_task"),
        "map": Row("fn", effect="thread_task"),
        "shutdown": Row("wait * cancel_futures", effect="join"),
        "__enter__": Row("", effect="self"),
        "__exit__": Row("exc_type exc_val exc_tb", effect="join"),
    },
    "ThreadPool": {
        "close": Row("", effect="close"),
        "terminate": Row("", effect="join"),
        "join": Row("", effect="join"),
        "__enter__": Row("", effect="self"),
        "__exit__": Row("exc_type exc_val exc_tb", effect="join"),
    },
    "Thread": {
        "start": Row("", effect="start_thread"),
        "join": Row("timeout", effect="join"),
        "is_alive": Row("", effect="join"),
    },
    "Timer": {
        "start": Row("", effect="start_thread"),
        "join": Row("timeout", effect="join"),
        "cancel": Row("", effect="join"),
    },
    "Queue": {
        "put": Row("obj block timeout", sends={"obj": _VALUE}),
        "put_nowait": Row("obj", sends={"obj": _VALUE}),
        "close": Row("", effect="close"),
        "join_thread": Row("", effect="join"),
        "cancel_join_thread": Row(""),
    },
    "SimpleQueue": {"put": Row("obj", sends={"obj": _VALUE})},
    "Connection": {
        "send": Row("obj", sends={"obj": _VALUE}),
        "send_bytes": Row("buf offset size"),
        "close": Row("", effect="close"),
        "__enter__": Row("", effect="self"),
        "__exit__": Row("exc_type exc_value exc_tb", effect="close"),
    },
    "Manager": {
        "SharedMemory": Row("size", "managed SharedMemory"),
        "ShareableList": Row("sequence", "managed ShareableList"),
    },
    "proxy Queue": {
        "put": Row("item block timeout", sends={"item": _VALUE}),
        "put_nowait": Row("item", sends={"item": _VALUE}),
    },
    "sqlite3.Connection": {"cursor": Row("factory", "sqlite3.Cursor")},
    "event loop": {
        "run_in_executor": Row("executor func", effect="run_in_executor"),
        "run_until_complete": Row("future", effect="run"),
        "create_task": Row("coro", effect="run"),
        "run_forever": Row(""),
        "call_soon_threadsafe": Row("callback", effect="asks_loop"),
    },
    "SharedMemory": {"close": Row("", effect="close"), "unlink": Row("", effect="unlink")},
    "ShareableList": {"count": Row("value"), "index": Row("value")},
    "threading.Lock": {
        "acquire": Row("blocking timeout", effect="acquire"),
        "release": Row("", effect="release"),
        "__enter__": Row("", effect="acquire"),
        "__exit__": Row("t v tb", effect="release"),
    },
    "file": {
        "close": Row("", effect="close"),
        "__enter__": Row("", effect="self"),
        "__exit__": Row("t v tb", effect="close"),
    },
    "memoryview": {
        "release": Row("", effect="release_view"),
        "cast": Row("format shape", effect="view_self"),
        "toreadonly": Row("", effect="view_self"),
        "tobytes": Row("order"),
        "tolist": Row(""),
        "__enter__": Row("", effect="self"),
        "__exit__": Row("t v tb", effect="release_view"),
    },
    "ExitStack": {
        "callback": Row("callback", effect="defer"),
        "enter_context": Row("cm", effect="enter_context"),
        "push": Row("exit", effect="defer"),
        "push_async_callback": Row("callback", effect="defer"),
        "enter_async_context": Row("cm", effect="enter_context"),
        "pop_all": Row("", effect="self"),
        "__enter__": Row("", effect="self"),
    },
    "ArgumentParser": {
        "parse_args": Row("args namespace", effect="parse_args"),
        "add_argument": Row("", effect="add_argument"),
        "add_argument_group": Row("title description", effect="self"),
        "add_mutually_exclusive_group": Row("", effect="self"),
    },
    "CurrentProcess": {},
    "cache decorator": {"__call__": Row("user_function", effect="cache")},
    "cached function": {
        "__call__": Row("", effect="call_cached"),
        "cache_clear": Row(""),
        "cache_info": Row("", effect="stable"),
    },
}
"""Methods by the kind of their object; a kind that has none of its own is found through :data:`BASE_KINDS`."""

for _kind in ("sqlite3.Connection", "socket", "epoll", "selector", "mmap"):
    METHODS[_kind] = METHODS.get(_kind, {}) | {
        "close": Row("", effect="close"),
        "__enter__": Row("", effect="self"),
        "__exit__": Row("t v tb", effect="close"),
    }
# As a context manager it commits, or rolls back, and stays open.
METHODS["sqlite3.Connection"]["__exit__"] = Row("t v tb")

BASE_KINDS = {
    "JoinableQueue": "Queue",
    "SyncManager": "Manager",
    "BaseManager": "Manager",
    "SharedMemoryManager": "Manager",
    "threading.RLock": "threading.Lock",
    "threading.Condition": "threading.Lock",
    "threading.Semaphore": "threading.Lock",
    "threading.BoundedSemaphore": "threading.Lock",
    "view": "memoryview",
    "buffer": "memoryview",
    "gzip file": "file",
}
"""A kind whose methods are those of another."""
