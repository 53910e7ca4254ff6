"""The language server against clients that make mistakes, hurry, or are gone."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from lsprotocol import types

from tests.conftest import FUNCTION_TO_POOL, LAMBDA_TO_POOL
from tests.editor import PATIENCE, codes, editor


def initialize(able: dict[str, Any], process: int | None = None) -> dict[str, Any]:
    """Return the first message of a client that can do this."""
    params = {"processId": process, "rootUri": None, "capabilities": able}
    return {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}


class Raw:
    """A client that sends bytes."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self.process = process
        self.stdin: IO[bytes] = process.stdin
        self.stdout: IO[bytes] = process.stdout

    def send(self, message: object) -> None:
        self.write(json.dumps(message).encode())

    def write(self, body: bytes) -> None:
        self.raw(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def raw(self, data: bytes) -> None:
        self.stdin.write(data)
        self.stdin.flush()

    def receive(self) -> dict[str, Any]:
        length = 0
        while (line := self.stdout.readline()) not in (b"\r\n", b""):
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        assert length, "the server has ended"
        message: dict[str, Any] = json.loads(self.stdout.read(length))
        return message

    def until(self, **wanted: object) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Return the first message with these keys, and those before it."""
        before: list[dict[str, Any]] = []
        while True:
            message = self.receive()
            if all(message.get(key) == value for key, value in wanted.items()):
                return message, before
            before.append(message)

    def opened(self, uri: str, text: str) -> list[str]:
        """Open a document; return the codes that are found."""
        document = {"uri": uri, "languageId": "python", "version": 1, "text": text}
        self.send({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": document}})
        while True:
            message, _ = self.until(method="textDocument/publishDiagnostics")
            if message["params"]["uri"] == uri:
                break
        return [each["code"] for each in message["params"]["diagnostics"]]


@contextlib.contextmanager
def raw_client(folder: Path, able: dict[str, Any]) -> Iterator[Raw]:
    """Start a server for a client that can do this, and end it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "flake8_mp", "server", "--stdio", "--log-file", str(folder / "log")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "FLAKE8_MP_CACHE_DIR": str(folder / "cache")},
    )
    found = Raw(process)
    found.send(initialize(able))
    found.until(id=1)
    found.send({"jsonrpc": "2.0", "method": "initialized", "params": {}})
    try:
        yield found
    finally:
        process.kill()
        with contextlib.suppress(OSError):
            found.stdin.close()
        found.stdout.close()
        process.wait()


@pytest.fixture
def raw(tmp_path: Path) -> Iterator[Raw]:
    with raw_client(tmp_path, {}) as found:
        yield found


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Raw]:
    """A server that has to outlive whatever the tests send to it."""
    with raw_client(tmp_path_factory.mktemp("lasting"), {}) as found:
        yield found


def children_of(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                    found.append(int(entry.name))
    return found


def gone(pids: list[int]) -> bool:
    """Wait until processes are gone."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        time.sleep(0.05)
    return False


linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes in /proc")


class TestMistakes:
    @pytest.mark.parametrize(
        "body",
        [
            b"{",
            b"[]",
            b"null",
            b'"text"',
            b"\xff\xfe",
            b'{"jsonrpc": "2.0"}',
            b'{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {}}',
            b'{"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": {"uri": "file:///no", "version": 2}, "contentChanges": [{"text": "x"}]}}',
            b'{"jsonrpc": "2.0", "method": "textDocument/didClose", "params": {"textDocument": {"uri": "file:///no.py"}}}',
            b'{"jsonrpc": "2.0", "method": "$/nothing", "params": {}}',
            b'{"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 99}}',
            b'{"jsonrpc": "2.0", "id": 7, "result": null}',
            b'{"jsonrpc": "2.0", "method": "workspace/didChangeConfiguration", "params": {"settings": 3}}',
            b'{"jsonrpc": "2.0", "method": "notebookDocument/didChange", "params": {"notebookDocument": {"uri": "file:///no", "version": 2}, "change": {}}}',
        ],
    )
    def test_a_message_that_makes_no_sense(self, lasting: Raw, body: bytes) -> None:
        lasting.write(body)
        assert lasting.opened("untitled:one", LAMBDA_TO_POOL) == ["MP201"]

    def test_headers_that_make_no_sense(self, lasting: Raw) -> None:
        lasting.raw(b"Content-Type: x\r\nNonsense\r\n\r\n")
        assert lasting.opened("untitled:one", LAMBDA_TO_POOL) == ["MP201"]

    def test_a_request_that_nobody_knows(self, lasting: Raw) -> None:
        lasting.send({"jsonrpc": "2.0", "id": 5, "method": "textDocument/nothing", "params": {}})
        answer, _ = lasting.until(id=5)
        assert answer["error"]["code"] == -32601

    def test_a_command_that_nobody_knows(self, lasting: Raw) -> None:
        lasting.send(
            {
                "jsonrpc": "2.0",
                "id": 5,
                "method": "workspace/executeCommand",
                "params": {"command": "no", "arguments": []},
            }
        )
        answer, _ = lasting.until(id=5)
        assert "error" in answer
        assert lasting.opened("untitled:one", LAMBDA_TO_POOL) == ["MP201"]

    def test_documents_that_are_not_open(self, lasting: Raw) -> None:
        place = {"textDocument": {"uri": "file:///no.py"}, "position": {"line": 0, "character": 0}}
        for number, method in enumerate(("textDocument/hover", "textDocument/completion"), 10):
            lasting.send({"jsonrpc": "2.0", "id": number, "method": method, "params": place})
            answer, _ = lasting.until(id=number)
            assert answer["result"] is None

    @pytest.mark.parametrize(
        "text", ["\x00", "\ud800", "x" * 2_000_000, "(" * 100_000, "\n" * 300_000, "\ufeffimport os\n"]
    )
    def test_odd_texts(self, lasting: Raw, text: str) -> None:
        text = "import multiprocessing\nmultiprocessing.Process()\n" + text
        lasting.opened("untitled:one", text)
        assert lasting.opened("untitled:two", LAMBDA_TO_POOL) == ["MP201"]


class TestEnds:
    @linux
    def test_the_usual_end(self, raw: Raw) -> None:
        raw.opened("untitled:one", LAMBDA_TO_POOL)
        workers = children_of(raw.process.pid)
        assert workers
        raw.send({"jsonrpc": "2.0", "id": 9, "method": "shutdown"})
        raw.until(id=9)
        raw.send({"jsonrpc": "2.0", "method": "exit"})
        assert raw.process.wait(PATIENCE) == 0
        assert gone(workers)

    @linux
    def test_exit_without_shutdown(self, raw: Raw) -> None:
        workers = children_of(raw.process.pid)
        raw.send({"jsonrpc": "2.0", "method": "exit"})
        assert raw.process.wait(PATIENCE) == 1
        assert gone(workers)

    @linux
    def test_standard_input_that_is_closed(self, raw: Raw) -> None:
        workers = children_of(raw.process.pid)
        raw.stdin.close()
        assert raw.process.wait(PATIENCE) == 1
        assert gone(workers)

    @linux
    def test_standard_input_that_is_closed_in_the_middle_of_a_message(self, raw: Raw) -> None:
        raw.raw(b"Content-Length: 1000\r\n\r\n{")
        raw.stdin.close()
        assert raw.process.wait(PATIENCE) == 1

    @linux
    def test_standard_output_that_is_closed(self, raw: Raw) -> None:
        raw.stdout.close()
        document = {"uri": "untitled:one", "languageId": "python", "version": 1, "text": LAMBDA_TO_POOL}
        raw.send({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": document}})
        time.sleep(1)
        with contextlib.suppress(OSError):
            raw.stdin.close()
        assert raw.process.wait(PATIENCE) in (0, 1)

    @linux
    def test_a_server_that_is_killed_leaves_nobody_behind(self, raw: Raw) -> None:
        raw.opened("untitled:one", LAMBDA_TO_POOL)
        workers = children_of(raw.process.pid)
        raw.process.kill()
        raw.process.wait()
        assert gone(workers)

    @linux
    def test_a_client_that_is_killed_while_its_pipe_stays_open(self, tmp_path: Path) -> None:
        client = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])
        server = subprocess.Popen(
            [sys.executable, "-m", "flake8_mp", "server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "FLAKE8_MP_CACHE_DIR": str(tmp_path / "cache")},
        )
        raw = Raw(server)
        raw.send(initialize({}, client.pid))
        raw.until(id=1)
        client.kill()
        client.wait()
        assert server.wait(PATIENCE) == 1
        raw.stdin.close()
        raw.stdout.close()


class TestHurry:
    async def test_opening_and_closing_quickly(self, tmp_path: Path) -> None:
        folder = tmp_path / "project"
        folder.mkdir()
        async with editor(folder) as found:
            for _ in range(50):
                found.close(found.open("program.py", LAMBDA_TO_POOL))
            uri = found.open("program.py", LAMBDA_TO_POOL)
            await found.until(
                lambda: bool(found.published.get(uri)) and bool(found.published[uri][-1].diagnostics), "the last one"
            )

    def test_questions_that_are_cancelled(self, tmp_path: Path) -> None:
        able: dict[str, Any] = {"textDocument": {"diagnostic": {}}}
        with raw_client(tmp_path, able) as raw:
            document = {"uri": "untitled:one", "languageId": "python", "version": 1, "text": LAMBDA_TO_POOL}
            raw.send({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": document}})
            question = {"textDocument": {"uri": "untitled:one"}}
            for number in range(10, 40):
                raw.send({"jsonrpc": "2.0", "id": number, "method": "textDocument/diagnostic", "params": question})
                raw.send({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": number}})
            raw.send({"jsonrpc": "2.0", "id": 99, "method": "textDocument/diagnostic", "params": question})
            answer, before = raw.until(id=99)
            assert [each["code"] for each in answer["result"]["items"]] == ["MP201"]
            answers = {each["id"]: each for each in before if "id" in each}
            assert set(answers) == set(range(10, 40)), "each question has its answer"
            assert all(each["error"]["code"] == -32800 for each in answers.values() if "error" in each)
            assert any("error" in each for each in answers.values())

    async def test_a_slow_file_keeps_nobody_waiting(self, tmp_path: Path) -> None:
        folder = tmp_path / "project"
        folder.mkdir()
        async with editor(folder, options={"timeLimit": 600}) as found:
            slow = found.open("slow.py", slow_program(1500))
            await asyncio.sleep(0.3)
            fast = found.open("fast.py", LAMBDA_TO_POOL)
            assert codes(await found.diagnostics(fast)) == ["MP201"]
            assert slow not in found.published
            found.change(slow, FUNCTION_TO_POOL)
            assert await found.diagnostics(slow) == []

    async def test_the_limit_is_reported_once_and_the_file_can_be_fixed(self, tmp_path: Path) -> None:
        folder = tmp_path / "project"
        folder.mkdir()
        async with editor(folder, options={"timeLimit": 1.0}) as found:
            uri = found.open("slow.py", slow_program(1500))
            await found.until(lambda: bool(found.shown), "that it is too slow")
            assert "slow.py: not checked: it took longer than 1 seconds" in found.shown[0]
            found.change(uri, LAMBDA_TO_POOL)
            assert codes(await found.diagnostics(uri)) == ["MP201"]
            assert len(found.shown) == 1


def slow_program(functions: int) -> str:
    """Return a program that takes long to be checked."""
    work = "def f{0}():\n    with multiprocessing.Pool(2) as pool:\n        pool.map(len, ['{0}'])\n\n"
    calls = "".join(f"    f{number}()\n" for number in range(functions))
    return (
        "import multiprocessing\n\n"
        + "".join(work.format(number) for number in range(functions))
        + f'if __name__ == "__main__":\n{calls}'
    )


class TestMissing:
    def test_without_pygls_it_says_what_to_install(self, tmp_path: Path) -> None:
        (tmp_path / "pygls").mkdir()
        (tmp_path / "pygls" / "__init__.py").write_text("raise ImportError('No module', name='pygls')\n")
        run = subprocess.run(
            [sys.executable, "-m", "flake8_mp", "server"],
            env={**os.environ, "PYTHONPATH": str(tmp_path)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert run.returncode == 2
        assert run.stdout == ""
        assert run.stderr == (
            "flake8-mp server: it needs pygls, which is not installed; install the extra: pip install 'flake8-mp[lsp]'\n"
        )

    def test_a_log_that_cannot_be_written(self, tmp_path: Path) -> None:
        run = subprocess.run(
            [sys.executable, "-m", "flake8_mp", "server", "--log-file", str(tmp_path / "no" / "log")],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert run.returncode == 2
        assert "--log-file" in run.stderr
        assert "Traceback" not in run.stderr


class TestLog:
    async def test_the_trace(self, tmp_path: Path) -> None:
        folder = tmp_path / "project"
        folder.mkdir()
        log = tmp_path / "server.log"
        async with editor(folder, arguments=["--log-file", str(log), "--log-level", "debug"]) as found:
            found.client.set_trace(types.SetTraceParams(types.TraceValue.Messages))
            uri = found.open_file("program.py", LAMBDA_TO_POOL)
            await found.diagnostics(uri)
            await found.until(lambda: any(each.startswith("trace: ") for each in found.logged), "the trace")
        assert "program.py: 1 findings in" in log.read_text(encoding="utf-8")
