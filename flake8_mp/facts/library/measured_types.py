"""Rows about what pickle was tried on: see ``measured.py``, which a program of ``benchmarks`` writes."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.library import core, holders, measured, outside
from flake8_mp.facts.row import Row

NONE = frozenset({"re.match", "re.search", "re.fullmatch", "regex.match", "inspect.currentframe"})
"""What gives None as well."""
MODULES = frozenset({"importlib.import_module"})
UNLESS = {
    "tqdm.tqdm": "iterable * disable file",
    "tqdm.auto.tqdm": "iterable * disable file",
    "tqdm.std.tqdm": "iterable * disable file",
    "websocket.WebSocket": "* enable_multithread",
    "peewee.SqliteDatabase": "* thread_safe",
    "peewee.PostgresqlDatabase": "* thread_safe",
    "peewee.MySQLDatabase": "* thread_safe",
}
"""By what makes an object that pickle refuses: the parameters that, when they are given, make it another kind."""
WORDS = {
    "PIL.ImageDraw.Draw": "a Pillow drawing context",
    "asyncio.create_task": "an asyncio task",
    "asyncio.ensure_future": "an asyncio task",
    "asyncio.run_coroutine_threadsafe": "a future",
    "boto3.Session.client": "a boto3 client",
    "boto3.client": "a boto3 client",
    "boto3.resource": "a boto3 resource",
    "boto3.resource.Bucket": "a boto3 resource",
    "codecs.EncodedFile": "codecs.StreamRecoder",
    "compile": "a code object",
    "cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key": "a private key",
    "cryptography.hazmat.primitives.hashes.Hash": "a hash object",
    "ctypes.byref": "a ctypes pointer",
    "ctypes.create_string_buffer": "a ctypes array",
    "ctypes.create_unicode_buffer": "a ctypes array",
    "cv2.ORB_create": "cv2.ORB",
    "cv2.SIFT_create": "cv2.SIFT",
    "cv2.createBackgroundSubtractorMOG2": "an OpenCV background subtractor",
    "decimal.localcontext": "a decimal context manager",
    "difflib.unified_diff": "a generator",
    "duckdb.connect": "a DuckDB connection",
    "duckdb.connect.cursor": "a DuckDB connection",
    "duckdb.connect.execute": "a DuckDB connection",
    "duckdb.sql": "a DuckDB relation",
    "flask.Flask.app_context": "a Flask application context",
    "flask.Flask.test_client": "a Flask test client",
    "functools.cmp_to_key": "a `cmp_to_key` object",
    "grpc.aio.insecure_channel": "a gRPC channel",
    "grpc.server": "a gRPC server",
    "grpc.ssl_channel_credentials": "gRPC credentials",
    "h5py.File.__getitem__": "an HDF5 dataset",
    "h5py.File.create_group": "an HDF5 group",
    "hashlib.file_digest": "a hash object",
    "hashlib.sha3_224": "a hash object",
    "hashlib.sha3_384": "a hash object",
    "hashlib.shake_128": "a hash object",
    "hashlib.shake_256": "a hash object",
    "heapq.merge": "a generator",
    "importlib.import_module": "a module",
    "inspect.currentframe": "a frame",
    "inspect.stack": "a list of frames",
    "jinja2.Environment.from_string": "jinja2.Template",
    "jinja2.Environment.get_template": "jinja2.Template",
    "lmdb.Environment": "an LMDB environment",
    "lmdb.open": "an LMDB environment",
    "lmdb.open.begin": "an LMDB transaction",
    "lxml.etree.Element": "an lxml element",
    "lxml.etree.ElementTree": "an lxml tree",
    "lxml.etree.HTML": "an lxml element",
    "lxml.etree.SubElement": "an lxml element",
    "lxml.etree.XML": "an lxml element",
    "lxml.etree.fromstring": "an lxml element",
    "lxml.etree.parse": "an lxml tree",
    "lxml.html.document_fromstring": "an lxml element",
    "lxml.html.fragment_fromstring": "an lxml element",
    "lxml.html.fromstring": "an lxml element",
    "lxml.html.parse": "an lxml tree",
    "lz4.frame.open": "an open file",
    "netCDF4.Dataset": "an open netCDF file",
    "networkx.all_simple_paths": "a generator",
    "networkx.connected_components": "a generator",
    "pandas.read_csv": "a pandas reader",
    "paramiko.RSAKey.generate": "a private key",
    "pymongo.MongoClient.__getitem__": "a PyMongo database",
    "pymongo.MongoClient.__getitem__.__getitem__": "a PyMongo collection",
    "pymongo.MongoClient.get_database": "a PyMongo database",
    "re.finditer": "an iterator of matches",
    "re.fullmatch": "re.Match",
    "re.match": "re.Match",
    "re.search": "re.Match",
    "redis.Redis.lock": "a Redis lock",
    "redis.Redis.pipeline": "a Redis pipeline",
    "redis.Redis.pubsub": "a Redis subscription",
    "regex.match": "a `regex.Match`",
    "rich.console.Console.status": "a Rich status display",
    "rich.get_console": "rich.console.Console",
    "rich.progress.track": "a generator",
    "sqlalchemy.create_engine.connect": "a SQLAlchemy connection",
    "sqlalchemy.create_engine.raw_connection": "a connection",
    "sqlalchemy.orm.scoped_session.__call__": "a SQLAlchemy session",
    "sqlalchemy.orm.sessionmaker.__call__": "a SQLAlchemy session",
    "sqlite_utils.Database.__getitem__": "a sqlite-utils table",
    "struct.iter_unpack": "an iterator of tuples",
    "symtable.symtable": "a symbol table",
    "sys._getframe": "a frame",
    "sys.exc_info": "a traceback",
    "threading.current_thread": "threading.Thread",
    "threading.main_thread": "threading.Thread",
    "threading.serialize_iterator": "a locked iterator",
    "tokenize.generate_tokens": "a generator",
    "tornado.ioloop.IOLoop.current": "an event loop",
    "types.ModuleType": "a module",
    "unittest.mock.create_autospec": "a mock",
    "unittest.mock.mock_open": "a mock",
    "urllib3.connection_from_url": "urllib3.HTTPConnectionPool",
    "wsgiref.simple_server.make_server": "WSGIServer",
    "xml.etree.ElementTree.iterparse": "an iterator of XML events",
    "xml.parsers.expat.ParserCreate": "an expat parser",
    "yaml.safe_load_all": "a generator",
    "zmq.Context.instance": "zmq.Context",
    "zmq.Context.socket": "a ZeroMQ socket",
}
"""What to call what the others are not called by their own name."""


def _names(groups: dict[str, str]) -> Iterator[str]:
    """Give the dotted names of a table."""
    for owner, last in groups.items():
        for name in last.split():
            yield f"{owner}.{name}"


_EMPTY = frozenset(_names(measured.EMPTY))


def _kind(name: str) -> str:
    """Return the kind of what a name makes; ``asyncio.Queue`` and its like are kinds that lose what is in them."""
    return name.replace("()", "").replace("asyncio.", "asyncio ")


def _row(name: str) -> Row:
    if name in MODULES:
        return Row("", "module", effect="keeps")
    effect = "or_none" if name in NONE else "perhaps" if name in _EMPTY else "keeps"
    return Row(UNLESS.get(name, ""), _kind(name), effect=effect)


_ROWS = {name: _row(name) for name in _names(measured.REFUSED)}
FUNCTIONS = {name: row for name, row in _ROWS.items() if "()" not in name}
"""Functions and classes by the dotted name under which the documentation knows them."""
FUNCTIONS |= {name: Row(words, name, effect="keeps") for name, words in UNLESS.items() if name not in _ROWS}
FUNCTIONS |= {name: Row(f"* {words}", name, effect="by_keyword") for name, words in measured.BY_KEYWORD.items()}
FUNCTIONS["asyncio.run_coroutine_threadsafe"] = Row(
    "coro loop", _kind("asyncio.run_coroutine_threadsafe"), effect="asks_loop"
)
FUNCTIONS["logging.handlers.QueueListener"] = Row("", "logging.handlers.QueueListener", effect="with_handlers")
FUNCTIONS["logging.handlers.MemoryHandler"] = Row(
    "capacity flushLevel target flushOnClose", "logging.handlers.MemoryHandler", effect="keeps_records"
)
FUNCTIONS["compile"] = Row("", "compile", effect="keeps")
SOMETIMES_EMPTY = frozenset(_kind(name) for name in _EMPTY)
"""The kinds whose objects can be false."""
KINDS = {_kind(name): WORDS.get(name.replace("()", ""), name.replace("()", "")) for name in (*_ROWS, *FUNCTIONS)} | {
    "code object": "a code object"
}
"""By the kind, what to call it."""
METHODS: dict[str, dict[str, Row]] = {}
"""Methods by the kind of their object; a method that stands here replaces one of the same name in ``core.py``."""
ALIASES: dict[str, str] = {}
"""Other dotted names of the same things."""
BASE_KINDS: dict[str, str] = {}
"""A kind whose methods are those of another."""


def _kind_of(name: str) -> str:
    """Return the kind of what a call makes; without a row it is named after what makes it."""
    for rows in (_ROWS, FUNCTIONS, outside.FUNCTIONS, holders.FUNCTIONS, core.FUNCTIONS):
        if name in rows:
            return rows[name].makes
    FUNCTIONS[name] = Row("", name, effect="keeps")
    return name


for _name, _made in _ROWS.items():
    _owner, _, _method = _name.rpartition("().")
    if _owner:
        METHODS.setdefault(_kind_of(_owner), {})[_method] = _made
for _name in _names(measured.ENTERED):
    METHODS.setdefault(_ROWS[_name].makes, {}).update({"__enter__": Row(""), "__exit__": Row("t v tb")})
