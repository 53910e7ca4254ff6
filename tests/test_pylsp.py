"""Editors that use python-lsp-server: it runs flake8, and our findings arrive as diagnostics."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from tests.conftest import LAMBDA_TO_POOL, time_limit

pytestmark = pytest.mark.extras


class Client:
    """A language client of the smallest kind: it sends, and waits for the message that it wants."""

    def __init__(self, folder: Path, write: IO[bytes], read: IO[bytes]) -> None:
        self.folder = folder
        self.write = write
        self.read = read

    def send(self, method: str, params: dict[str, Any], number: int | None = None) -> None:
        message: dict[str, Any] = {"jsonrpc": "2.0", "method": method, "params": params}
        if number is not None:
            message["id"] = number
        body = json.dumps(message).encode()
        self.write.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.write.flush()

    def messages(self) -> Iterator[dict[str, Any]]:
        while header := self.read.readline():
            length = int(header.partition(b":")[2])
            while self.read.readline().strip():
                pass
            yield json.loads(self.read.read(length))

    def start(self, configuration: dict[str, Any]) -> None:
        params: dict[str, Any] = {"processId": None, "rootUri": self.folder.as_uri(), "capabilities": {}}
        self.send("initialize", params, number=1)
        next(message for message in self.messages() if message.get("id") == 1)
        self.send("initialized", {})
        self.send("workspace/didChangeConfiguration", {"settings": {"pylsp": configuration}})

    def diagnose(self, name: str, text: str) -> list[dict[str, Any]]:
        """Open a document and wait for what is said about it."""
        uri = (self.folder / name).as_uri()
        document = {"uri": uri, "languageId": "python", "version": 1, "text": text}
        self.send("textDocument/didOpen", {"textDocument": document})
        for message in self.messages():
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri:
                found: list[dict[str, Any]] = message["params"]["diagnostics"]
                return found
        raise AssertionError("the server has ended")


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    (tmp_path / ".flake8").write_text("[flake8]\n", encoding="utf-8")
    others = (
        "pycodestyle",
        "pyflakes",
        "mccabe",
        "pylint",
        "pydocstyle",
        "autopep8",
        "yapf",
        "jedi_completion",
    )
    plugins: dict[str, Any] = {name: {"enabled": False} for name in others}
    plugins["flake8"] = {
        "enabled": True,
        "executable": str(Path(sys.executable).with_name("flake8")),
        "select": ["MP"],
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "pylsp"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert server.stdin is not None
    assert server.stdout is not None
    with server, time_limit(120):
        try:
            client = Client(tmp_path, server.stdin, server.stdout)
            client.start({"plugins": plugins})
            yield client
        finally:
            server.kill()


def test_a_finding_is_shown_where_it_is(client: Client) -> None:
    [shown] = client.diagnose("bad.py", LAMBDA_TO_POOL)
    assert shown["code"] == "MP201"
    assert shown["message"].startswith("MP201 ")
    assert shown["range"]["start"] == {"line": 4, "character": 23}


@pytest.mark.parametrize(("text", "beyond"), [("é", 0), ("日本", 0), ("𝄞", 1), ("é日本𝄞𝄞", 2)])
def test_columns_count_characters_where_editors_count_utf_16(client: Client, text: str, beyond: int) -> None:
    # python-lsp-server hands flake8's column over as it is. Editors count in UTF-16, where a character beyond
    # the basic plane is two: before such characters the mark stands that much to the left.
    source = LAMBDA_TO_POOL.replace("print(", f"print({text!r}, ")
    line = source.splitlines()[4]
    [shown] = client.diagnose("bad.py", source)
    start = shown["range"]["start"]
    assert start == {"line": 4, "character": line.index("lambda")}
    in_utf_16 = len(line[: line.index("lambda")].encode("utf-16-le")) // 2
    assert in_utf_16 - start["character"] == beyond


def test_a_program_that_is_fine_has_no_mark(client: Client) -> None:
    assert client.diagnose("good.py", LAMBDA_TO_POOL.replace("lambda n: n * n", "abs")) == []
