"""Hold rows of the API table, given as JSON, against the standard library of the Python that runs this.

Reads ``{"rows": {dotted name: [parameters]}, "kinds": {kind: [verdict, sample]}, "complete": {dotted name:
[parameters]}}`` from standard input and prints one line for each difference. It is a program of its own so that every Python on the machine can be asked.
"""

from __future__ import annotations

import importlib
import inspect
import json
import sys
import warnings
from collections.abc import Iterator
from multiprocessing.reduction import ForkingPickler

ENDS = {
    "Pool": "terminate",
    "ThreadPool": "terminate",
    "Manager": "shutdown",
    "ProcessPoolExecutor": "shutdown",
    "ThreadPoolExecutor": "shutdown",
    "file": "close",
    "gzip file": "close",
    "sqlite3.Connection": "close",
    "socket": "close",
    "Connection": "close",
    "selector": "close",
    "mmap": "close",
    "event loop": "close",
    "logging.FileHandler": "close",
    "bz2.open": "close",
    "lzma.open": "close",
    "tempfile.NamedTemporaryFile": "close",
    "os.popen": "close",
    "os.scandir": "close",
    "socketserver.TCPServer": "server_close",
    "http.server.HTTPServer": "server_close",
    "multiprocessing.connection.Listener": "close",
}
"""How the samples that hold something are ended."""


def find(name: str) -> object:
    """Return the object of a dotted name, or None where this Python has none."""
    parts = name.split(".")
    for split in range(len(parts) - 1, 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:split]))
        except ImportError:
            continue
        for part in parts[split:]:
            found = getattr(found, part, None)
            if found is None:
                return None
        return found
    return getattr(importlib.import_module("builtins"), name, None)


def differences_of_rows(rows: dict[str, list[str]]) -> Iterator[str]:
    """Say where a signature has other parameters than a row."""
    for name, parameters in rows.items():
        found = find(name)
        if found is None:
            yield f"{name}: there is no such thing"
            continue
        try:
            signature = inspect.signature(found)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            continue
        kinds = inspect.Parameter
        live = [
            p.name for p in signature.parameters.values() if p.kind not in (kinds.VAR_POSITIONAL, kinds.VAR_KEYWORD)
        ]
        live = [p for p in live if p not in ("self", "cls")]
        more = any(p.kind in (kinds.VAR_POSITIONAL, kinds.VAR_KEYWORD) for p in signature.parameters.values())
        positional = [
            p.name
            for p in signature.parameters.values()
            if p.kind in (kinds.POSITIONAL_ONLY, kinds.POSITIONAL_OR_KEYWORD) and p.name not in ("self", "cls")
        ]
        ours = [p for p in parameters if p != "*"]
        first = parameters[: parameters.index("*")] if "*" in parameters else parameters
        unknown = [p for p in ours if p not in live]
        if unknown and not more:
            yield f"{name}: no parameter {unknown[0]!r} in {signature}"
        elif not more and positional[: len(first)] != first:
            yield f"{name}: {first} are not the first of {positional}"


def missing_parameters(complete: dict[str, list[str]]) -> Iterator[str]:
    """Say where a signature has a parameter by keyword that a row does not name."""
    for name, parameters in complete.items():
        try:
            signature = inspect.signature(find(name))  # type: ignore[arg-type]
        except (TypeError, ValueError):
            continue
        for parameter in signature.parameters.values():
            by_keyword = parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
            if by_keyword and parameter.name not in (*parameters, "self"):
                yield f"{name}: {parameter.name!r} of {signature} is in no row"


def differences_of_kinds(kinds: dict[str, list[str]]) -> Iterator[str]:
    """Say where pickle thinks otherwise of a sample than its row."""
    scope: dict[str, object] = {}
    for module in (
        "multiprocessing",
        "threading",
        "queue",
        "sqlite3",
        "gzip",
        "mmap",
        "selectors",
        "ssl",
        "weakref",
        "contextvars",
        "asyncio",
        "socket",
        "random",
        "concurrent.futures",
        "ctypes",
        "logging.handlers",
        "zipfile",
        "tarfile",
        "csv",
        "bz2",
        "lzma",
        "io",
        "tempfile",
        "os",
        "glob",
        "select",
        "hashlib",
        "hmac",
        "zlib",
        "sched",
        "socketserver",
        "http.server",
        "multiprocessing.connection",
        "cProfile",
    ):
        importlib.import_module(module)
        scope[module.partition(".")[0]] = sys.modules[module.partition(".")[0]]
    scope["__file__"] = __file__
    for kind, (verdict, sample) in kinds.items():
        value = eval(sample, scope)
        try:
            ForkingPickler.dumps(value)
            crossed = "yes"
        except RuntimeError as error:
            crossed = "inherit" if "inheritance" in str(error) else "no"
        except Exception:
            crossed = "no"
        if crossed != verdict:
            yield f"{kind}: pickle says {crossed}, the table {verdict}"
        end = ENDS.get(kind)
        if end is not None:
            getattr(value, end)()


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    table = json.load(sys.stdin)
    found = [*differences_of_rows(table["rows"]), *differences_of_kinds(table["kinds"])]
    for line in [*found, *missing_parameters(table["complete"])]:
        print(line)
