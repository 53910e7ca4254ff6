"""Which start methods the server shows where processes are made, and whether they are those that are taken."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from lsprotocol import types

from flake8_mp.configuration import Configurations
from flake8_mp.engine import analyze
from flake8_mp.frontends.lsp.start_methods import label, tooltip
from flake8_mp.in_use import BY_CALL, BY_CONTEXT, BY_DEFAULT, BY_LIMIT, BY_TEST, Choice, InUse
from flake8_mp.pythons import default_start_method
from flake8_mp.rule import Span
from tests.editor import Editor, capabilities, editor, inserted

DEFAULT = (BY_DEFAULT,)
SPAWN, FORK = "spawn", "fork"

IMPORTS = """\
import multiprocessing
import multiprocessing as mp
import concurrent.futures
import concurrent.futures as cf
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import ProcessPoolExecutor as Executor
from multiprocessing import Pool, Process, get_context, set_start_method
from multiprocessing.pool import Pool as OfTheModule
from multiprocessing.context import SpawnContext


def work(number=0):
    return number


class Worker(mp.Process):
    def run(self):
        work()


class Spawned(get_context("spawn").Process):
    def run(self):
        work()


"""


def in_use(*lines: str) -> list[tuple[str, tuple[tuple[str, ...], ...]]]:
    """Return what is made in some lines of a function, and who chooses its start method."""
    source = IMPORTS + "def function(unknown, **more):\n" + "".join(f"    {line}\n" for line in lines)
    found = analyze(source, "/nowhere/program.py")
    assert not any(each.code == "MP000" for each in found.findings), found.findings
    return [(each.made, tuple((one.by, *sorted(one.methods)) for one in each.choices)) for each in found.in_use]


@pytest.mark.parametrize(
    ("made", "lines"),
    [
        ("Process", ("multiprocessing.Process(target=work).start()",)),
        ("Process", ("Process(target=work).start()",)),
        ("Process", ("Worker().start()",)),
        ("Process", ("get_context().Process(target=work).start()",)),
        ("Process", ("for _ in range(3):", "    mp.Process(target=work).start()")),
        ("Pool", ("Pool(2).map(work, [1])",)),
        ("Pool", ("OfTheModule(2).map(work, [1])",)),
        ("Pool", ("with mp.Pool() as pool:", "    pool.map(work, [1])")),
        ("ProcessPoolExecutor", ("ProcessPoolExecutor().submit(work)",)),
        ("ProcessPoolExecutor", ("Executor().submit(work)",)),
        ("ProcessPoolExecutor", ("cf.ProcessPoolExecutor(mp_context=None).submit(work)",)),
        ("ProcessPoolExecutor", ("concurrent.futures.ProcessPoolExecutor(max_tasks_per_child=None).submit(work)",)),
        ("Manager", ("mp.Manager().dict()",)),
        ("Process", ("import torch.multiprocessing as tmp", "tmp.Process(target=work).start()")),
    ],
)
def test_the_default(made: str, lines: tuple[str, ...]) -> None:
    assert in_use(*lines) == [(made, (DEFAULT,))]


@pytest.mark.parametrize(
    ("made", "lines", "choice"),
    [
        ("Pool", ("get_context('spawn').Pool(2)",), (BY_CONTEXT, SPAWN)),
        ("Process", ("ctx = mp.get_context('fork')", "ctx.Process(target=work).start()"), (BY_CONTEXT, FORK)),
        ("Process", ("Spawned().start()",), (BY_CONTEXT, SPAWN)),
        ("Manager", ("mp.get_context('spawn').Manager()",), (BY_CONTEXT, SPAWN)),
        ("Pool", ("OfTheModule(2, context=get_context('fork'))",), (BY_CONTEXT, FORK)),
        ("ProcessPoolExecutor", ("Executor(mp_context=get_context('fork')).submit(work)",), (BY_CONTEXT, FORK)),
        ("ProcessPoolExecutor", ("Executor(max_tasks_per_child=1).submit(work)",), (BY_LIMIT, SPAWN)),
        ("Pool", ("set_start_method('spawn')", "Pool(2)"), (BY_CALL, SPAWN)),
        (
            "Pool",
            ("try:", "    set_start_method('fork')", "except RuntimeError:", "    pass", "Pool(2)"),
            (BY_CALL, FORK),
        ),
        ("Pool", ("if mp.get_start_method() == 'fork':", "    Pool(2)"), (BY_TEST, FORK)),
        ("Pool", ("if mp.get_start_method() != 'fork':", "    Pool(2)"), (BY_TEST, "forkserver", SPAWN)),
        # A process takes what is set when it is started, a pool what is set when it is made.
        ("Process", ("p = Process(target=work)", "set_start_method('spawn')", "p.start()"), (BY_CALL, SPAWN)),
        ("Pool", ("p = Pool(2)", "set_start_method('spawn', force=True)", "p.map(work, [1])"), DEFAULT),
    ],
)
def test_who_chooses(made: str, lines: tuple[str, ...], choice: tuple[str, ...]) -> None:
    assert in_use(*lines) == [(made, (choice,))]


def test_several_can_be() -> None:
    perhaps = in_use("if unknown:", "    set_start_method('spawn')", "Pool(2)")
    assert perhaps == [("Pool", (DEFAULT, (BY_CALL, SPAWN)))]
    either = in_use("set_start_method('spawn' if unknown else 'fork')", "Pool(2)")
    assert either == [("Pool", ((BY_CALL, FORK, SPAWN),))]


@pytest.mark.parametrize(
    "lines",
    [
        ("unknown.Process(target=work).start()",),
        ("get_context(unknown).Pool(2)",),
        ("set_start_method(unknown)", "Pool(2)"),
        ("ProcessPoolExecutor(mp_context=unknown).submit(work)",),
        ("ProcessPoolExecutor(**more).submit(work)",),
        ("import multiprocess", "multiprocess.Pool(2)"),  # whose default is that of its own release
        ("cf.ThreadPoolExecutor().submit(work)",),
        ("import threading", "threading.Thread(target=work).start()"),
        ("from multiprocessing.pool import ThreadPool", "ThreadPool(2)"),
    ],
)
def test_nothing_is_shown_of_what_is_not_known(lines: tuple[str, ...]) -> None:
    assert in_use(*lines) == []


def test_what_is_made_in_another_file_is_not_shown_here(tmp_path: Path) -> None:
    (tmp_path / "pools.py").write_text("import multiprocessing\n\ndef make():\n    return multiprocessing.Pool(2)\n")
    source = "import multiprocessing\nimport pools\n\ndef main():\n    pools.make()\n    multiprocessing.Pool(3)\n"
    found = analyze(source, str(tmp_path / "program.py"))
    assert [each.span.line for each in found.in_use] == [6]


TAKEN = """\
import multiprocessing as mp
from concurrent.futures import ProcessPoolExecutor


def tell(line, method):
    print(line, method)


def work():
    pass


def main():
    process = mp.Process(target=work)  # line 14
    process.start()
    tell(14, process._popen.method)
    process.join()
    with mp.Pool(1) as pool:  # line 18
        tell(18, pool._ctx.get_start_method())
    with mp.get_context("spawn").Pool(1) as pool:  # line 20
        tell(20, pool._ctx.get_start_method())
    with ProcessPoolExecutor(1) as executor:  # line 22
        tell(22, executor._mp_context.get_start_method())
    with ProcessPoolExecutor(1, max_tasks_per_child=1) as executor:  # line 24
        tell(24, executor._mp_context.get_start_method())
    with ProcessPoolExecutor(1, mp_context=mp.get_context("fork")) as executor:  # line 26
        tell(26, executor._mp_context.get_start_method())
    with mp.Manager() as manager:  # line 28
        tell(28, manager._process._popen.method)
    late = mp.Process(target=work)  # line 30
    mp.set_start_method("spawn", force=True)
    late.start()
    tell(30, late._popen.method)
    late.join()
    with mp.Pool(1) as pool:  # line 35
        tell(35, pool._ctx.get_start_method())


if __name__ == "__main__":
    main()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="fork is possible on Linux")
def test_what_is_shown_is_what_a_program_takes(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(TAKEN)
    run = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, timeout=120, check=True)
    taken = {int(line): method for line, method in map(str.split, run.stdout.splitlines())}
    default = frozenset({default_start_method("linux", sys.version_info[:2])})
    claimed = {
        each.span.line: frozenset().union(*(choice.methods or default for choice in each.choices))
        for each in analyze(TAKEN, str(program)).in_use
    }
    assert claimed == {line: {method} for line, method in taken.items()}
    assert len(claimed) == 9


# -- words ------------------------------------------------------------------------------------------------------------


def words(*choices: Choice, **given: Any) -> tuple[str, list[str]]:
    """Return the label for some choices under a configuration, and the reasons."""
    configuration = Configurations({key.replace("_", "-"): value for key, value in given.items()}, isolated=True).of(
        "."
    )
    made = InUse(Span(1, 0, 1, 1), "Pool", choices)
    first, _, rest = tooltip(made, configuration).partition("\n\n")
    assert first == "Start method of this `Pool`:"
    return label(made, configuration), [line.removeprefix("- ") for line in rest.splitlines()]


BY_NOBODY = Choice(BY_DEFAULT)
ELSEWHERE = "unless `set_start_method()` is called elsewhere"


@pytest.mark.parametrize(
    ("given", "expected", "reasons"),
    [
        (
            {"target_version": "3.14", "platforms": ["linux"]},
            "forkserver (3.14 default)",
            ["`forkserver`: the default on Linux since Python 3.14"],
        ),
        (
            {"target_version": "3.15", "platforms": ["linux"]},
            "forkserver (3.15 default)",
            ["`forkserver`: the default on Linux since Python 3.14"],
        ),
        (
            {"target_version": "3.12", "platforms": ["linux"]},
            "fork or forkserver (defaults)",
            [
                "`fork`: the default on Linux before Python 3.14",
                "`forkserver`: the default on Linux since Python 3.14",
            ],
        ),
        (
            {"platforms": ["windows", "macos"]},
            "spawn (default)",
            ["`spawn`: the default on macOS and Windows"],
        ),
        (
            {},
            "fork, spawn or forkserver (defaults)",
            [
                "`fork`: the default on Linux before Python 3.14",
                "`spawn`: the default on macOS and Windows",
                "`forkserver`: the default on Linux since Python 3.14",
            ],
        ),
        (
            {"start_methods": ["spawn"], "target_version": "3.12"},
            "spawn (start-methods)",
            ["`spawn`: the `start-methods` of your settings"],
        ),
    ],
)
def test_defaults_in_words(given: dict[str, object], expected: str, reasons: list[str]) -> None:
    assert words(BY_NOBODY, **given) == (expected, [*reasons, ELSEWHERE])


def test_requires_python_ends_what_can_be(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "x"\nrequires-python = ">=3.11,<3.14"\n[tool.flake8_mp]\nplatforms = ["linux"]\n'
    )
    configuration = Configurations({}).of(str(tmp_path))
    assert label(InUse(Span(1, 0, 1, 1), "Pool", (BY_NOBODY,)), configuration) == "fork (default before 3.14)"


@pytest.mark.parametrize(
    ("choice", "expected", "reason"),
    [
        (Choice(BY_CONTEXT, frozenset({"spawn"})), "spawn (context)", "`spawn`: from the context that is used here"),
        (Choice(BY_CALL, frozenset({"fork"})), "fork (set_start_method)", "`fork`: set with `set_start_method()`"),
        (
            Choice(BY_TEST, frozenset({"forkserver", "spawn"})),
            "spawn or forkserver (tested)",
            "`spawn` or `forkserver`: by a test of the start method that leads here",
        ),
        (
            Choice(BY_LIMIT, frozenset({"spawn"})),
            "spawn (max_tasks_per_child)",
            "`spawn`: taken for `max_tasks_per_child`, which fork cannot do",
        ),
    ],
)
def test_choices_in_words(choice: Choice, expected: str, reason: str) -> None:
    assert words(choice, target_version="3.14") == (expected, [reason])


def test_several_choices_in_words() -> None:
    found, reasons = words(BY_NOBODY, Choice(BY_CALL, frozenset({"spawn"})), target_version="3.14", platforms=["linux"])
    assert found == "forkserver (3.14 default) or spawn (set_start_method)"
    assert len(reasons) == 3


# -- the protocol -----------------------------------------------------------------------------------------------------

PROGRAM = """\
import multiprocessing


def main():
    é = "日本 𝄞"; pool = multiprocessing.Pool(2)  # 𝄞
    with multiprocessing.get_context("spawn").Pool(
        3
    ) as other:
        other.map(len, pool.map(str, [é]))


if __name__ == "__main__":
    main()
"""
LINUX = '[tool.flake8_mp]\ntarget-version = "3.14"\nplatforms = ["linux"]\n'
BOTH = {"inlayHints": True, "codeLens": True}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Editor]:
    """A server that shows start methods."""
    folder = tmp_path_factory.mktemp("shared") / "project"
    (folder / ".git").mkdir(parents=True)
    (folder / "pyproject.toml").write_text(LINUX)
    async with editor(folder, options=BOTH) as found:
        yield found


def shown(hints: list[types.InlayHint]) -> list[tuple[int, int, str]]:
    return [(each.position.line, each.position.character, str(each.label)) for each in hints]


@pytest.mark.asyncio(loop_scope="module")
class TestHints:
    async def test_behind_the_call(self, shared: Editor) -> None:
        uri = shared.open_file("program.py", PROGRAM)
        hints = await shared.hints(uri)
        behind = len('    é = "日本 𝄞"; pool = multiprocessing.Pool(2)') + 1  # 𝄞 counts twice
        assert shown(hints) == [(4, behind, "forkserver (3.14 default)"), (7, 5, "spawn (context)")]
        assert all(each.padding_left for each in hints)
        explanation = hints[0].tooltip
        assert isinstance(explanation, types.MarkupContent)
        assert explanation.value.startswith(
            "Start method of this `Pool`:\n\n- `forkserver`: the default on Linux since"
        )

    async def test_of_the_lines_that_are_asked_for(self, shared: Editor) -> None:
        uri = shared.open_file("lines.py", PROGRAM)
        assert [line for line, *_ in shown(await shared.hints(uri, 0, 5))] == [4]
        assert await shared.hints(uri, 9, 20) == []

    async def test_of_the_newest_text(self, shared: Editor) -> None:
        uri = shared.open_file("newest.py", PROGRAM)
        await shared.diagnostics(uri)
        shared.change(uri, inserted(4, 0, '    multiprocessing.set_start_method("fork")\n'))
        assert [(line, text) for line, _, text in shown(await shared.hints(uri))] == [
            (5, "fork (set_start_method)"),
            (8, "spawn (context)"),
        ]

    async def test_they_move_with_a_text_that_does_not_parse(self, shared: Editor) -> None:
        uri = shared.open_file("broken.py", PROGRAM)
        await shared.diagnostics(uri)
        shared.change(uri, inserted(3, 0, "def (:\n"))
        assert [line for line, *_ in shown(await shared.hints(uri))] == [5, 8]

    async def test_lenses_offer_to_run_the_program(self, shared: Editor) -> None:
        uri = shared.open_file("lenses.py", PROGRAM)
        lenses = await shared.lenses(uri)
        assert [(each.range.start.line, each.command.title) for each in lenses if each.command] == [
            (4, "Pool: forkserver (3.14 default)"),
            (5, "Pool: spawn (context)"),
        ]
        assert [(each.command.command, each.command.arguments) for each in lenses if each.command] == [
            ("flake8-mp.verify", (uri,))
        ] * 2

    async def test_lenses_of_what_has_no_file_run_nothing(self, shared: Editor) -> None:
        uri = shared.open("", PROGRAM, uri="untitled:Untitled-1")
        assert {each.command.command for each in await shared.lenses(uri) if each.command} == {""}

    async def test_cells(self, shared: Editor) -> None:
        cells = {"cell:one": "import multiprocessing\n", "cell:two": "pool = multiprocessing.Pool(2)\n"}
        shared.client.notebook_document_did_open(
            types.DidOpenNotebookDocumentParams(
                types.NotebookDocument(
                    (shared.folder / "cells.ipynb").as_uri(),
                    "jupyter-notebook",
                    1,
                    [types.NotebookCell(types.NotebookCellKind.Code, uri) for uri in cells],
                ),
                [types.TextDocumentItem(uri, "python", 1, text) for uri, text in cells.items()],
            )
        )
        assert await shared.hints("cell:one") == []
        assert shown(await shared.hints("cell:two")) == [(0, 30, "forkserver (3.14 default)")]

    async def test_a_change_of_the_configuration(self, shared: Editor) -> None:
        uri = shared.open_file("configured/program.py", PROGRAM)
        assert shown(await shared.hints(uri))[0][2] == "forkserver (3.14 default)"
        before = shared.hint_refreshes, shared.lens_refreshes
        path = shared.write("configured/pyproject.toml", '[tool.flake8_mp]\nstart-methods = ["fork"]\n')
        shared.save(path.as_uri())
        await shared.until(lambda: shared.hint_refreshes > before[0], "a request to ask for the hints again")
        await shared.until(lambda: shared.lens_refreshes > before[1], "a request to ask for the lenses again")
        assert shown(await shared.hints(uri))[0][2] == "fork (start-methods)"


@pytest.mark.asyncio
async def test_nothing_is_shown_unless_it_is_wanted(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    async with editor(folder) as found:
        assert found.server is not None
        assert found.server.capabilities.inlay_hint_provider
        assert found.server.capabilities.code_lens_provider
        uri = found.open_file("program.py", PROGRAM)
        assert await found.hints(uri) == []
        assert await found.lenses(uri) == []


@pytest.mark.asyncio
async def test_settings_turn_them_on_and_off(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    settings: dict[str, Any] = {}
    able = capabilities(configuration=True)
    async with editor(folder, able, configuration=lambda item: settings) as found:
        uri = found.open_file("program.py", PROGRAM)
        await found.diagnostics(uri)
        assert await found.hints(uri) == []
        settings["inlayHints"] = True
        await changed(found)
        assert (len(await found.hints(uri)), len(await found.lenses(uri))) == (2, 0)
        settings["codeLens"] = True
        await changed(found)
        assert (len(await found.hints(uri)), len(await found.lenses(uri))) == (2, 2)
        settings.clear()
        await changed(found)
        assert (len(await found.hints(uri)), len(await found.lenses(uri))) == (0, 0)


async def changed(found: Editor) -> None:
    """Notify the server that the settings have changed, and wait until it wants to be asked again."""
    before = found.hint_refreshes
    found.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(None))
    await found.until(lambda: found.hint_refreshes > before, "a request to ask again")
