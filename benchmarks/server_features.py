"""What the language server does, beside ``ruff server``: ``python benchmarks/server_features.py``.

Both are asked, by the same client and with texts in which both find something, and what they answer is the table of
docs/editors.md. Each row is one question; a hyphen stands for what a server does not do.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench_server import Client, commands

SETTINGS = {"inlayHints": True, "codeLens": True, "diagnosticMode": "workspace"}
CAPABILITIES: dict[str, Any] = {
    "general": {"positionEncodings": ["utf-8", "utf-16"]},
    "notebookDocument": {"synchronization": {}},
    "textDocument": {
        "publishDiagnostics": {
            "relatedInformation": True,
            "codeDescriptionSupport": True,
            "tagSupport": {"valueSet": [1, 2]},
        },
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source"]}},
            "dataSupport": True,
            "resolveSupport": {"properties": ["edit"]},
        },
        "hover": {"contentFormat": ["markdown"]},
        "completion": {},
    },
    "workspace": {"workspaceEdit": {"documentChanges": True}},
}
PULLING = {**CAPABILITIES, "textDocument": {**CAPABILITIES["textDocument"], "diagnostic": {}}}


@dataclass
class Subscription:
    """A server, and a text in which it finds something that it can fix."""

    command: list[str]
    folder: Path
    code: str
    text: str
    """What is found is on its last line, at ``column``."""
    column: int
    configuration: str
    """The content of a pyproject.toml by which nothing is found."""

    @property
    def line(self) -> int:
        """The line of what is found."""
        return self.text.count("\n") - 1

    def position(self) -> dict[str, int]:
        """Return its place."""
        return {"line": self.line, "character": self.column}

    async def start(self, capabilities: dict[str, Any] = CAPABILITIES) -> Client:
        """Start the server for a client with these capabilities."""
        client = Client(self.command, self.folder, capabilities, {"settings": SETTINGS})
        await client.start()
        return client

    async def opened(self, client: Client, name: str, text: str | None = None) -> list[dict[str, Any]]:
        """Open a text; return what is found."""
        await client.open(name, self.text if text is None else text)
        return client.found(name)

    async def at(self, client: Client, method: str, name: str, position: dict[str, int] | None = None) -> Any:
        """Return the answer to a request about a place, by default about that of what is found."""
        document = {"uri": client.uri(name)}
        return await client.ask(method, {"textDocument": document, "position": position or self.position()})

    async def actions(self, client: Client, name: str) -> list[dict[str, Any]]:
        """Return what can be done about what is found in a document."""
        found = client.found(name)
        offered: list[dict[str, Any]] = await client.ask(
            "textDocument/codeAction",
            {
                "textDocument": {"uri": client.uri(name)},
                "range": {"start": self.position(), "end": self.position()},
                "context": {"diagnostics": found},
            },
        )
        return offered

    async def titles(self, client: Client) -> str:
        """Return the titles of what can be done, one for each line."""
        await self.opened(client, "actions.py")
        return "\n".join(str(each["title"]) for each in await self.actions(client, "actions.py"))


Question = Callable[[Subscription, Client], Awaitable[object]]
ROWS: list[Question] = []
"""What is asked; the first line of each docstring is the row of the table."""


def row(question: Question) -> Question:
    """Add a question to the table."""
    ROWS.append(question)
    return question


@row
async def while_typing(asked: Subscription, client: Client) -> object:
    """Diagnostics while you type."""
    await asked.opened(client, "typed.py", "")
    client.replace("typed.py", asked.text)
    await client.settle("typed.py")
    return asked.code in {each["code"] for each in client.found("typed.py")}


@row
async def pulled(asked: Subscription, client: Client) -> object:
    """Diagnostics that clients pull."""
    other = await asked.start(PULLING)
    other.say_open("pulled.py", asked.text)
    report = await other.ask("textDocument/diagnostic", {"textDocument": {"uri": other.uri("pulled.py")}})
    await other.stop()
    return report["items"]


@row
async def of_the_workspace(asked: Subscription, client: Client) -> object:
    """Diagnostics of files that are not open."""
    other = await asked.start(PULLING)
    offered = other.capabilities.get("diagnosticProvider", {}).get("workspaceDiagnostics")
    await other.stop()
    return offered


@row
async def related(asked: Subscription, client: Client) -> object:
    """Other places that explain a finding."""
    return any(each.get("relatedInformation") for each in await asked.opened(client, "related.py"))


@row
async def unsaved_modules(asked: Subscription, client: Client) -> object:
    """Imports see the unsaved text of other files."""
    program = "import multiprocessing\n\nimport tasks\n\nif __name__ == '__main__':\n"
    await asked.opened(client, "tasks.py", "def work(number):\n    return number\n")
    program += "    with multiprocessing.Pool(2) as pool:\n        pool.map(tasks.work, [1])\n"
    before = await asked.opened(client, "program.py", program)
    client.replace("tasks.py", "work = lambda number: number\n")
    await client.settle("tasks.py")
    for _ in range(20):
        await asyncio.sleep(0.1)
        await client.listen()
        if client.found("program.py") != before:
            return True
    return False


@row
async def pages(asked: Subscription, client: Client) -> object:
    """A link from a code to its page."""
    return all(each.get("codeDescription") for each in await asked.opened(client, "pages.py"))


@row
async def broken(asked: Subscription, client: Client) -> object:
    """Findings stay while the text does not parse."""
    await asked.opened(client, "broken.py")
    client.replace("broken.py", asked.text + "def broken(:\n")
    await client.settle("broken.py")
    return asked.code in {each["code"] for each in client.found("broken.py")}


@row
async def notebooks(asked: Subscription, client: Client) -> object:
    """Notebooks."""
    return client.capabilities.get("notebookDocumentSync")


@row
async def fix(asked: Subscription, client: Client) -> object:
    """Fix a finding."""
    await asked.opened(client, "fixed.py")
    kinds = [each.get("kind") for each in await asked.actions(client, "fixed.py") if each.get("isPreferred")]
    return "quickfix" in kinds


@row
async def fix_all(asked: Subscription, client: Client) -> object:
    """Fix all, for example on saving."""
    return any("fixAll" in kind for kind in client.capabilities["codeActionProvider"]["codeActionKinds"])


@row
async def for_this_line(asked: Subscription, client: Client) -> object:
    """Disable a code for a line."""
    return "for this line" in await asked.titles(client)


@row
async def for_this_file(asked: Subscription, client: Client) -> object:
    """Disable a code for a file."""
    return "for this file" in await asked.titles(client)


@row
async def runs(asked: Subscription, client: Client) -> object:
    """Run the program under each start method."""
    return "under each start method" in await asked.titles(client)


@row
async def hover_finding(asked: Subscription, client: Client) -> object:
    """Hover over a finding."""
    await asked.opened(client, "hover.py")
    return await asked.at(client, "textDocument/hover", "hover.py")


@row
async def hover_noqa(asked: Subscription, client: Client) -> object:
    """Hover over a code in `# noqa`."""
    text = f"x = 1  # noqa: {asked.code}\n"
    await asked.opened(client, "noqa.py", text)
    return await asked.at(client, "textDocument/hover", "noqa.py", {"line": 0, "character": len(text) - 3})


@row
async def completes(asked: Subscription, client: Client) -> object:
    """Completion of codes."""
    if "completionProvider" not in client.capabilities:
        return None
    text = "import multiprocessing  # noqa: \n"
    await asked.opened(client, "completed.py", text)
    place = {"line": 0, "character": len(text) - 1}
    return (await asked.at(client, "textDocument/completion", "completed.py", place))["items"]


@row
async def start_methods(asked: Subscription, client: Client) -> object:
    """Start methods beside the code."""
    if not client.capabilities.get("inlayHintProvider"):
        return None
    await asked.opened(client, "hints.py", "import multiprocessing\n\ndef main():\n    multiprocessing.Pool(2)\n")
    stretch = {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}
    return await client.ask(
        "textDocument/inlayHint", {"textDocument": {"uri": client.uri("hints.py")}, "range": stretch}
    )


@row
async def configuration(asked: Subscription, client: Client) -> object:
    """A changed configuration counts at once, also without a client that watches files."""
    (asked.folder / "set").mkdir(exist_ok=True)
    before = await asked.opened(client, "set/program.py")
    (asked.folder / "set" / "pyproject.toml").write_text(asked.configuration)
    client.replace("set/program.py", asked.text + "\n")
    await client.settle("set/program.py")
    return before and not client.found("set/program.py")


@row
async def formats(asked: Subscription, client: Client) -> object:
    """Formatting."""
    return client.capabilities.get("documentFormattingProvider")


@row
async def sorts_imports(asked: Subscription, client: Client) -> object:
    """Sorting of imports."""
    return any("organizeImports" in kind for kind in client.capabilities["codeActionProvider"]["codeActionKinds"])


async def answers(asked: Subscription) -> list[bool]:
    """Ask a server everything."""
    asked.folder.mkdir()
    client = await asked.start()
    found = [bool(await question(asked, client)) for question in ROWS]
    await client.stop()
    return found


def main() -> None:
    """Ask both and print."""
    ours, ruff = commands()
    program = 'import multiprocessing\n\nif __name__ == "__main__":\n    work = lambda number: number\n'
    program += "    multiprocessing.Pool(2).map(work, [1])\n"
    with tempfile.TemporaryDirectory() as name:
        both = [
            Subscription(
                ours,
                Path(name) / "ours",
                "MP201",
                program,
                program.splitlines()[-1].index("work"),
                '[tool.flake8_mp]\nselect = ["MP3"]\n',
            ),
            Subscription(
                ruff,
                Path(name) / "ruff",
                "F811",
                "import os\n\nprint(1)\nimport os\n",
                7,
                '[tool.ruff.lint]\nselect = ["B"]\n',
            ),
        ]
        found = [asyncio.run(answers(asked)) for asked in both]
    print("| | flake8-mp | ruff |\n| --- | --- | --- |")
    for question, *each in zip(ROWS, *found, strict=True):
        print(f"| {(question.__doc__ or '').removesuffix('.')} | {' | '.join('yes' if one else '-' for one in each)} |")


if __name__ == "__main__":
    main()
