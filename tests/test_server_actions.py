"""What the language server offers to do, shows and completes."""

from __future__ import annotations

import tomllib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types

from flake8_mp.frontends.lsp.ignoring import pattern_for, with_ignore
from tests.conftest import FUNCTION_TO_POOL, LAMBDA_TO_POOL, ROOT
from tests.editor import Editor, applied, capabilities, codes, editor, edits_of, inserted

pytestmark = pytest.mark.asyncio(loop_scope="module")

LINE = next(n for n, text in enumerate(LAMBDA_TO_POOL.splitlines()) if "lambda" in text)
COLUMN = LAMBDA_TO_POOL.splitlines()[LINE].index("lambda")

QUICK_FIX = types.CodeActionKind.QuickFix


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Editor]:
    """A server that all tests here use, each with files of its own."""
    folder = tmp_path_factory.mktemp("shared") / "project"
    (folder / ".git").mkdir(parents=True)
    async with editor(folder) as found:
        yield found


async def opened(shared: Editor, name: str, text: str = LAMBDA_TO_POOL) -> str:
    uri = shared.open_file(name, text)
    await shared.diagnostics(uri)
    return uri


class TestDisablingALine:
    async def test_the_comment(self, shared: Editor) -> None:
        uri = await opened(shared, "line.py")
        action = (await shared.actions(uri, LINE, COLUMN))["Disable MP201 for this line"]
        assert action.kind == QUICK_FIX
        assert action.diagnostics
        assert codes(action.diagnostics) == ["MP201"]
        assert action.edit is None, "it is worked out when it is chosen"
        edits = edits_of((await shared.resolved(action)).edit)
        text = applied(LAMBDA_TO_POOL, edits[uri])
        assert text.splitlines()[LINE].endswith("  # noqa: MP201")
        shared.change(uri, text)
        assert await shared.diagnostics(uri) == []

    async def test_other_codes_stay(self, shared: Editor) -> None:
        lines = LAMBDA_TO_POOL.splitlines()
        lines[LINE] += "  # noqa: E501, B023  # é 𝄞"
        text = "\n".join(lines) + "\n"
        uri = await opened(shared, "others.py", text)
        action = await shared.resolved((await shared.actions(uri, LINE, COLUMN))["Disable MP201 for this line"])
        changed = applied(text, edits_of(action.edit)[uri])
        assert changed.splitlines()[LINE].endswith("# noqa: E501, B023, MP201  # é 𝄞")

    async def test_a_text_that_has_changed_since(self, shared: Editor) -> None:
        uri = await opened(shared, "since.py")
        action = (await shared.actions(uri, LINE, COLUMN))["Disable MP201 for this line"]
        shared.change(uri, inserted(0, 0, "# new\n"))
        assert (await shared.resolved(action)).edit is None

    async def test_nothing_where_nothing_is_found(self, shared: Editor) -> None:
        uri = await opened(shared, "nothing.py")
        assert await shared.actions(uri, 0, 0, only=["quickfix"]) == {}
        assert [each.kind for each in (await shared.actions(uri, 0, 0)).values()] == ["source.fixAll.flake8-mp"]

    async def test_kinds_that_are_not_asked_for(self, shared: Editor) -> None:
        uri = await opened(shared, "kinds.py")
        assert await shared.actions(uri, LINE, COLUMN, only=["refactor"]) == {}
        assert await shared.actions(uri, LINE, COLUMN, only=["quickfix"])
        assert await shared.actions(uri, LINE, COLUMN, only=["source.fixAll.ruff"]) == {}

    async def test_a_client_that_cannot_wait(self, tmp_path: Path) -> None:
        folder = tmp_path / "project"
        folder.mkdir()
        able = capabilities(resolves=False, document_changes=False)
        async with editor(folder, able) as found:
            uri = await opened(found, "program.py")
            action = (await found.actions(uri, LINE, COLUMN))["Disable MP201 for this line"]
            assert action.edit is not None
            assert action.edit.changes is not None
            assert uri in action.edit.changes

    async def test_the_positions_of_the_client(self, shared: Editor) -> None:
        text = 'import multiprocessing\n\nif __name__ == "__main__":\n    multiprocessing.Process(target=lambda: "é 日本 𝄞").start()  # 𝄞\n'
        uri = await opened(shared, "units.py", text)
        action = await shared.resolved((await shared.actions(uri, 3, 40))["Disable MP201 for this line"])
        assert applied(text, edits_of(action.edit)[uri]).splitlines()[3].endswith('").start()  # 𝄞  # noqa: MP201')


class TestUnusedComments:
    @pytest.mark.parametrize(
        ("comment", "title", "expected"),
        [
            ("  # noqa: MP201", "Remove MP201 from this comment", ""),
            ("  # noqa: E501, MP201  # é 𝄞", "Remove MP201 from this comment", "  # noqa: E501  # é 𝄞"),
        ],
    )
    async def test_the_code_is_removed(
        self, shared: Editor, tmp_path: Path, comment: str, title: str, expected: str
    ) -> None:
        line = 'é = "日本 𝄞"; multiprocessing.Process(target=print).start()'
        text = f'import multiprocessing\n\nif __name__ == "__main__":\n    {line}{comment}\n'
        folder = tmp_path / "project"
        folder.mkdir()
        async with editor(folder, options={"unusedNoqa": True}) as found:
            uri = await opened(found, "program.py", text)
            (unused,) = await found.diagnostics(uri)
            assert unused.code == "MP001"
            place = unused.range.start
            action = (await found.actions(uri, place.line, place.character))[title]
            assert action.is_preferred
            changed = applied(text, edits_of((await found.resolved(action)).edit)[uri])
            assert changed == text.replace(comment, expected)
            found.change(uri, changed)
            assert await found.diagnostics(uri) == []


class TestDisablingAFile:
    async def test_an_entry_that_keeps_the_rest(self, shared: Editor) -> None:
        config = '[project]\nname = "x"  # a name\n\n[tool.flake8_mp]\nenable = ["MP7"]\n\n[tool.other]\nx = 1\n'
        shared.write("app/pyproject.toml", config)
        uri = await opened(shared, "app/program.py")
        action = await shared.resolved((await shared.actions(uri, LINE, COLUMN))["Disable MP201 for this file"])
        edits = edits_of(action.edit)
        assert list(edits) == [shared.uri("app/pyproject.toml")]
        changed = applied(config, edits[shared.uri("app/pyproject.toml")])
        assert changed.startswith('[project]\nname = "x"  # a name\n')
        document = tomllib.loads(changed)
        assert document["tool"]["flake8_mp"] == {"enable": ["MP7"], "per-file-ignores": {"./program.py": ["MP201"]}}
        assert document["tool"]["other"] == {"x": 1}
        shared.write("app/pyproject.toml", changed)
        count = len(shared.published[uri])
        shared.save(shared.uri("app/pyproject.toml"))
        assert await shared.renewed(uri, count) == []

    async def test_the_text_that_is_open_counts(self, shared: Editor) -> None:
        shared.write("open/pyproject.toml", "")
        config = shared.open("open/pyproject.toml", "# é\n[tool.flake8_mp]\n", language="toml")
        uri = await opened(shared, "open/program.py")
        action = await shared.resolved((await shared.actions(uri, LINE, COLUMN))["Disable MP201 for this file"])
        changed = applied("# é\n[tool.flake8_mp]\n", edits_of(action.edit)[config])
        assert changed.startswith("# é\n")
        assert tomllib.loads(changed)["tool"]["flake8_mp"]["per-file-ignores"] == {"./program.py": ["MP201"]}

    async def test_a_file_that_is_not_there_yet(self, tmp_path: Path) -> None:
        folder = tmp_path / "project"
        folder.mkdir()
        async with editor(folder) as found:
            uri = await opened(found, "deep/program.py")
            action = await found.resolved((await found.actions(uri, LINE, COLUMN))["Disable MP201 for this file"])
            assert action.edit is not None
            created, written = action.edit.document_changes or []
            assert isinstance(created, types.CreateFile)
            assert created.uri == found.uri("pyproject.toml")
            assert isinstance(written, types.TextDocumentEdit)
            (edit,) = written.edits
            assert isinstance(edit, types.TextEdit)
            document = tomllib.loads(edit.new_text)
            assert document == {"tool": {"flake8_mp": {"per-file-ignores": {"deep/program.py": ["MP201"]}}}}

    async def test_it_is_not_offered_where_it_would_not_count(self, tmp_path: Path) -> None:
        folder = tmp_path / "project"
        folder.mkdir()
        async with editor(folder) as found:
            found.write("setup.cfg", "[flake8]\nper-file-ignores = other.py:MP201\n")
            uri = await opened(found, "program.py")
            assert "Disable MP201 for this file" not in await found.actions(uri, LINE, COLUMN)

    @pytest.mark.parametrize(
        ("before", "expected"),
        [
            ("", {"a.py": ["MP201"]}),
            ('[tool.flake8_mp.per-file-ignores]\n"a.py" = ["MP101"]\n', {"a.py": ["MP101", "MP201"]}),
            ('[tool.flake8_mp]\nper-file-ignores = { "b.py" = ["MP1"] }\n', {"b.py": ["MP1"], "a.py": ["MP201"]}),
            ('[tool]\nflake8_mp = { enable = ["MP7"] }\n', {"a.py": ["MP201"]}),
            ('[tool.flake8_mp.severity]\nMP201 = "info"\n', {"a.py": ["MP201"]}),
        ],
    )
    async def test_shapes_of_configuration(self, before: str, expected: dict[str, list[str]]) -> None:
        after = with_ignore(before, "a.py", "MP201")
        assert after is not None
        assert tomllib.loads(after)["tool"]["flake8_mp"]["per-file-ignores"] == expected

    @pytest.mark.parametrize(
        "before", ["tool = 3\n", "[tool]\nflake8_mp = 3\n", "[tool.flake8_mp]\nper-file-ignores = 3\n", "x"]
    )
    async def test_what_is_not_a_table_is_left_alone(self, before: str) -> None:
        assert with_ignore(before, "a.py", "MP201") is None

    async def test_patterns_mean_one_file(self) -> None:
        assert pattern_for("/p/a.py", "/p") == "./a.py"
        assert pattern_for("/p/x/a[1].py", "/p") == "x/a[[]1].py"


class TestNotebookActions:
    async def test_a_comment_in_its_cell(self, shared: Editor) -> None:
        cells = ["import multiprocessing", "%time x = 1\nmultiprocessing.Pool(2).map(lambda n: n, [1])  # é"]
        uris = [f"vscode-notebook-cell:{shared.folder}/a.ipynb#{number}" for number in range(2)]
        shared.client.notebook_document_did_open(
            types.DidOpenNotebookDocumentParams(
                types.NotebookDocument(
                    shared.uri("a.ipynb"),
                    "jupyter-notebook",
                    1,
                    [types.NotebookCell(types.NotebookCellKind.Code, uri) for uri in uris],
                ),
                [types.TextDocumentItem(uri, "python", 1, text) for uri, text in zip(uris, cells, strict=True)],
            )
        )
        await shared.diagnostics(uris[1], 1)
        action = await shared.resolved((await shared.actions(uris[1], 1, 30))["Disable MP201 for this line"])
        changed = applied(cells[1], edits_of(action.edit)[uris[1]])
        assert changed == cells[1] + "  # noqa: MP201"


class TestExplaining:
    async def test_the_page_is_opened(self, shared: Editor) -> None:
        uri = await opened(shared, "explained.py")
        action = (await shared.actions(uri, LINE, COLUMN))["Explain MP201"]
        assert action.command is not None
        count = len(shared.documents_shown)
        result = await shared.client.workspace_execute_command_async(
            types.ExecuteCommandParams(action.command.command, action.command.arguments)
        )
        assert len(shared.documents_shown) == count + 1
        page = Path(shared.documents_shown[-1].removeprefix("file://"))
        assert page.read_text(encoding="utf-8") == result
        assert "# MP201 lambda-handoff" in result

    async def test_who_cannot_open_it_is_reported(self, tmp_path: Path) -> None:
        folder = tmp_path / "project"
        folder.mkdir()
        async with editor(folder, capabilities(shows=False)) as found:
            await found.client.workspace_execute_command_async(
                types.ExecuteCommandParams("flake8-mp.explain", ["mp201"])
            )
            await found.until(lambda: bool(found.shown), "the page")
            assert found.shown[0].startswith("MP201 lambda-handoff: ")

    async def test_what_is_not_a_code(self, shared: Editor) -> None:
        count = len(shared.shown)
        await shared.client.workspace_execute_command_async(types.ExecuteCommandParams("flake8-mp.explain", ["MP999"]))
        await shared.until(lambda: len(shared.shown) > count, "the complaint")
        assert shared.shown[-1] == "flake8-mp: MP999: there is no such code"


class TestRunning:
    PROGRAM = 'import multiprocessing\n\nif __name__ == "__main__":\n    process = multiprocessing.Process(target=lambda: None)\n    process.start()\n    process.join()\n'

    async def test_it_is_asked_first(self, shared: Editor) -> None:
        marker = shared.folder / "ran"
        uri = await opened(shared, "asked.py", f"open({str(marker)!r}, 'w')\n" + self.PROGRAM)
        action = (await shared.actions(uri, 4, 50))["Run asked.py under each start method"]
        assert action.command is not None
        shared.answers = ["Cancel"]
        result = await shared.client.workspace_execute_command_async(
            types.ExecuteCommandParams(action.command.command, action.command.arguments)
        )
        assert result == ""
        assert "really written" in shared.questions[-1]
        assert not marker.exists()

    async def test_what_happened_is_shown(self, shared: Editor) -> None:
        uri = await opened(shared, "run.py", self.PROGRAM)
        shared.answers = ["Run it"]
        count = len(shared.documents_shown)
        result = str(
            await shared.client.workspace_execute_command_async(types.ExecuteCommandParams("flake8-mp.verify", [uri]))
        )
        assert "breaks under spawn and forkserver" in result
        assert "MP201" in result
        assert len(shared.documents_shown) == count + 1
        assert Path(shared.documents_shown[-1].removeprefix("file://")).read_text(encoding="utf-8") == result
        assert [value["kind"] for value in shared.progress[-2:]] == ["begin", "end"]

    async def test_what_is_not_saved_is_not_run(self, shared: Editor) -> None:
        uri = shared.open("unsaved.py", self.PROGRAM)
        await shared.diagnostics(uri)
        assert "Run unsaved.py under each start method" not in await shared.actions(uri, 3, 50)
        await shared.client.workspace_execute_command_async(types.ExecuteCommandParams("flake8-mp.verify", [uri]))
        assert "save it first" in shared.shown[-1]


class TestHover:
    async def test_over_a_finding(self, shared: Editor) -> None:
        uri = await opened(shared, "hover.py")
        result = await shared.hover(uri, LINE, COLUMN + 2)
        assert "**MP201** `lambda-handoff`" in result
        assert "**Instead:**" in result
        assert "**Seen when run:**" in result
        assert len(result) < 2000
        assert await shared.hover(uri, 0, 0) == ""

    async def test_over_a_comment(self, shared: Editor) -> None:
        lines = LAMBDA_TO_POOL.splitlines()
        lines[LINE] += "  # noqa: MP201"
        uri = await opened(shared, "comment.py", "\n".join(lines) + "\n")
        result = await shared.hover(uri, LINE, len(lines[LINE]) - 1)
        assert "**MP201** `lambda-handoff`" in result
        assert "silenced here: " in result

    async def test_not_over_a_string(self, shared: Editor) -> None:
        uri = await opened(shared, "string.py", 'CODE = "MP201"\n')
        assert await shared.hover(uri, 0, 10) == ""

    async def test_over_a_code_in_the_configuration(self, shared: Editor) -> None:
        uri = shared.open(
            "hover/pyproject.toml", '[tool.ruff]\nx = "MP201"\n[tool.flake8_mp]\nignore = ["MP201"]\n', language="toml"
        )
        assert "lambda-handoff" in await shared.hover(uri, 3, 13)
        assert await shared.hover(uri, 1, 7) == ""


class TestCompletion:
    async def test_codes_in_a_comment_those_of_the_line_first(self, shared: Editor) -> None:
        lines = LAMBDA_TO_POOL.splitlines()
        lines[LINE] += "  # é 𝄞 # noqa: E501, MP"
        uri = await opened(shared, "complete.py", "\n".join(lines) + "\n")
        width = len(lines[LINE].encode("utf-16-le")) // 2
        items = await shared.complete(uri, LINE, width)
        assert min(items.values(), key=lambda item: item.sort_text or "").label == "MP201"
        assert {"MP101", "MP201", "MP901"} <= set(items)
        edit = items["MP201"].text_edit
        assert isinstance(edit, types.TextEdit)
        assert edit.new_text == "MP201"
        assert (edit.range.start.character, edit.range.end.character) == (width - 2, width)
        resolved = await shared.client.completion_item_resolve_async(items["MP201"])
        assert isinstance(resolved.documentation, types.MarkupContent)
        assert "lambda" in resolved.documentation.value

    @pytest.mark.parametrize("line", ["x = 1  # MP", "x = 1  # noqa", "MP", 'x = "MP"'])
    async def test_nowhere_else(self, shared: Editor, line: str) -> None:
        uri = shared.open(f"nowhere{abs(hash(line))}.py", line + "\n")
        assert await shared.complete(uri, 0, len(line)) == {}

    async def test_codes_that_are_listed_already(self, shared: Editor) -> None:
        line = "x = 1  # noqa: MP201, "
        uri = shared.open("listed.py", line + "\n")
        items = await shared.complete(uri, 0, len(line))
        assert "MP201" not in items
        assert "MP202" in items

    @pytest.mark.parametrize(
        ("line", "wanted", "unwanted"),
        [
            ("", "start-methods", '"MP201"'),
            ("sel", "select", "MP201"),
            ("ignore = [", '"MP201"', "select"),
            ('ignore = ["MP101", "', '"MP201"', "select"),
            ("start-methods = [", '"forkserver"', '"MP201"'),
            ('start-methods = ["', '"spawn"', '"MP201"'),
            ("fail-on = ", '"warning"', '"MP201"'),
            ("force-exclude = ", "true", '"true"'),
            ("severity = { ", "MP201", "select"),
            ("severity = { MP201 = ", '"info"', '"MP201"'),
            ('per-file-ignores = { "a.py" = [', '"MP201"', "select"),
        ],
    )
    async def test_the_configuration(self, shared: Editor, line: str, wanted: str, unwanted: str) -> None:
        uri = shared.open("complete/pyproject.toml", f"[tool.flake8_mp]\n{line}\n", language="toml")
        items = await shared.complete(uri, 1, len(line))
        assert wanted in items
        assert unwanted not in items
        shared.close(uri)

    async def test_several_lines(self, shared: Editor) -> None:
        text = (
            '[tool.flake8_mp]\nselect = [\n    "MP101",  # [\n    \n]\n\n[tool.other]\n\n[tool.flake8_mp.severity]\n\n'
        )
        uri = shared.open("several/pyproject.toml", text, language="toml")
        assert '"MP201"' in await shared.complete(uri, 3, 4)
        assert "ignore" in await shared.complete(uri, 5, 0)
        assert await shared.complete(uri, 7, 0) == {}
        assert "MP201" in await shared.complete(uri, 9, 0)

    async def test_what_is_quoted_already(self, shared: Editor) -> None:
        uri = shared.open("quoted/pyproject.toml", '[tool.flake8_mp]\nignore = ["MP"]\n', language="toml")
        edit = (await shared.complete(uri, 1, 13))['"MP201"'].text_edit
        assert isinstance(edit, types.TextEdit)
        assert applied('[tool.flake8_mp]\nignore = ["MP"]\n', [edit]) == '[tool.flake8_mp]\nignore = ["MP201"]\n'


UNSAFE = (ROOT / "fixtures/mp604_pool_out_of_order/bad_returned_imap.py").read_text(encoding="utf-8")
"""Its fix may change what the program does."""


class TestFixes:
    async def test_a_fix(self, shared: Editor) -> None:
        uri = await opened(shared, "fix.py")
        actions = await shared.actions(uri, LINE, COLUMN)
        (action,) = (each for title, each in actions.items() if "(MP201" in title)
        assert action.kind == QUICK_FIX
        assert action.is_preferred
        assert action.diagnostics
        assert codes(action.diagnostics) == ["MP201"]
        assert action.edit is None, "it is sent when it is chosen"
        text = applied(LAMBDA_TO_POOL, edits_of((await shared.resolved(action)).edit)[uri])
        assert "lambda" not in text
        shared.change(uri, text)
        assert await shared.diagnostics(uri) == []

    async def test_all_of_them(self, shared: Editor) -> None:
        source = LAMBDA_TO_POOL + "    print(multiprocessing.Pool().map(lambda number: -number, range(3)))\n"
        uri = await opened(shared, "all.py", source)
        (action,) = (await shared.actions(uri, 0, 0, only=["source.fixAll"])).values()
        text = applied(source, edits_of((await shared.resolved(action)).edit)[uri])
        assert "lambda" not in text
        shared.change(uri, text)
        assert "MP201" not in codes(await shared.diagnostics(uri))

    async def test_what_is_not_safe_is_marked_and_not_preferred(self, shared: Editor) -> None:
        uri = shared.open_file("unsafe.py", UNSAFE)
        (found,) = await shared.diagnostics(uri)
        actions = await shared.actions(uri, found.range.start.line, found.range.start.character)
        (action,) = (each for title, each in actions.items() if ", unsafe)" in title)
        assert not action.is_preferred
        assert edits_of((await shared.resolved(action)).edit)[uri]
        (every,) = (await shared.actions(uri, 0, 0, only=["source.fixAll"])).values()
        assert (await shared.resolved(every)).edit is None, "only safe ones are applied together"

    async def test_what_the_user_does_not_want(self, shared: Editor) -> None:
        shared.write("unwanted/pyproject.toml", '[tool.flake8_mp]\nunfixable = ["MP201"]\n')
        uri = await opened(shared, "unwanted/program.py")
        assert not any("(MP201" in title for title in await shared.actions(uri, LINE, COLUMN))
        assert await shared.actions(uri, 0, 0, only=["source.fixAll"]) == {}


async def test_a_program_that_is_fixed(shared: Editor) -> None:
    uri = await opened(shared, "mended.py")
    shared.change(uri, FUNCTION_TO_POOL)
    assert await shared.diagnostics(uri) == []
    assert await shared.actions(uri, LINE, COLUMN) == {}
