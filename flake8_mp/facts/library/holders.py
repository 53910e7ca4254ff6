"""Rows about things of the standard library that hold what pickle refuses: files, locks, handles of the system.

A test asks ``multiprocessing.reduction.ForkingPickler`` about the sample of each row, on every Python.
"""

from __future__ import annotations

from flake8_mp.facts.row import Row

HOLDERS: dict[str, tuple[str, str]] = {
    "ctypes.CDLL": ("ctypes.CDLL", "ctypes.CDLL(None)"),
    "ctypes.PyDLL": ("ctypes.PyDLL", "ctypes.PyDLL(None)"),
    "ctypes.pointer": ("a pointer", "ctypes.pointer(ctypes.c_int())"),
    "logging.StreamHandler": ("logging.StreamHandler", "logging.StreamHandler()"),
    "logging.FileHandler": ("logging.FileHandler", "logging.FileHandler('/dev/null')"),
    "logging.handlers.SysLogHandler": ("SysLogHandler", ""),
    "zipfile.ZipFile": ("zipfile.ZipFile", "zipfile.ZipFile(io.BytesIO(), 'w')"),
    "tarfile.open": ("an open archive", "tarfile.open('/dev/null', 'w')"),
    "csv.writer": ("csv.writer", "csv.writer(io.StringIO())"),
    "csv.reader": ("csv.reader", "csv.reader([])"),
    "bz2.open": ("an open file", "bz2.open('/dev/null', 'w')"),
    "lzma.open": ("an open file", "lzma.open('/dev/null', 'w')"),
    "io.TextIOWrapper": ("an open file", "io.TextIOWrapper(io.BytesIO())"),
    "io.BufferedReader": ("an open file", "io.BufferedReader(io.BytesIO())"),
    "io.BufferedWriter": ("an open file", "io.BufferedWriter(io.BytesIO())"),
    "tempfile.NamedTemporaryFile": ("an open file", "tempfile.NamedTemporaryFile()"),
    "os.popen": ("an open pipe", "os.popen('true')"),
    "os.scandir": ("os.scandir", "os.scandir('.')"),
    "os.walk": ("os.walk", "os.walk('.')"),
    "glob.iglob": ("glob.iglob", "glob.iglob('*')"),
    "select.poll": ("select.poll", "select.poll()"),
    "hashlib.new": ("a hash object", "hashlib.new('sha1')"),
    "hashlib.md5": ("a hash object", "hashlib.md5()"),
    "hashlib.sha1": ("a hash object", "hashlib.sha1()"),
    "hashlib.sha256": ("a hash object", "hashlib.sha256()"),
    "hashlib.sha512": ("a hash object", "hashlib.sha512()"),
    "hashlib.blake2b": ("a hash object", "hashlib.blake2b()"),
    "hmac.new": ("hmac.HMAC", "hmac.new(b'', b'', 'md5')"),
    "zlib.compressobj": ("a compressor", "zlib.compressobj()"),
    "zlib.decompressobj": ("a decompressor", "zlib.decompressobj()"),
    "random.SystemRandom": ("random.SystemRandom", "random.SystemRandom()"),
    "sched.scheduler": ("sched.scheduler", "sched.scheduler()"),
    "socketserver.TCPServer": ("TCPServer", "socketserver.TCPServer(('127.0.0.1', 0), None)"),
    "socketserver.ThreadingTCPServer": ("ThreadingTCPServer", ""),
    "socketserver.UDPServer": ("UDPServer", ""),
    "http.server.HTTPServer": ("HTTPServer", "http.server.HTTPServer(('127.0.0.1', 0), None)"),
    "http.server.ThreadingHTTPServer": ("ThreadingHTTPServer", ""),
    "multiprocessing.connection.Listener": ("a Listener", "multiprocessing.connection.Listener()"),
    "cProfile.Profile": ("cProfile.Profile", "cProfile.Profile()"),
    "weakref.proxy": ("a weak proxy", "weakref.proxy(threading.Thread)"),
    "contextvars.copy_context": ("contextvars.Context", "contextvars.copy_context()"),
}
"""By the dotted name that makes it: what to call it, and an expression that makes one."""

STREAMS = frozenset({"sys.stdin", "sys.stdout", "sys.stderr", "sys.__stdout__", "sys.__stderr__"})
"""Open files that every program has; pickle refuses them as any other."""
REFUSED = STREAMS | {
    *("os.environ", "os.environb", "logging.lastResort", "ctypes.pythonapi", "ctypes.memmove", "ctypes.memset"),
    *("sys.float_info", "sys.hash_info", "sys.implementation", "sys.int_info", "sys.thread_info"),
    *("sys.modules", "sys.path_hooks"),
}
"""What modules of the standard library have, under the one name, that pickle refuses on each Python.

All that they had on 3.11 to 3.15 and that is no module, function or class was tried. What depends on the Python, on
the platform, or on what else was imported is left out, and so are those that conditions ask, such as ``sys.flags``.
"""

FUNCTIONS = {name: Row("", name) for name in HOLDERS}
"""Each makes a kind of its own name."""
METHODS: dict[str, dict[str, Row]] = {
    name: {"serve_forever": Row("poll_interval"), "handle_request": Row("")}
    for name in HOLDERS
    if name.startswith(("socketserver.", "http.server."))
}
METHODS |= {
    name: {
        "close": Row("", effect="close"),
        "__enter__": Row("", effect="self"),
        "__exit__": Row("t v tb", effect="close"),
    }
    for name in ("zipfile.ZipFile", "tarfile.open")
}
ALIASES = {
    "hashlib.sha224": "hashlib.sha256",
    "hashlib.sha384": "hashlib.sha512",
    "hashlib.blake2s": "hashlib.blake2b",
    "hashlib.sha3_256": "hashlib.sha256",
    "hashlib.sha3_512": "hashlib.sha512",
    "ctypes.cdll.LoadLibrary": "ctypes.CDLL",
    "http.server.socketserver.TCPServer": "socketserver.TCPServer",
    "bz2.BZ2File": "bz2.open",
    "lzma.LZMAFile": "lzma.open",
    "tarfile.TarFile": "tarfile.open",
    "tarfile.TarFile.open": "tarfile.open",
    "profile.Profile": "cProfile.Profile",
}
BASE_KINDS: dict[str, str] = {}
