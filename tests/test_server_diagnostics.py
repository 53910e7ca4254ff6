"""What the language server reports about files, while they are edited."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types
from pygls.uris import from_fs_path

from tests.conftest import FUNCTION_TO_POOL, LAMBDA_TO_POOL
from tests.editor import QUIET, Editor, capabilities, codes, editor, inserted, marked, replaced

pytestmark = pytest.mark.asyncio(loop_scope="module")

OTHER_CHARACTERS = """\
import multiprocessing

if __name__ == "__main__":
    é = "日本 𝄞"; multiprocessing.Process(target=lambda: "é 日本 𝄞").start()
"""
"""A lambda from column 47 to 63 of the last line, counted in characters."""

MAIN = """\
import multiprocessing

import tasks

if __name__ == "__main__":
    with multiprocessing.Pool(2) as pool:
        print(pool.map(tasks.work, [1, 2]))
"""
TASKS = """\
def work(number):
    return number
"""
TASKS_BROKEN = """\
work = lambda number: number
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Editor]:
    """A server that all tests here use, each with files of its own."""
    folder = tmp_path_factory.mktemp("shared") / "project"
    (folder / ".git").mkdir(parents=True)
    async with editor(folder) as found:
        yield found


class TestPush:
    async def test_a_file_that_is_opened(self, shared: Editor) -> None:
        uri = shared.open_file("opened.py", LAMBDA_TO_POOL)
        (found,) = await shared.diagnostics(uri)
        line = next(n for n, text in enumerate(LAMBDA_TO_POOL.splitlines()) if "lambda" in text)
        column = LAMBDA_TO_POOL.splitlines()[line].index("lambda")
        assert marked(found)[:2] == (line, column)
        assert found.code == "MP201"
        assert found.source == "flake8-mp"
        assert found.severity is types.DiagnosticSeverity.Error
        assert "lambda" in found.message
        assert found.code_description is not None
        page = Path(found.code_description.href.removeprefix("file://"))
        assert page.name == "MP201.md"
        await shared.until(lambda: "## Goes wrong" in page.read_text(encoding="utf-8"), "the whole page")

    async def test_codes_lead_to_the_site_that_the_configuration_names(self, shared: Editor) -> None:
        folder = shared.folder / "linked"
        folder.mkdir()
        reported = '[tool.flake8_mp]\ndocs-url = "https://docs.example.org/mp/"\n'
        (folder / "pyproject.toml").write_text(reported, encoding="utf-8")
        (found,) = await shared.diagnostics(shared.open_file("linked/opened.py", LAMBDA_TO_POOL))
        assert found.code_description is not None
        assert found.code_description.href == "https://docs.example.org/mp/rules/lambda-handoff"

    async def test_what_is_typed(self, shared: Editor) -> None:
        uri = shared.open_file("typed.py", FUNCTION_TO_POOL)
        assert await shared.diagnostics(uri) == []
        shared.change(uri, LAMBDA_TO_POOL)
        assert codes(await shared.diagnostics(uri)) == ["MP201"]
        shared.change(uri, inserted(0, 0, "# one\n"), inserted(0, 0, "# two\n"))
        (found,) = await shared.diagnostics(uri)
        text = "# two\n# one\n" + LAMBDA_TO_POOL
        assert "lambda" in text.splitlines()[found.range.start.line]

    async def test_the_newest_text_wins(self, shared: Editor) -> None:
        uri = shared.open_file("fast.py", FUNCTION_TO_POOL)
        for _ in range(20):
            shared.change(uri, LAMBDA_TO_POOL)
            last = shared.change(uri, FUNCTION_TO_POOL)
        assert await shared.diagnostics(uri, last) == []
        await asyncio.sleep(QUIET)
        assert shared.published[uri][-1].version == last
        versions = [each.version or 0 for each in shared.published[uri]]
        assert versions == sorted(versions)
        assert len(versions) < 40, "each keystroke was checked"

    async def test_a_closed_file_is_cleared(self, shared: Editor) -> None:
        uri = shared.open_file("closed.py", LAMBDA_TO_POOL)
        assert await shared.diagnostics(uri)
        count = len(shared.published[uri])
        shared.close(uri)
        assert await shared.renewed(uri, count) == []

    async def test_the_last_good_findings_move_with_a_text_that_does_not_parse(self, shared: Editor) -> None:
        uri = shared.open_file("broken.py", LAMBDA_TO_POOL)
        (before,) = await shared.diagnostics(uri)
        line, column, end_line, end = marked(before)
        shared.change(uri, inserted(0, 0, "def broken(:\n"), inserted(line + 1, 0, "  "))
        (after,) = await shared.diagnostics(uri)
        assert marked(after) == (line + 1, column + 2, end_line + 1, end + 2)
        assert after.message == before.message

    async def test_what_is_cut_into_goes_while_the_text_does_not_parse(self, shared: Editor) -> None:
        uri = shared.open_file("cut.py", LAMBDA_TO_POOL)
        (before,) = await shared.diagnostics(uri)
        line, column, _, end = marked(before)
        shared.change(uri, replaced(line, column + 2, line, end + 1, "("), inserted(0, 0, "def broken(:\n"))
        assert await shared.diagnostics(uri) == []

    async def test_a_silenced_finding_is_not_reported(self, shared: Editor) -> None:
        lines = [line + "  # noqa: MP201" if "lambda" in line else line for line in LAMBDA_TO_POOL.splitlines()]
        uri = shared.open_file("silenced.py", "\n".join(lines) + "\n")
        assert await shared.diagnostics(uri) == []

    async def test_a_document_without_a_file(self, shared: Editor) -> None:
        uri = shared.open("", LAMBDA_TO_POOL, uri="untitled:Untitled-1")
        assert codes(await shared.diagnostics(uri)) == ["MP201"]

    async def test_line_ends_of_windows(self, shared: Editor) -> None:
        uri = shared.open_file("windows.py", LAMBDA_TO_POOL.replace("\n", "\r\n"))
        (before,) = await shared.diagnostics(uri)
        shared.change(uri, inserted(0, 0, "# é\r\n"))
        (after,) = await shared.diagnostics(uri)
        assert marked(after)[0] == marked(before)[0] + 1

    async def test_lines_end_where_the_protocol_says(self, shared: Editor) -> None:
        uri = shared.open_file("feeds.py", 'TEXT = "a\u2028b\x0cc"\n\x0c' + LAMBDA_TO_POOL)
        (before,) = await shared.diagnostics(uri)
        shared.change(uri, inserted(1, 0, "# a line\n"))
        (after,) = await shared.diagnostics(uri)
        assert marked(after)[0] == marked(before)[0] + 1

    async def test_other_files_are_not_python(self, shared: Editor) -> None:
        uri = shared.open("notes.txt", LAMBDA_TO_POOL, language="plaintext")
        await asyncio.sleep(QUIET)
        assert uri not in shared.published


class TestOtherFiles:
    async def test_imports_see_what_is_open_and_not_saved(self, shared: Editor) -> None:
        shared.write("one/tasks.py", TASKS)
        main = shared.open_file("one/main.py", MAIN)
        assert await shared.diagnostics(main) == []
        tasks = shared.open("one/tasks.py", TASKS)
        await shared.diagnostics(tasks)
        count = len(shared.published[main])
        shared.change(tasks, TASKS_BROKEN)
        await shared.until(lambda: bool(shared.published[main][-1].diagnostics), "the finding in main.py")
        assert len(shared.published[main]) > count
        shared.close(tasks)  # without saving: what is on the disk counts again
        await shared.until(lambda: not shared.published[main][-1].diagnostics, "the end of it")

    async def test_a_module_that_is_not_saved_yet(self, shared: Editor) -> None:
        main = shared.open_file("two/main.py", MAIN)
        assert await shared.diagnostics(main) == []
        shared.open("two/tasks.py", TASKS_BROKEN)
        await shared.until(lambda: bool(shared.published[main][-1].diagnostics), "the finding in main.py")

    async def test_a_module_that_is_changed_by_somebody_else(self, shared: Editor) -> None:
        shared.write("three/tasks.py", TASKS)
        main = shared.open_file("three/main.py", MAIN)
        assert await shared.diagnostics(main) == []
        shared.write("three/tasks.py", TASKS_BROKEN)
        change = types.FileEvent(shared.uri("three/tasks.py"), types.FileChangeType.Changed)
        shared.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([change]))
        await shared.until(lambda: bool(shared.published[main][-1].diagnostics), "the finding in main.py")


class TestConfiguration:
    async def test_it_is_read_again_when_it_is_saved(self, tmp_path: Path) -> None:
        folder = tmp_path / "project"
        folder.mkdir()
        async with editor(folder) as found:
            uri = found.open_file("program.py", LAMBDA_TO_POOL)
            assert codes(await found.diagnostics(uri)) == ["MP201"]
            count = len(found.published[uri])
            found.write("pyproject.toml", '[tool.flake8_mp]\nignore = ["MP201"]\n')
            found.save(found.uri("pyproject.toml"))
            assert await found.renewed(uri, count) == []
            found.write("pyproject.toml", '[tool.flake8_mp]\nseverity = { MP201 = "warning" }\n')
            found.change(uri, LAMBDA_TO_POOL + "\n")
            (finding,) = await found.diagnostics(uri)
            assert finding.severity is types.DiagnosticSeverity.Warning

    async def test_one_that_cannot_be_used_is_reported_once_and_the_last_one_stays(self, tmp_path: Path) -> None:
        folder = tmp_path / "project"
        folder.mkdir()
        async with editor(folder) as found:
            found.write("pyproject.toml", '[tool.flake8_mp]\nignore = ["MP201"]\n')
            uri = found.open_file("program.py", LAMBDA_TO_POOL)
            assert await found.diagnostics(uri) == []
            found.write("pyproject.toml", "[tool.flake8_mp]\nignored = []\n")
            found.save(found.uri("pyproject.toml"))
            await found.until(lambda: bool(found.shown), "the complaint")
            found.change(uri, LAMBDA_TO_POOL + "\n")
            assert await found.diagnostics(uri) == []
            assert len(found.shown) == 1
            assert "pyproject.toml" in found.shown[0]
            assert "ignored" in found.shown[0]

    async def test_excluded_files_stay_silent(self, tmp_path: Path) -> None:
        folder = tmp_path / "build" / "project"  # what lies above is not the project's
        folder.mkdir(parents=True)
        async with editor(folder) as found:
            found.write("pyproject.toml", '[tool.flake8_mp]\nextend-exclude = ["generated"]\n')
            silent = found.open_file("generated/program.py", LAMBDA_TO_POOL)
            loud = found.open_file("program.py", LAMBDA_TO_POOL)
            assert await found.diagnostics(silent) == []
            assert codes(await found.diagnostics(loud)) == ["MP201"]

    async def test_the_settings_of_the_editor_win(self, tmp_path: Path) -> None:
        folder = tmp_path / "project"
        folder.mkdir()
        options = {"settings": {"ignore": ["MP201"], "severity": {"MP101": "info"}}}
        async with editor(folder, options=options) as found:
            found.write("pyproject.toml", '[tool.flake8_mp]\nignore = ["MP5"]\n')
            uri = found.open_file("program.py", LAMBDA_TO_POOL)
            assert await found.diagnostics(uri) == []
            count = len(found.published[uri])
            found.client.workspace_did_change_configuration(
                types.DidChangeConfigurationParams({"flake8-mp": {"ignore": []}})
            )
            assert codes(await found.renewed(uri, count)) == ["MP201"]

    async def test_settings_that_make_no_sense_are_reported(self, tmp_path: Path) -> None:
        folder = tmp_path / "project"
        folder.mkdir()
        async with editor(folder, options={"run": "always"}) as found:
            uri = found.open_file("program.py", LAMBDA_TO_POOL)
            assert codes(await found.diagnostics(uri)) == ["MP201"]
            assert found.shown == ["flake8-mp: the editor's settings: run: 'always' is not one of onType, onSave"]

    async def test_several_folders_each_with_its_own(self, tmp_path: Path) -> None:
        one, two = tmp_path / "one", tmp_path / "two"
        one.mkdir()
        two.mkdir()

        def result(item: types.ConfigurationItem) -> object:
            return {"ignore": ["MP201"]} if item.scope_uri == two.as_uri() else {}

        able = capabilities(configuration=True)
        async with editor(one, able, folders=[one, two], configuration=result) as found:
            loud = found.open_file("program.py", LAMBDA_TO_POOL)
            found.folder = two
            silent = found.open_file("program.py", LAMBDA_TO_POOL)
            await found.until(
                lambda: (
                    all(found.published.get(uri) for uri in (loud, silent))
                    and not found.published[silent][-1].diagnostics
                ),
                "the settings of the second folder",
            )
            assert codes(found.published[loud][-1].diagnostics) == ["MP201"]

    async def test_only_when_it_is_saved(self, tmp_path: Path) -> None:
        folder = tmp_path / "project"
        folder.mkdir()
        async with editor(folder, options={"run": "onSave"}) as found:
            uri = found.open_file("program.py", FUNCTION_TO_POOL)
            assert await found.diagnostics(uri) == []
            found.change(uri, LAMBDA_TO_POOL)
            await asyncio.sleep(QUIET)
            assert len(found.published[uri]) == 1
            found.save(uri)
            assert codes(await found.diagnostics(uri)) == ["MP201"]

    async def test_comments_that_silence_nothing(self, tmp_path: Path) -> None:
        folder = tmp_path / "project"
        folder.mkdir()
        async with editor(folder, options={"unusedNoqa": True}) as found:
            uri = found.open_file("program.py", "x = 1  # noqa: MP201\n")
            (finding,) = await found.diagnostics(uri)
            assert finding.code == "MP001"
            assert list(finding.tags or []) == [types.DiagnosticTag.Unnecessary]


class TestPlaces:
    @pytest.mark.parametrize(("encoding", "start", "end"), [("utf-8", 55, 79), ("utf-16", 48, 65), ("utf-32", 47, 63)])
    async def test_the_encoding_of_the_client(self, tmp_path: Path, encoding: str, start: int, end: int) -> None:
        line = OTHER_CHARACTERS.splitlines()[3]
        assert line[47:63] == 'lambda: "é 日本 𝄞"'
        folder = tmp_path / "project"
        folder.mkdir()
        async with editor(folder, capabilities(encodings=[encoding])) as found:
            assert found.server is not None
            assert found.server.capabilities.position_encoding == encoding
            uri = found.open_file("program.py", OTHER_CHARACTERS)
            (finding,) = await found.diagnostics(uri)
            assert marked(finding) == (3, start, 3, end)
            found.change(uri, inserted(3, start, "\n        "))
            (finding,) = await found.diagnostics(uri)
            assert marked(finding) == (4, 8, 4, 8 + end - start)

    async def test_a_place_in_another_file(self, tmp_path: Path) -> None:
        pytest.importorskip("flake8_mp.frontends.lsp")
        folder = tmp_path / "project"
        folder.mkdir()
        async with editor(folder) as found:
            found.write("tasks.py", "TITLE = 'é 𝄞'; work = lambda number: number\n")
            uri = found.open_file("main.py", MAIN)
            (finding,) = await found.diagnostics(uri)
            assert marked(finding)[0] == 6


class TestPull:
    async def test_it_is_asked_for_and_never_pushed(self, tmp_path: Path) -> None:
        folder = tmp_path / "project"
        folder.mkdir()
        async with editor(folder, capabilities(pull=True)) as found:
            uri = found.open_file("program.py", LAMBDA_TO_POOL)
            report = await found.pull(uri)
            assert report.kind == "full"
            assert codes(report.items) == ["MP201"]
            again = await found.pull(uri, report.result_id)
            assert again.kind == "unchanged"
            found.change(uri, FUNCTION_TO_POOL)
            assert not (await found.pull(uri, report.result_id)).items
            found.close(uri)
            await asyncio.sleep(QUIET)
            assert found.published == {}

    async def test_the_answer_is_about_the_newest_text(self, tmp_path: Path) -> None:
        folder = tmp_path / "project"
        folder.mkdir()
        async with editor(folder, capabilities(pull=True)) as found:
            uri = found.open_file("program.py", FUNCTION_TO_POOL)
            asked = asyncio.ensure_future(found.pull(uri))
            await asyncio.sleep(0)
            found.change(uri, LAMBDA_TO_POOL)
            await asked
            assert codes((await found.pull(uri)).items) == ["MP201"]

    async def test_the_client_is_asked_to_ask_again(self, tmp_path: Path) -> None:
        folder = tmp_path / "project"
        folder.mkdir()
        async with editor(folder, capabilities(pull=True)) as found:
            found.write("tasks.py", TASKS)
            main = found.open_file("main.py", MAIN)
            assert not (await found.pull(main)).items
            tasks = found.open("tasks.py", TASKS)
            found.change(tasks, TASKS_BROKEN)
            await found.until(lambda: found.refreshes > 0, "a request to ask again")
            assert (await found.pull(main)).items

    async def test_the_whole_workspace(self, tmp_path: Path) -> None:
        folder = tmp_path / "project"
        folder.mkdir()
        options = {"diagnosticMode": "workspace"}
        async with editor(folder, capabilities(pull=True), options=options) as found:
            found.write("closed.py", LAMBDA_TO_POOL)
            found.write("venv/closed.py", LAMBDA_TO_POOL)
            found.write("clean.py", FUNCTION_TO_POOL)
            opened = found.open_file("opened.py", LAMBDA_TO_POOL)
            report = await found.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
            by_uri = {each.uri: each for each in report.items}
            assert set(by_uri) == {opened, found.uri("closed.py")}
            previous = [types.PreviousResultId(uri, each.result_id or "") for uri, each in by_uri.items()]
            found.write("closed.py", FUNCTION_TO_POOL)
            report = await found.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(previous))
            again = {each.uri: each for each in report.items}
            assert again[opened].kind == "unchanged"
            closed = again[found.uri("closed.py")]
            assert isinstance(closed, types.WorkspaceFullDocumentDiagnosticReport)
            assert not closed.items

    async def test_the_whole_workspace_is_pushed_to_those_who_cannot_ask(self, tmp_path: Path) -> None:
        folder = tmp_path / "project"
        folder.mkdir()
        (folder / "closed.py").write_text(LAMBDA_TO_POOL)
        async with editor(folder, options={"diagnosticMode": "workspace"}) as found:
            uri = found.uri("closed.py")
            await found.until(lambda: uri in found.published, "the file that is not open")
            assert codes(found.published[uri][-1].diagnostics) == ["MP201"]

    async def test_a_client_that_spells_addresses_differently(self, tmp_path: Path) -> None:
        folder = tmp_path / "project"
        folder.mkdir()
        (folder / "a+b.py").write_text(LAMBDA_TO_POOL)
        async with editor(folder, options={"diagnosticMode": "workspace"}) as found:
            ours = from_fs_path(str(folder / "a+b.py")) or ""
            theirs = ours.replace("+", "%2B") if "+" in ours else ours.replace("%2B", "+")
            await found.until(lambda: ours in found.published, "the file that is not open")
            found.client.text_document_did_open(
                types.DidOpenTextDocumentParams(types.TextDocumentItem(theirs, "python", 1, LAMBDA_TO_POOL))
            )
            await found.until(lambda: theirs in found.published, "the file that is open")
            (folder / "c.py").write_text(LAMBDA_TO_POOL)
            third = from_fs_path(str(folder / "c.py")) or ""
            change = types.FileEvent(third, types.FileChangeType.Created)
            found.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([change]))
            await found.until(lambda: third in found.published, "the new file")
            # It is open, so that nothing clears what was found in it under another address.
            assert [codes(each.diagnostics) for each in found.published[ours]] == [["MP201"]]
            assert codes(found.published[theirs][-1].diagnostics) == ["MP201"]


class TestNotebooks:
    CELLS = (
        "import multiprocessing",
        "# *Markdown*",
        "%matplotlib inline\ndef square(n):\n    return n * n",
        "with multiprocessing.Pool(2) as pool:\n    é = pool.map(lambda n: n, [1])",
    )

    def _open(self, found: Editor) -> list[str]:
        notebook = found.uri("analysis.ipynb")
        uris = [f"vscode-notebook-cell:{found.folder}/analysis.ipynb#{number}" for number in range(4)]
        kinds = [types.NotebookCellKind.Markup if number == 1 else types.NotebookCellKind.Code for number in range(4)]
        found.client.notebook_document_did_open(
            types.DidOpenNotebookDocumentParams(
                types.NotebookDocument(
                    notebook,
                    "jupyter-notebook",
                    1,
                    [types.NotebookCell(kind, uri) for kind, uri in zip(kinds, uris, strict=True)],
                ),
                [
                    types.TextDocumentItem(uri, "markdown" if number == 1 else "python", 1, text)
                    for number, (uri, text) in enumerate(zip(uris, self.CELLS, strict=True))
                ],
            )
        )
        found.versions |= dict.fromkeys(uris, 1)
        return uris

    async def test_a_finding_is_reported_in_its_cell(self, tmp_path: Path) -> None:
        folder = tmp_path / "project"
        folder.mkdir()
        async with editor(folder) as found:
            uris = self._open(found)
            last = await found.diagnostics(uris[3])
            (finding,) = [each for each in last if each.code == "MP201"]
            assert marked(finding)[:2] == (1, 17)
            assert await found.diagnostics(uris[0]) == []

    async def test_a_cell_that_is_changed_and_one_that_goes(self, tmp_path: Path) -> None:
        folder = tmp_path / "project"
        folder.mkdir()
        async with editor(folder) as found:
            uris = self._open(found)
            assert await found.diagnostics(uris[3])
            notebook = types.VersionedNotebookDocumentIdentifier(2, found.uri("analysis.ipynb"))
            text = types.NotebookDocumentCellContentChanges(
                types.VersionedTextDocumentIdentifier(2, uris[3]), [inserted(0, 0, "# first\n")]
            )
            found.client.notebook_document_did_change(
                types.DidChangeNotebookDocumentParams(
                    notebook,
                    types.NotebookDocumentChangeEvent(cells=types.NotebookDocumentCellChanges(text_content=[text])),
                )
            )
            last = await found.diagnostics(uris[3], 2)
            assert [marked(each)[0] for each in last if each.code == "MP201"] == [2]
            gone = types.NotebookDocumentCellChangeStructure(
                types.NotebookCellArrayChange(start=3, delete_count=1),
                did_close=[types.TextDocumentIdentifier(uris[3])],
            )
            count = len(found.published[uris[3]])
            found.client.notebook_document_did_change(
                types.DidChangeNotebookDocumentParams(
                    types.VersionedNotebookDocumentIdentifier(3, found.uri("analysis.ipynb")),
                    types.NotebookDocumentChangeEvent(cells=types.NotebookDocumentCellChanges(structure=gone)),
                )
            )
            assert await found.renewed(uris[3], count) == []
