"""``flake8-mp server``: the language server on standard input and output."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO, TextIO

from flake8_mp.arguments import Parser

if TYPE_CHECKING:
    from flake8_mp.frontends.lsp.server import Server

LEVELS = ("error", "warning", "info", "debug")
MISSING = """\
flake8-mp server: it needs {name}, which is not installed; install the extra: pip install 'flake8-mp[lsp]'"""


def parser() -> Parser:
    """Build the parser of the command line."""
    made = Parser(
        prog="flake8-mp server",
        description="Run a language server on standard input and output, which shows findings in an editor while a "
        "file is edited. The editor starts it; see docs/editors.md.",
    )
    made.add_argument("--stdio", action="store_true", help="use standard input and output, as is always the case")
    made.add_argument("--log-file", metavar="FILE", help="write the log to this file as well")
    made.add_argument("--log-level", choices=LEVELS, default="info", help="how much is logged (default: info)")
    made.add_argument("--clientProcessId", dest="client", metavar="PID", help=argparse.SUPPRESS)
    return made


def main(arguments: Sequence[str]) -> int:
    """Run the server; return its exit status: 0 where the client has asked for the end, 1 where it is gone."""
    options = parser().parse_args(arguments)
    from flake8_mp.frontends.lsp.workers import Workers

    handlers: list[logging.Handler] = []
    if options.log_file is not None:
        try:
            handlers.append(logging.FileHandler(os.path.expanduser(options.log_file), encoding="utf-8"))
        except OSError as error:
            print(f"flake8-mp server: --log-file {options.log_file}: {error.strerror}", file=sys.stderr)
            return 2
    workers = Workers()  # they start while all that follows is imported
    try:
        from flake8_mp.frontends.lsp.server import Server
    except ImportError as error:
        workers.close()
        if (error.name or "").partition(".")[0] == "flake8_mp":
            raise
        print(MISSING.format(name=error.name), file=sys.stderr)
        return 2
    server = Server(workers)
    _log(server, handlers, options.log_level)
    try:
        server.start_io(sys.stdin.buffer, _taken_over(sys.stdout))
    finally:
        server.stop()
    return 0 if server.ended_in_order else 1


def _taken_over(stdout: TextIO) -> BinaryIO:
    """Return a stream to what is standard output; what anything prints from now on goes to standard error."""
    stdout.flush()
    taken = os.fdopen(os.dup(stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), stdout.fileno())
    return taken


def _log(server: Server, handlers: list[logging.Handler], level: str) -> None:
    """Log to the client, and to a file if one is named; pygls's own messages go to the file, its errors to both."""
    from flake8_mp.frontends.lsp.logs import ToClient

    number = getattr(logging, level.upper())
    for handler in handlers:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    client = ToClient(server)
    logging.getLogger("flake8_mp").setLevel(number)
    root = logging.getLogger()
    root.handlers = [*handlers, client]
    for name in ("pygls", "asyncio"):
        logging.getLogger(name).setLevel(number if level == "debug" and handlers else logging.ERROR)
