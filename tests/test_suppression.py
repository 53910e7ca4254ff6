"""``# noqa`` in the command: what flake8 reads, read the same way; comments added, and found idle."""

from __future__ import annotations

import ast
import itertools
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_mp.frontends import checking
from flake8_mp.frontends.checking import mentions_plugin_in_noqa
from flake8_mp.frontends.suppression import Suppressions, without_code
from flake8_mp.rule import Finding, Span
from tests.conftest import Command, Project, time_limit

CALL = "pool.map(lambda n: n, [1])"
HEAD = "import multiprocessing as mp\n\npool = mp.get_context('fork').Pool(2)\n"

COMMENTS = [
    "# noqa",
    "# NOQA",
    "#noqa",
    "#  noqa",
    "# noqa:MP201",
    "# noqa: MP201",
    "# noqa:  MP201",
    "# noqa : MP201",
    "# noqa: mp201",
    "# noqa: MP2",
    "# noqa: MP",
    "# noqa: M",
    "# noqa: MP201,MP301",
    "# noqa: E501 MP201",
    "# noqa: E501,W1",
    "# noqa: MP101",
    "# noqa: because it is fine",
    "# noqa: E501 because of MP201",
    "# noqa:E501,\tMP201",
    "# noqa: MP201: it is fine",
    "# noqa MP101",
    "# type: ignore # noqa: MP201",
    "# noqa: MP101 # noqa: MP201",
    "# flake8: noqa",
    "# no qa",
    "# NoQA:MP201 # why",
]

SHAPES = {
    "multiline": f"{HEAD}pool.map(  # noqa: MP201\n    lambda n: n,\n    [1],\n)\n",
    "argument": f"{HEAD}pool.map(\n    lambda n: n,  # noqa: MP201\n    [1],\n)\n",
    "last": f"{HEAD}pool.map(\n    lambda n: n,\n    [1],\n)  # noqa: MP201\n",
    "string": f"{HEAD}pool.map(lambda n: '''\n''', ['''\nx\n'''])  # noqa: MP201\n",
    "in_string": f'{HEAD}pool.map(lambda n: "# noqa", [1])\n',
    "before_string": f"{HEAD}pool.map(lambda n: n, ['''# noqa: MP201\n'''])\n",
    "backslash": f"{HEAD}x = \\\n    pool.map(lambda n: n, [1])  # noqa: MP201\n",
    "backslash_before": f"{HEAD}x = pool.map(lambda n: n, [1]) \\\n    or 1  # noqa\n",
    "form_feed": f"{HEAD}\x0c\n{CALL}  # noqa: MP201\n",
    "separator": f"{HEAD}x = '\u2028'; {CALL}  # noqa: MP201\n{CALL}\n",
    "file": f"# flake8: noqa\n{HEAD}{CALL}\n",
    "file_codes": f"{HEAD}{CALL}\n   # flake8: noqa: E501\n",
    "file_equals": f"{HEAD}{CALL}\n# FLAKE8=NOQA\n",
    "file_behind_code": f"{HEAD}{CALL}  # flake8: noqa: MP201\n",
    "file_in_string": f"{HEAD}{CALL}\nx = '''\n# flake8: noqa\n'''\n",
    "crlf": f"{HEAD}{CALL}  # noqa: MP201\n{CALL}\n".replace("\n", "\r\n"),
    "next_line": f"{HEAD}{CALL}\n# noqa: MP201\n",
    "nothing": f"{HEAD}{CALL}\n",
}


def test_the_command_silences_what_flake8_silences(command: Command) -> None:
    texts = {f"c{number:02}.py": f"{HEAD}{CALL}  {comment}\n" for number, comment in enumerate(COMMENTS)}
    texts |= {f"s_{name}.py": text for name, text in SHAPES.items()}
    for name, text in texts.items():
        command.write(name, text)
    project = Project(command.folder)
    theirs = project.codes(".")
    ours = sorted(f"./{place}" for place in command.concise(".").places)
    assert ours == theirs
    assert 10 < len(ours) < len(texts) - 10  # both sides of every question are there
    everything = command.concise(".", "--disable-noqa").places
    assert len({place.partition(":")[0] for place in everything}) == len(texts)
    assert sorted(f"./{place}" for place in everything) == project.codes(".", "--disable-noqa")


class TestIdle:
    def reports(self, command: Command, text: str, *arguments: str) -> list[str]:
        command.write("a.py", text)
        return command.concise("a.py", "--unused-noqa", *arguments).out.splitlines()

    def test_a_comment_that_silences_nothing(self, command: Command) -> None:
        lines = self.reports(command, f"{HEAD}x = 1  # noqa: E501,MP301\n{CALL}  # noqa: MP201\n")
        assert lines == ["a.py:4:21: MP001 MP301 in this noqa comment suppresses nothing; remove it"]

    def test_a_code_that_does_not_exist(self, command: Command) -> None:
        lines = self.reports(command, f"{HEAD}{CALL}  # noqa: mp201\n{CALL}  # noqa: MP999\n")
        assert [line.partition(" ")[2] for line in lines] == [
            "MP201 `Pool.map` cannot pickle a lambda; use a function defined at module level",
            "MP002 mp201 in this noqa comment is not a code of flake8-mp; write MP201",
            "MP201 `Pool.map` cannot pickle a lambda; use a function defined at module level",
            "MP002 MP999 in this noqa comment is not a code of flake8-mp; `flake8-mp rules` lists the codes",
        ]

    def test_what_is_not_looked_for_may_be_needed(self, command: Command) -> None:
        text = f"{HEAD}{CALL}  # noqa: MP201, MP901\n"
        assert self.reports(command, text) == []
        assert self.reports(command, text, "--select", "MP3") == []
        assert self.reports(command, text, "--enable", "MP901") == [
            "a.py:4:44: MP001 MP901 in this noqa comment suppresses nothing; remove it"
        ]

    def test_comments_of_others_strings_and_bare_ones_are_left_alone(self, command: Command) -> None:
        text = f"{HEAD}x = 1  # noqa\ny = 2  # noqa: E501, MPL1\nz = 'x # noqa: MP201'\n# noqa: because MP is slow\n"
        assert self.reports(command, text) == []

    def test_a_file_that_has_nothing_to_do_with_processes(self, command: Command) -> None:
        lines = self.reports(command, "from acme import run\n\nrun(1)  # noqa: MP201\n")
        assert lines == ["a.py:3:17: MP001 MP201 in this noqa comment suppresses nothing; remove it"]

    def test_its_codes_have_pages_and_can_be_ignored(self, command: Command) -> None:
        command.write("a.py", "x = 1  # noqa: MP201\n")
        assert "breaks under" not in command("a.py", "--unused-noqa").out
        assert command("a.py", "--unused-noqa", "--per-file-ignores", "a.py:MP001").status == 0
        for code in ("MP001", "MP002"):
            assert f"`{code}` is not a rule." in command("explain", code).out

    def test_it_is_not_on_by_itself(self, command: Command) -> None:
        command.write("a.py", f"{HEAD}x = 1  # noqa: MP301\n")
        assert command.concise("a.py").status == 0


class TestAddNoqa:
    def added(self, command: Command, text: str | bytes, *arguments: str) -> bytes:
        path = command.write("a.py", text)
        result = command("a.py", "--add-noqa", *arguments)
        assert result.status == 0, result.err
        assert command.concise("a.py").places == []
        assert command("a.py", "--add-noqa", *arguments).status == 0
        return path.read_bytes()

    def test_a_comment_with_the_code_on_the_line(self, command: Command) -> None:
        new = self.added(command, f"{HEAD}{CALL}\n")
        assert new == f"{HEAD}{CALL}  # noqa: MP201\n".encode()

    def test_a_reason_stands_behind_and_is_no_code(self, command: Command) -> None:
        path = command.write("a.py", f"{HEAD}{CALL}\n")
        result = command("a.py", "--add-noqa=E501 is  what\nB2B says")
        assert result.err == "flake8-mp: 1 comment in 1 file\n"
        assert path.read_text(encoding="utf-8") == f"{HEAD}{CALL}  # noqa: MP201  # E501 is what B2B says\n"
        assert command.concise("a.py", "--unused-noqa").places == []

    def test_codes_join_a_comment_that_is_there(self, command: Command) -> None:
        new = self.added(command, f"{HEAD}{CALL}  # noqa: E501, W291  # because\n")
        assert new == f"{HEAD}{CALL}  # noqa: E501, W291, MP201  # because\n".encode()

    def test_a_reason_joins_a_comment_that_is_there(self, command: Command) -> None:
        new = self.added(command, f"{HEAD}{CALL}  # noqa: E731\n", "--add-noqa=later")
        assert new == f"{HEAD}{CALL}  # noqa: E731, MP201  # later\n".encode()

    def test_a_string_over_several_lines_gets_it_at_its_end(self, command: Command) -> None:
        new = self.added(command, f"{HEAD}pool.map(lambda n: '''\n''', [1])\n")
        assert new.endswith(b"''', [1])  # noqa: MP201\n")

    @pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
    def test_line_ends_stay(self, command: Command, end: str) -> None:
        text = f"{HEAD}{CALL}\nx = '''a\nb'''\n".replace("\n", end)
        assert self.added(command, text.encode()) == text.replace(CALL, f"{CALL}  # noqa: MP201").encode()

    def test_encoding_byte_order_mark_mode_and_missing_last_line_end_stay(self, command: Command) -> None:
        text = f"# coding: latin-1\nname = 'é'\n{HEAD}{CALL}"
        assert self.added(command, text.encode("latin-1")) == f"{text}  # noqa: MP201".encode("latin-1")
        path = command.write("a.py", b"\xef\xbb\xbf" + f"{HEAD}{CALL}\n".encode())
        path.chmod(0o754)
        command("a.py", "--add-noqa")
        assert path.read_bytes() == b"\xef\xbb\xbf" + f"{HEAD}{CALL}  # noqa: MP201\n".encode()
        assert path.stat().st_mode & 0o777 == 0o754

    def test_a_link_stays_a_link(self, command: Command) -> None:
        path = command.write("real.py", f"{HEAD}{CALL}\n")
        try:
            (command.folder / "a.py").symlink_to("real.py")
        except OSError:
            pytest.skip("no links here")
        command("a.py", "--add-noqa")
        assert (command.folder / "a.py").is_symlink()
        assert b"noqa" in path.read_bytes()

    def test_a_reason_that_the_encoding_has_not_changes_nothing(self, command: Command) -> None:
        text = f"# coding: latin-1\n{HEAD}{CALL}\n".encode("latin-1")
        path = command.write("a.py", text)
        result = command("a.py", "--add-noqa=日本")
        assert result.status == 2
        assert result.err.startswith("a.py: not changed: ")
        assert path.read_bytes() == text

    def test_only_the_line_that_cannot_take_it_is_left(self, command: Command) -> None:
        text = f"{HEAD}{CALL}\npool.map(lambda n: n, ['''x # noqa: E501\n'''])\n"
        path = command.write("a.py", text)
        result = command("a.py", "--add-noqa")
        assert result.status == 2
        assert result.err.splitlines() == [
            "a.py: 1 of its lines cannot take a comment without changing the program",
            "flake8-mp: 1 comment in 1 file",
        ]
        assert path.read_text(encoding="utf-8") == text.replace(f"{CALL}\n", f"{CALL}  # noqa: MP201\n", 1)

    def test_a_line_that_goes_on_behind_a_backslash(self, command: Command) -> None:
        new = self.added(command, f"{HEAD}x = {CALL} \\\n    or 1\n")
        assert new.endswith(b"    or 1  # noqa: MP201\n")

    def test_a_notebook(self, command: Command) -> None:
        document = {
            "cells": [
                {"cell_type": "markdown", "metadata": {}, "source": ["# é"]},
                {
                    "cell_type": "code",
                    "execution_count": None,
                    "metadata": {},
                    "outputs": [],
                    "source": [*HEAD.splitlines(keepends=True), CALL],
                },
            ],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        path = command.write("n.ipynb", json.dumps(document, indent=1, ensure_ascii=False) + "\n")
        assert command.concise("n.ipynb").out.startswith("n.ipynb:cell 2:4:10: MP201 ")
        assert command("n.ipynb", "--add-noqa=fine").status == 0
        assert command.concise("n.ipynb").places == []
        assert (
            json.loads(path.read_text(encoding="utf-8"))["cells"][1]["source"][-1] == f"{CALL}  # noqa: MP201  # fine"
        )
        path.write_text(json.dumps(document), encoding="utf-8")
        result = command("n.ipynb", "--add-noqa")
        assert result.status == 2
        assert "not formatted as Jupyter does it" in result.err


class TestWhatIsNotChanged:
    """A file is left as it is, with a word about it, rather than changed in another way than was meant."""

    def changing(self, command: Command, monkeypatch: pytest.MonkeyPatch, reads: int) -> Path:
        """Let a file change right before it is read for the so many-th time."""
        path = command.write("a.py", f"{HEAD}{CALL}\n")
        count = itertools.count(1)

        def read(name: str) -> bytes:
            if next(count) == reads:
                path.write_text("# another\n", encoding="utf-8")
            return checking.read(name)

        monkeypatch.setattr("flake8_mp.frontends.add_noqa.read", read)
        return path

    @pytest.mark.parametrize("reads", [1, 2])
    def test_a_file_that_has_changed_meanwhile(
        self, command: Command, monkeypatch: pytest.MonkeyPatch, reads: int
    ) -> None:
        path = self.changing(command, monkeypatch, reads)
        command.write("b.py", f"{HEAD}{CALL}\n")
        result = command(".", "--add-noqa")
        assert result.status == 2
        assert result.err.splitlines() == [
            "a.py: not changed: it has changed since it was checked",
            "flake8-mp: 1 comment in 1 file",
        ]
        assert path.read_text(encoding="utf-8") == "# another\n"

    def test_an_expression_with_thousands_of_terms(self, command: Command) -> None:
        terms = " + ".join(["'a'"] * 1100)
        path = command.write("a.py", f"{HEAD}x = {terms}\n{CALL}\n")
        assert command("a.py", "--add-noqa").status == 0
        assert path.read_text(encoding="utf-8") == f"{HEAD}x = {terms}\n{CALL}  # noqa: MP201\n"

    def test_a_comment_that_ends_with_a_backslash(self, command: Command) -> None:
        path = command.write("a.py", f"{HEAD}{CALL}  # c \\\n")
        assert command("a.py", "--add-noqa").status == 0
        assert path.read_text(encoding="utf-8") == f"{HEAD}{CALL}  # c \\  # noqa: MP201\n"
        assert command.concise("a.py").places == []

    def test_an_encoding_with_several_forms_of_one_text(self, command: Command) -> None:
        data = f"# coding: utf-7\n{HEAD}{CALL}\n# +AGE-\n".encode("ascii")
        path = command.write("a.py", data)
        result = command("a.py", "--add-noqa")
        assert (result.status, path.read_bytes()) == (2, data)
        assert result.err.startswith("a.py: not changed: writing it back in utf-7 would change")


def test_a_code_that_a_comment_names_twice_is_reported_once(command: Command) -> None:
    command.write("a.py", "import multiprocessing  # noqa: MP999, MP998, MP999\n")
    assert command.concise("a.py", "--unused-noqa").places == ["a.py:1:33 MP002", "a.py:1:40 MP002"]


def test_ten_thousand_codes_in_one_comment(command: Command) -> None:
    codes = ", ".join(f"MP{number % 1000:03}" for number in range(10_000))
    path = command.write("a.py", f"{HEAD}{CALL}  # noqa: {codes.replace('MP201, ', '')}\n")
    with time_limit(20):
        assert len(command.concise("a.py", "--unused-noqa").places) > 800
        assert command("a.py", "--add-noqa").status == 0
    assert path.read_text(encoding="utf-8").endswith(", MP201\n")


def test_a_line_that_says_noqa_a_hundred_thousand_times() -> None:
    for end in (b"", b"\n", b"\r\n# MP\n"):
        with time_limit(10):
            assert not mentions_plugin_in_noqa((b"# " + b"noqa" * 100_000 + end) * 5)
    assert mentions_plugin_in_noqa(b"# NoQA" + b"noqa" * 100 + b": mp201")
    assert mentions_plugin_in_noqa(b"# noqa\n# MP\r# noqa MP")
    assert not mentions_plugin_in_noqa(b"MP noqa\nMP")


WORDS = st.sampled_from(
    ["x = 1", "f(", ")", "'''", "# noqa", "# noqa: MP201", "\\", '"""', " ", "a", "\n", "\r", "é", "# b"]
)


@given(st.lists(WORDS, max_size=30).map("".join), st.data())
@settings(max_examples=200, deadline=None)
def test_whatever_the_text_a_comment_that_is_added_silences(text: str, data: st.DataObject) -> None:
    text = re.sub(r"\r\n?", "\n", text)
    lines = text.split("\n")
    line = data.draw(st.integers(1, len(lines)))
    finding = Finding("MP101", Span(line, 0, line, 0), "it breaks")
    suppressions = Suppressions(text)
    suppressions.kept([finding])
    suppressions.idle([finding], ["MP101", "MP201"], ["MP201"])
    changed = list(lines)
    for number, new in suppressions.additions([finding]).items():
        changed[number - 1] = lines[number - 1] if new is None else new
    try:
        tree = ast.dump(ast.parse(text))
    except (SyntaxError, ValueError):
        return
    fixed = "\n".join(changed)
    if fixed != text and not suppressions.silences("MP101", line) and ast.dump(ast.parse(fixed)) == tree:
        assert Suppressions(fixed).silences("MP101", line)


def test_the_patterns_are_flake8s_own() -> None:
    from flake8 import defaults

    from flake8_mp.frontends import suppression

    assert suppression._INLINE.pattern == defaults.NOQA_INLINE_REGEXP.pattern
    assert suppression._INLINE.flags == defaults.NOQA_INLINE_REGEXP.flags
    assert suppression._FILE.pattern == defaults.NOQA_FILE.pattern
    assert Path(suppression.__file__).name == "suppression.py"


@pytest.mark.parametrize(
    ("line", "code", "expected"),
    [
        ("x = 1  # noqa: MP201", "MP201", "x = 1"),
        ("x = 1  # noqa: MP201, MP301", "MP201", "x = 1  # noqa: MP301"),
        ("x = 1  # noqa: MP201, MP301", "MP301", "x = 1  # noqa: MP201"),
        ("x = 1  # noqa: E501 MP201,MP301", "MP201", "x = 1  # noqa: E501 MP301"),
        ("x = 1  # noqa: MP201  # why", "MP201", "x = 1  # why"),
        ("x = 1  # noqa: MP201, MP301  # why", "MP301", "x = 1  # noqa: MP201  # why"),
        ("x = 1  # noqa: MP201 because of y", "MP201", "x = 1  # because of y"),
        ("x = 1  # type: ignore  # noqa:MP201", "MP201", "x = 1  # type: ignore"),
        ("# flake8-mp: noqa: MP201", "MP201", ""),
        ("# flake8-mp: noqa: MP201, MP3", "MP3", "# flake8-mp: noqa: MP201"),
        ("x = 1  # noqa", "noqa", "x = 1  # noqa"),
        ("x = 1  # MP201", "MP201", "x = 1  # MP201"),
    ],
)
def test_a_code_is_taken_out_of_a_comment(line: str, code: str, expected: str) -> None:
    assert without_code(line, line.index(code)) == expected
