"""What the language server costs, beside ``ruff server`` on the same files: ``python benchmarks/bench_server.py``.

Both are driven by the same client, one after the other: a keystroke in a program of 1,000 lines dense with
multiprocessing, one in a file that has nothing to do with processes, and the start. The times are from sending a
change to the diagnostics of that version; ruff runs its default rules. With ``--changes N`` so many changes are made
to our server, and the memory of its processes is measured meanwhile.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

KEYSTROKES = 40
GOALS = {
    "start to first diagnostics": 1.5,
    "keystroke, dense, median": 0.15,
    "keystroke, plain, median": 0.005,
}
"""Seconds that our server is to stay below."""
GROWTH = 0.05
"""By so much the memory may have grown after many changes, compared with that after the first tenth of them."""
_BLOCK = """

def work_{0}(queue, number):
    queue.put(number * number)


def collect_{0}(numbers):
    queue = multiprocessing.Queue()
    processes = [multiprocessing.Process(target=work_{0}, args=(queue, number)) for number in numbers]
    for process in processes:
        process.start()
    results = [queue.get() for _ in processes]
    for process in processes:
        process.join()
    with multiprocessing.Pool(4) as pool:
        results += pool.map(len, [str(number) for number in numbers])
    reporter = multiprocessing.Process(target=lambda: print({0}))
    reporter.start()
    reporter.join()
    return results
"""


def dense(lines: int = 1000) -> str:
    """Return a program of so many lines in which about every second one has to do with processes."""
    blocks = [_BLOCK.format(number) for number in range((lines - 10) // _BLOCK.count("\n"))]
    guard = '\n\nif __name__ == "__main__":\n' + "".join(f"    print(collect_{n}([1, 2, 3]))\n" for n in range(4))
    return "import multiprocessing\n" + "".join(blocks) + guard


def plain(lines: int = 1000) -> str:
    """Return a module of so many lines that has nothing to do with processes."""
    return "import os\n" + "".join(
        f"\n\ndef path_{n}(name):\n    return os.path.join(name, '{n}')\n" for n in range(lines // 5)
    )


class Client:
    """A server, and what is said to it in JSON: libraries do not read what every server says of itself."""

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        says: Mapping[str, object] | None = None,
        options: object = None,
    ) -> None:
        """Take the command of a server, the folder to open, the capabilities of the client, and its settings."""
        self.command = command
        self.folder = folder
        self.says = says or {}
        self.options = options
        self.versions: dict[str, int] = {}
        self.process: asyncio.subprocess.Process | None = None
        self.capabilities: dict[str, Any] = {}
        """What the server says of itself."""
        self._found: dict[str, list[dict[str, Any]]] = {}
        self._numbers = itertools.count(1)

    async def start(self) -> None:
        """Start the server and agree with it on what is used: diagnostics are pushed."""
        environment = {**os.environ, "FLAKE8_MP_CACHE_DIR": str(self.folder / "cache")}
        pipe = asyncio.subprocess.PIPE
        self.process = await asyncio.create_subprocess_exec(
            *self.command, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL, env=environment
        )
        uri = self.folder.as_uri()
        params: dict[str, Any] = {"processId": None, "rootUri": uri, "capabilities": self.says}
        if self.options is not None:
            params["initializationOptions"] = self.options
        answer = await self.ask("initialize", {**params, "workspaceFolders": [{"uri": uri, "name": "benchmark"}]})
        self.capabilities = answer["capabilities"]
        self._say("initialized", {})

    def _say(self, method: str, params: object, number: int | None = None) -> None:
        assert self.process is not None
        assert self.process.stdin is not None
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        body = json.dumps(message if number is None else {**message, "id": number}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    async def _receive(self) -> dict[str, Any]:
        assert self.process is not None
        assert self.process.stdout is not None
        length = 0
        while (line := await asyncio.wait_for(self.process.stdout.readline(), 120)) != b"\r\n":
            if not line:
                sys.exit(f"{self.command[0]} has ended")
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        message: dict[str, Any] = json.loads(await self.process.stdout.readexactly(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self._found[message["params"]["uri"]] = message["params"]["diagnostics"]
        return message

    async def listen(self) -> None:
        """Receive what has come so far: the answer to a question that no server knows comes behind it."""
        number = next(self._numbers)
        self._say("flake8-mp/nothing", {}, number)
        while (await self._receive()).get("id") != number:
            pass

    async def ask(self, method: str, params: object) -> Any:
        """Return what the server answers to a request; None for an error."""
        number = next(self._numbers)
        self._say(method, params, number)
        while (answer := await self._receive()).get("id") != number or "method" in answer:
            pass
        return answer.get("result")

    def uri(self, name: str) -> str:
        """Return the address of a document."""
        return (self.folder / name).as_uri()

    def found(self, name: str) -> list[dict[str, Any]]:
        """Return the diagnostics of a document that came last."""
        return self._found.get(self.uri(name), [])

    def say_open(self, name: str, text: str) -> str:
        """Open a document without waiting for anything; return its address."""
        uri = self.uri(name)
        (self.folder / name).write_text(text)
        self.versions[uri] = 1
        document = {"uri": uri, "languageId": "python", "version": 1, "text": text}
        self._say("textDocument/didOpen", {"textDocument": document})
        return uri

    async def open(self, name: str, text: str) -> float:
        """Open a document; return the seconds until its diagnostics are there."""
        began = time.perf_counter()
        return await self._until(self.say_open(name, text)) - began

    async def type(self, name: str, line: int, text: str = "x = 1\n") -> float:
        """Insert a line; return the seconds until the diagnostics of this version are there."""
        place = {"line": line, "character": 0}
        began = time.perf_counter()
        self._change(name, {"range": {"start": place, "end": place}, "text": text})
        return await self._until((self.folder / name).as_uri()) - began

    def replace(self, name: str, text: str) -> None:
        """Send a whole new text without waiting for anything."""
        self._change(name, {"text": text})

    def _change(self, name: str, change: object) -> None:
        uri = (self.folder / name).as_uri()
        self.versions[uri] += 1
        document = {"uri": uri, "version": self.versions[uri]}
        self._say("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})

    async def settle(self, name: str) -> None:
        """Wait for the diagnostics of the newest version."""
        await self._until((self.folder / name).as_uri())

    async def _until(self, uri: str) -> float:
        while True:
            message = await self._receive()
            params = message.get("params", {})
            if message.get("method") == "textDocument/publishDiagnostics" and params["uri"] == uri:
                if params.get("version") in (None, self.versions[uri]):
                    return time.perf_counter()

    async def stop(self) -> None:
        """End the server."""
        assert self.process is not None
        await self.ask("shutdown", None)
        self._say("exit", None)
        await self.process.wait()


async def measure(command: Sequence[str], folder: Path) -> dict[str, float]:
    """Return the seconds of each thing that is measured."""
    folder.mkdir()
    began = time.perf_counter()
    client = Client(command, folder)
    await client.start()
    await client.open("dense.py", dense())
    found = {"start to first diagnostics": time.perf_counter() - began}
    for name, text, what in (("dense.py", "", "dense"), ("plain.py", plain(), "plain")):
        if text:
            await client.open(name, text)
        await client.type(name, 1)
        times = [await client.type(name, 2 + n % 20) for n in range(KEYSTROKES)]
        found[f"keystroke, {what}, median"] = statistics.median(times)
        found[f"keystroke, {what}, worst"] = max(times)
    await client.stop()
    return found


def memory_of(pid: int) -> dict[int, int]:
    """Return the resident memory of a process and of its children, in KiB, by their numbers."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(entry.name) == pid or int(fields[1]) == pid:
                    pages = int((entry / "statm").read_text().split()[1])
                    found[int(entry.name)] = pages * os.sysconf("SC_PAGE_SIZE") // 1024
            except (OSError, ValueError):
                continue
    return found


async def many_changes(command: Sequence[str], folder: Path, count: int) -> None:
    """Make changes, every tenth of them waited for, and print the memory on the way."""
    folder.mkdir()
    client = Client(command, folder)
    await client.start()
    texts = [dense(200), dense(220), plain(200), dense(200) + "def broken(:\n"]
    await client.open("changing.py", texts[0])
    assert client.process is not None
    pid = client.process.pid
    print(f"{'changes':>8}  {'server':>10}  workers")
    all_in_all = []
    for number in range(count + 1):
        if number % max(count // 10, 1) == 0:
            sizes = memory_of(pid)
            all_in_all.append(sum(sizes.values()))
            server = sizes.pop(pid, 0)
            print(f"{number:>8}  {server:>6} KiB  {', '.join(f'{size} KiB' for size in sizes.values())}", flush=True)
        client.replace("changing.py", texts[number % len(texts)] + f"x = {number}\n")
        if number % 10 == 0:
            await client.settle("changing.py")
    await client.stop()
    grown = all_in_all[-1] / all_in_all[1] - 1
    print(f"\nfrom the first tenth to the end: {grown:+.1%}, {'flat' if grown < GROWTH else 'NOT FLAT'}")


def commands() -> tuple[list[str], list[str]]:
    """Return the commands of both servers."""
    ruff = shutil.which("ruff", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
    if ruff is None:
        sys.exit("ruff is not installed")
    return [sys.executable, "-m", "flake8_mp", "server"], [ruff, "server"]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--changes", type=int, metavar="N", help="only make so many changes, and watch the memory")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="rounds, of which the best counts")
    options = parser.parse_args()
    ours, ruff = commands()
    with tempfile.TemporaryDirectory() as name:
        if options.changes:
            asyncio.run(many_changes(ours, Path(name) / "changes", options.changes))
            return
        rounds = []
        for number in range(options.rounds):
            rounds.append(
                [
                    asyncio.run(measure(command, Path(name) / f"{who}{number}"))
                    for who, command in (("ours", ours), ("ruff", ruff))
                ]
            )
    print(f"{'best of ' + str(options.rounds):30}  {'flake8-mp':>12}  {'ruff':>12}  {'ratio':>7}  {'goal':>12}")
    for what in rounds[0][0]:
        us, them = (min(each[who][what] for each in rounds) for who in (0, 1))
        goal = GOALS.get(what)
        verdict = f"  {goal * 1000:9.0f} ms  {'reached' if us < goal else 'MISSED'}" if goal is not None else ""
        print(f"{what:30}  {us * 1000:9.1f} ms  {them * 1000:9.1f} ms  {us / them:7.1f}{verdict}")
    print(f"\nthe engine alone, on the dense program: {alone() * 1000:.1f} ms")


def alone() -> float:
    """Return the seconds that the engine takes for the dense program in a process of its own, the median."""
    from flake8_mp.engine import lint

    times = []
    for _ in range(10):
        began = time.perf_counter()
        lint(dense(), "dense.py")
        times.append(time.perf_counter() - began)
    return statistics.median(times)


if __name__ == "__main__":
    main()
