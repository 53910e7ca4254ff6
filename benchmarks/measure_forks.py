"""Try what a forked child does to what it has from its parent: connections, files, event loops, random numbers.

    python benchmarks/measure_forks.py [--python PYTHON ...] [NAME ...]

Each case is made and used once, then both sides of a fork use it at the same time, and each looks whether it gets its
own answers. What was seen is merged into ``measured_forks.jsonl``: ``apart`` (each side was right), ``mixed`` (one got
what was meant for the other, or an error), ``hangs``, ``same`` (both drew the same numbers), ``absent`` (the library is
not installed). Everything runs in processes of its own with a time limit; servers listen on this machine only.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

RECORD = Path(__file__).with_name("measured_forks.jsonl") if "__file__" in globals() else Path()
TIME_LIMIT = 15
"""Seconds for both sides of a case."""
ROUNDS = 200
TRIES = 3
"""So often is a case tried that seems to keep the sides apart."""
MANY = 4000
"""So often are files read, where one side has to come between two steps of the other."""
FILES = frozenset({"open", "zipfile.ZipFile", "tarfile.open", "h5py.File"})
Case = Callable[[str], Callable[[str, int], Any]]
"""Makes a case from the address of a server, and returns what uses it: by the side and the round, what went wrong."""

CASES: dict[str, tuple[str, Case]] = {}
"""By the name, the package that it needs, and the case."""


def case(name: str, package: str = "") -> Callable[[Case], Case]:
    """Register a case."""

    def register(function: Case) -> Case:
        CASES[name] = (package, function)
        return function

    return register


# -- servers --------------------------------------------------------------------------------------------------------


def serve() -> None:
    """Answer HTTP, XML-RPC, lines and the protocol of Redis with what was asked; print the ports."""
    import socketserver
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
    from socketserver import StreamRequestHandler, ThreadingTCPServer
    from xmlrpc.server import SimpleXMLRPCRequestHandler, SimpleXMLRPCServer

    class Http(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = self.path.encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    class Lines(StreamRequestHandler):
        def handle(self) -> None:
            for line in self.rfile:
                self.wfile.write(line)

    class Redis(StreamRequestHandler):
        def handle(self) -> None:
            while line := self.rfile.readline():
                words = []
                for _ in range(int(line[1:])):
                    size = int(self.rfile.readline()[1:])
                    words.append(self.rfile.read(size + 2)[:-2])
                last = words[-1]
                known = words[0].upper() == b"ECHO"
                self.wfile.write(b"$%d\r\n%s\r\n" % (len(last), last) if known else b"+OK\r\n")

    class Rpc(socketserver.ThreadingMixIn, SimpleXMLRPCServer):
        daemon_threads = True

    class Keeping(SimpleXMLRPCRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            pass

    rpc = Rpc(("127.0.0.1", 0), requestHandler=Keeping, logRequests=False)
    rpc.register_function(lambda text: text, "echo")
    servers: list[Any] = [ThreadingHTTPServer(("127.0.0.1", 0), Http), rpc]
    servers += [ThreadingTCPServer(("127.0.0.1", 0), handler) for handler in (Lines, Redis)]
    for server in servers:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
    print(*(server.server_address[1] for server in servers), flush=True)
    sys.stdin.read()


# -- connections ----------------------------------------------------------------------------------------------------


@case("http.client.HTTPConnection")
def _http(ports: str) -> Callable[[str, int], Any]:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", int(ports.split()[0]))

    def use(side: str, number: int) -> bool:
        connection.request("GET", f"/{side}{number}")
        return connection.getresponse().read().decode() == f"/{side}{number}"

    return use


@case("socket.create_connection")
def _socket(ports: str) -> Callable[[str, int], Any]:
    import socket

    connection = socket.create_connection(("127.0.0.1", int(ports.split()[2])))
    lines = connection.makefile("rb")

    def use(side: str, number: int) -> bool:
        connection.sendall(f"{side}{number}\n".encode())
        return lines.readline().decode() == f"{side}{number}\n"

    return use


@case("xmlrpc.client.ServerProxy")
def _rpc(ports: str) -> Callable[[str, int], Any]:
    import xmlrpc.client

    proxy = xmlrpc.client.ServerProxy(f"http://127.0.0.1:{ports.split()[1]}")
    return lambda side, number: proxy.echo(f"{side}{number}") == f"{side}{number}"


@case("requests.Session", "requests")
def _requests(ports: str) -> Callable[[str, int], Any]:
    requests = importlib.import_module("requests")

    session = requests.Session()
    address = f"http://127.0.0.1:{ports.split()[0]}"
    return lambda side, number: session.get(f"{address}/{side}{number}").text == f"/{side}{number}"


@case("httpx.Client", "httpx")
def _httpx(ports: str) -> Callable[[str, int], Any]:
    httpx = importlib.import_module("httpx")

    client = httpx.Client()
    address = f"http://127.0.0.1:{ports.split()[0]}"
    return lambda side, number: client.get(f"{address}/{side}{number}").text == f"/{side}{number}"


@case("urllib3.PoolManager", "urllib3")
def _urllib3(ports: str) -> Callable[[str, int], Any]:
    urllib3 = importlib.import_module("urllib3")

    pool = urllib3.PoolManager()
    address = f"http://127.0.0.1:{ports.split()[0]}"
    return lambda side, number: pool.request("GET", f"{address}/{side}{number}").data == f"/{side}{number}".encode()


@case("redis.Redis", "redis")
def _redis(ports: str) -> Callable[[str, int], Any]:
    redis = importlib.import_module("redis")

    client = redis.Redis(port=int(ports.split()[3]), protocol=2)
    return lambda side, number: client.echo(f"{side}{number}") == f"{side}{number}".encode()


@case("sqlalchemy.create_engine", "sqlalchemy")
def _engine(_: str) -> Callable[[str, int], Any]:
    sqlalchemy = importlib.import_module("sqlalchemy")

    engine = sqlalchemy.create_engine("sqlite:///x.db", pool_size=1, max_overflow=0)
    before: dict[str, Any] = {}

    def use(side: str, number: int) -> bool:
        with engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            before.setdefault("connection", raw)
            return side == "parent" or raw is not before["connection"]

    return use


@case("peewee.SqliteDatabase", "peewee")
def _peewee(_: str) -> Callable[[str, int], Any]:
    peewee = importlib.import_module("peewee")

    database = peewee.SqliteDatabase("x.db")
    before: dict[str, Any] = {}

    def use(side: str, number: int) -> bool:
        raw = database.connection()
        before.setdefault("connection", raw)
        return side == "parent" or raw is not before["connection"]

    return use


@case("diskcache.Cache", "diskcache")
def _diskcache(_: str) -> Callable[[str, int], Any]:
    diskcache = importlib.import_module("diskcache")

    cache = diskcache.Cache("cache")

    def use(side: str, number: int) -> bool:
        cache[side] = number
        return bool(cache[side] == number)

    return use


@case("duckdb.connect", "duckdb")
def _duckdb(_: str) -> Callable[[str, int], Any]:
    duckdb = importlib.import_module("duckdb")

    connection = duckdb.connect()
    connection.execute("create table t as select range as n from range(3000)")

    def use(side: str, number: int) -> bool:
        return bool(connection.execute("select sum(n), count(distinct n % 1000) from t").fetchone()[1] == 1000)

    return use


@case("lmdb.open", "lmdb")
def _lmdb(_: str) -> Callable[[str, int], Any]:
    lmdb = importlib.import_module("lmdb")

    environment = lmdb.open("base")

    def use(side: str, number: int) -> bool:
        with environment.begin(write=True) as transaction:
            transaction.put(side.encode(), str(number).encode())
        with environment.begin() as transaction:
            return bool(transaction.get(side.encode()) == str(number).encode())

    return use


@case("zmq.Context", "pyzmq")
def _zmq(_: str) -> Callable[[str, int], Any]:
    zmq = importlib.import_module("zmq")

    context = zmq.Context()
    pair = [context.socket(zmq.PAIR), context.socket(zmq.PAIR)]
    pair[0].bind("inproc://x")
    pair[1].connect("inproc://x")

    def use(side: str, number: int) -> bool:
        pair[1].send_string(f"{side}{number}")
        return bool(pair[0].recv_string() == f"{side}{number}")

    return use


@case("confluent_kafka.Producer", "confluent-kafka")
def _kafka(_: str) -> Callable[[str, int], Any]:
    confluent_kafka = importlib.import_module("confluent_kafka")

    producer = confluent_kafka.Producer({"bootstrap.servers": "127.0.0.1:1", "message.timeout.ms": 200})
    failed: list[Any] = []

    def use(side: str, number: int) -> bool:
        if number > 0:
            return True
        failed.clear()
        producer.produce("x", b"x", on_delivery=lambda error, _: failed.append(error))
        producer.flush(2)
        return len(failed) == 1

    return use


@case("grpc.insecure_channel", "grpcio")
def _grpc(_: str) -> Callable[[str, int], Any]:
    grpc = importlib.import_module("grpc")

    channel = grpc.insecure_channel("127.0.0.1:1")
    call = channel.unary_unary("/x/y")

    def use(side: str, number: int) -> bool:
        if number > 3:
            return True
        try:
            call(b"x", timeout=1)
        except grpc.RpcError as error:
            return bool(error.code() == grpc.StatusCode.UNAVAILABLE)
        return False

    return use


# -- files ----------------------------------------------------------------------------------------------------------


@case("open")
def _open(_: str) -> Callable[[str, int], Any]:
    Path("x").write_bytes(b"".join(b"%04d" % number for number in range(20000)))
    file = Path("x").open("rb", buffering=0)  # noqa: SIM115

    def use(side: str, number: int) -> bool:
        place = (number * 37 + (side == "child") * 5000) % 20000
        file.seek(4 * place)
        return file.read(4) == b"%04d" % place

    return use


@case("zipfile.ZipFile")
def _zip(_: str) -> Callable[[str, int], Any]:
    import zipfile

    with zipfile.ZipFile("x.zip", "w") as archive:
        for number in range(400):
            archive.writestr(str(number), b"%04d" % number * 3000)
    opened = zipfile.ZipFile("x.zip")

    def use(side: str, number: int) -> bool:
        place = (number * 7 + (side == "child") * 200) % 400
        return opened.read(str(place)) == b"%04d" % place * 3000

    return use


@case("tarfile.open")
def _tar(_: str) -> Callable[[str, int], Any]:
    import io
    import tarfile

    with tarfile.open("x.tar", "w") as archive:
        for number in range(400):
            member = tarfile.TarInfo(str(number))
            member.size = 12000
            archive.addfile(member, io.BytesIO(b"%04d" % number * 3000))
    opened = tarfile.open("x.tar")  # noqa: SIM115
    opened.getmembers()

    def use(side: str, number: int) -> bool:
        place = (number * 7 + (side == "child") * 200) % 400
        file = opened.extractfile(str(place))
        return file is not None and file.read() == b"%04d" % place * 3000

    return use


@case("h5py.File", "h5py")
def _h5py(_: str) -> Callable[[str, int], Any]:
    h5py = importlib.import_module("h5py")

    with h5py.File("x.h5", "w") as file:
        for number in range(400):
            file[str(number)] = [number] * 3000
    opened = h5py.File("x.h5", "r")

    def use(side: str, number: int) -> bool:
        place = (number * 7 + (side == "child") * 200) % 400
        return bool((opened[str(place)][:] == place).all())

    return use


@case("sqlite3.connect")
def _sqlite(_: str) -> Callable[[str, int], Any]:
    import sqlite3

    connection = sqlite3.connect("x.sqlite", timeout=0.1, isolation_level=None)
    connection.execute("create table t (side text, n int)")

    def use(side: str, number: int) -> bool:
        connection.execute("begin immediate")
        connection.execute("insert into t values (?, ?)", (side, number))
        connection.execute("commit")
        return bool(connection.execute("select max(n) from t where side = ?", (side,)).fetchone()[0] == number)

    return use


# -- processes and loops --------------------------------------------------------------------------------------------


@case("subprocess.Popen")
def _popen(_: str) -> Callable[[str, int], Any]:
    process = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def use(side: str, number: int) -> bool:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{side}{number}\n".encode())
        process.stdin.flush()
        return process.stdout.readline().decode() == f"{side}{number}\n"

    return use


@case("subprocess.Popen.wait")
def _wait(_: str) -> Callable[[str, int], Any]:
    process = subprocess.Popen(["sh", "-c", "sleep 1; exit 3"])

    def use(side: str, number: int) -> bool:
        return number < 0 or process.wait() == 3

    return use


@case("asyncio.new_event_loop")
def _loop(_: str) -> Callable[[str, int], Any]:
    import asyncio
    import time

    loop = asyncio.new_event_loop()

    def use(side: str, number: int) -> bool:
        if side == "child":
            if number == 0:
                loop.run_until_complete(asyncio.sleep(0))
                loop.close()
            return True
        if number == 5:
            time.sleep(1)
            begun = time.monotonic()
            future = loop.create_future()
            threading.Timer(0.2, lambda: loop.call_soon_threadsafe(future.set_result, True)).start()
            loop.run_until_complete(asyncio.wait([future], timeout=3))
            return time.monotonic() - begun < 2
        return True

    return use


@case("asyncio.new_event_loop run by both")
def _both_loops(ports: str) -> Callable[[str, int], Any]:
    import asyncio

    loop = asyncio.new_event_loop()

    async def ask(text: str) -> bool:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(ports.split()[2]))
        writer.write(f"{text}\n".encode())
        line = await asyncio.wait_for(reader.readline(), 3)
        writer.close()
        return line.decode() == f"{text}\n"

    return lambda side, number: loop.run_until_complete(ask(f"{side}{number}"))


@case("concurrent.futures.ThreadPoolExecutor")
def _threads(_: str) -> Callable[[str, int], Any]:
    import concurrent.futures

    executor = concurrent.futures.ThreadPoolExecutor(1)
    return lambda side, number: executor.submit(int, number).result(timeout=3) == number


# -- random numbers -------------------------------------------------------------------------------------------------


def _draws(draw: Callable[[], Any]) -> Callable[[str, int], Any]:
    def use(side: str, number: int) -> str:
        return f"={draw()}"

    return use


@case("random.random")
def _random(_: str) -> Callable[[str, int], Any]:
    import random

    return _draws(random.random)


@case("random.Random")
def _own_random(_: str) -> Callable[[str, int], Any]:
    import random

    return _draws(random.Random().random)


@case("random.SystemRandom")
def _system_random(_: str) -> Callable[[str, int], Any]:
    import random

    return _draws(random.SystemRandom().random)


@case("secrets.token_hex")
def _secrets(_: str) -> Callable[[str, int], Any]:
    import secrets

    return _draws(secrets.token_hex)


@case("uuid.uuid4")
def _uuid4(_: str) -> Callable[[str, int], Any]:
    import uuid

    return _draws(uuid.uuid4)


@case("tempfile.mktemp")
def _mktemp(_: str) -> Callable[[str, int], Any]:
    return _draws(tempfile.mktemp)


@case("numpy.random.random", "numpy")
def _numpy(_: str) -> Callable[[str, int], Any]:
    return _draws(importlib.import_module("numpy.random").random)


@case("numpy.random.default_rng", "numpy")
def _numpy_own(_: str) -> Callable[[str, int], Any]:
    return _draws(importlib.import_module("numpy.random").default_rng().random)


@case("polars.DataFrame", "polars")
def _polars(_: str) -> Callable[[str, int], Any]:
    polars = importlib.import_module("polars")

    frame = polars.DataFrame({"x": list(range(1000)), "y": [n % 7 for n in range(1000)]})
    return lambda side, number: frame.group_by("y").agg(polars.col("x").sum()).height == 7


# -- one case -------------------------------------------------------------------------------------------------------


def side_of(use: Callable[[str, int], Any], side: str, rounds: int) -> str:
    """Use a case on one side of the fork; return what went wrong, or what was drawn."""
    try:
        results = [use(side, number) for number in range(rounds)]
    except BaseException as error:
        return f"{type(error).__name__}: {' '.join(str(error).split())}"[:80]
    if isinstance(results[0], str):
        return str(results[0])
    return "" if all(results) else "got what was meant for the other side"


def run_case(name: str, ports: str) -> None:
    """Make a case, fork, use it on both sides, and print what each saw."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            use = CASES[name][1](ports)
            use("before", -1)
        except BaseException:
            traceback.print_exc()
            os._exit(3)
        rounds = MANY if name in FILES else ROUNDS
        reading, writing = os.pipe()
        waiting, starting = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(starting)
            os.read(waiting, 1)
            os.write(writing, side_of(use, "child", rounds).encode())
            os._exit(0)
        os.close(writing)
        os.close(starting)
        mine = side_of(use, "parent", rounds)
        theirs = os.fdopen(reading).read()
    print(json.dumps([mine, theirs]), flush=True)
    os._exit(0)


def verdict(mine: str, theirs: str) -> tuple[str, str]:
    """Return what both sides of a case have seen, and why."""
    if mine[:1] == "=":
        return ("same" if mine == theirs else "apart"), ""
    wrong = [f"{side}: {words}" for side, words in (("parent", mine), ("child", theirs)) if words]
    return ("mixed" if wrong else "apart"), "; ".join(wrong)


def try_case(python: str, name: str, ports: str) -> tuple[str, str]:
    """Run one case in a Python, in a session of its own."""
    command = [*shlex.split(python), "-c", Path(__file__).read_text(encoding="utf-8"), "--case", name, ports]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as process:
        try:
            out, error = process.communicate(timeout=TIME_LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return "hangs", ""
    if process.returncode == 3:
        return "absent", error.decode().strip().splitlines()[-1][:80]
    if process.returncode:
        return "mixed", f"ended with {process.returncode}"
    return verdict(*json.loads(out))


def try_often(python: str, name: str, ports: str) -> tuple[str, str]:
    """Run a case until its sides come into each other's way, or it has had its tries."""
    for _ in range(TRIES):
        seen, why = try_case(python, name, ports)
        if seen != "apart":
            break
    return seen, why


def measure(python: str, names: list[str]) -> list[dict[str, str]]:
    """Run cases in a Python; return rows for the record."""
    program = "import sys; print('%d.%d' % sys.version_info[:2])"
    version = subprocess.run([*shlex.split(python), "-c", program], capture_output=True, text=True, check=True).stdout
    listing = "import importlib.metadata as m; [print(d.name.lower(), d.version) for d in m.distributions()]"
    run = subprocess.run([*shlex.split(python), "-c", listing], capture_output=True, text=True, check=True)
    releases = dict(line.split() for line in run.stdout.splitlines())
    rows = []
    with subprocess.Popen(
        [sys.executable, __file__, "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        ports = server.stdout.readline().strip()
        for name in names:
            package = CASES[name][0]
            if package and package not in releases:
                continue
            seen, why = try_often(python, name, ports)
            row = {"name": name, "python": version.strip(), "fork": seen}
            row |= {"why": why} if why else {}
            rows.append(row | ({"package": f"{package} {releases[package]}"} if package else {}))
        assert server.stdin is not None
        server.stdin.close()
    return rows


def main() -> int:
    """Measure, and write what was seen."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--python", nargs="*", default=[sys.executable])
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--case", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    if options.serve:
        serve()
    elif options.case:
        run_case(*options.case)
    else:
        record = [json.loads(line) for line in RECORD.read_text().splitlines()] if RECORD.exists() else []
        known = {(row["name"], row["python"]): row for row in record}
        for python in options.python:
            known |= {(row["name"], row["python"]): row for row in measure(python, options.names or list(CASES))}
        RECORD.write_text("".join(f"{json.dumps(row)}\n" for _, row in sorted(known.items())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
