"""The command as people use it by hand: near misses, short options, codes in any form, comments for whole files."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from flake8_mp import __version__
from flake8_mp.configuration import FORMATS, KEYS, known_codes
from flake8_mp.frontends import watching
from flake8_mp.frontends.cli import COMMANDS
from flake8_mp.frontends.config_list import DESCRIBED
from flake8_mp.frontends.formats import Run
from flake8_mp.frontends.options import parser
from flake8_mp.progress import Progress
from tests.conftest import FUNCTION_TO_POOL, LAMBDA_TO_POOL, ROOT, Command, Project
from tests.reports import ORDINARY, printed

PLACE = "a.py:5:24 MP201"
POSIX = pytest.mark.skipif(os.name == "nt", reason="signals and terminals of POSIX")


class TestNearMisses:
    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["--selct", "MP1"], "flake8-mp check: --selct: there is no such option; did you mean --select?"),
            (["--out-format=json"], "flake8-mp check: --out-format: there is no such option; did you mean --output-format?"),
            (["--show-setings"], "flake8-mp check: --show-setings: there is no such option; did you mean --show-settings?"),
            (["--xyzzy"], "flake8-mp check: --xyzzy: there is no such option"),
            (["--fail-on", "eror"], "--fail-on: 'eror' is not one of error, warning, info; did you mean error?"),
            (["--output-format", "jsn"], f"'jsn' is not one of {', '.join(FORMATS)}; did you mean json?"),
            (["--jobs", "many"], "flake8-mp check: -j/--jobs: 'many' is not a number"),
            (["--select", "PM201"], "flake8-mp: --select: 'PM201' is not a code; did you mean MP201?"),
            (["--select", "lambda-handoff"], "flake8-mp: --select: 'LAMBDA-HANDOFF' is not a code; write MP201"),
            (["--start-methods", "spwan"], "flake8-mp: --start-methods: 'spwan' is not a start method; did you mean spawn?"),
            (["--config", "fail-om = 'error'"], "flake8-mp: --config: fail-om: there is no such key; did you mean fail-on?"),
            (["explian"], "flake8-mp: explian: no such file or command; did you mean explain?"),
            (["rule", "MP201"], "flake8-mp: rule: no such file or command; did you mean explain?"),
            (["clena"], "flake8-mp: clena: no such file or command; did you mean clean?"),
            (["rules", "--fromat", "json"], "flake8-mp rules: --fromat: there is no such option; did you mean --format?"),
            (["verify", "--start-metod", "fork", "a.py"], "did you mean --start-method?"),
            (["selfcheck", "--recrod"], "flake8-mp selfcheck: --recrod: there is no such option; did you mean --record?"),
            (["config", "selekt"], "did you mean select?"),
            (["completion", "bsh"], "did you mean bash?"),
        ],
    )  # fmt: skip
    def test_they_are_reported_in_one_line(self, command: Command, arguments: list[str], message: str) -> None:
        result = command(*arguments)
        assert (result.status, result.out, result.err.count("\n")) == (2, "", 1)
        assert message in result.err

    def test_codes_of_others_are_not_taken_for_ours(self, command: Command) -> None:
        assert "did you mean" not in command("--select", "E501").err


class TestOptions:
    def test_short_ones(self, command: Command) -> None:
        command.write("a.py")
        assert command("a.py", "-s") == command("a.py", "--silent")
        result = command("a.py", "-s")
        assert (result.status, result.out, result.err) == (1, "", "")
        assert command("a.py", "-e").status == 0
        assert command("a.py", "-n", "-q", "-o", "out.txt").status == 1
        assert "MP201" in (command.folder / "out.txt").read_text(encoding="utf-8")

    def test_help_of_a_command(self, command: Command) -> None:
        assert command("help", "rules") == command("rules", "--help")
        assert command("help") == command("help", "nothing") == command("--help")

    @pytest.mark.parametrize(
        ("ours", "other"), [("--disable-noqa", "--ignore-noqa"), ("--show-config", "--show-settings")]
    )
    def test_names_of_other_linters(self, command: Command, ours: str, other: str) -> None:
        command.write("a.py", LAMBDA_TO_POOL.rstrip() + "  # noqa\n")
        assert command("a.py", ours, "-q") == command("a.py", other, "-q")
        assert "MP201" in command("a.py", other).out or ours == "--show-config"

    def test_what_ends_with_no_takes_an_option_back(self, command: Command) -> None:
        path = command.write("a.py")
        assert command.concise("a.py", "--fix", "--no-fix").places == [PLACE]
        assert command.concise("a.py", "--fix-only", "--no-fix-only").places == [PLACE]
        assert path.read_text(encoding="utf-8") == LAMBDA_TO_POOL

    def test_fixes_are_listed_where_they_are_asked_for(self, command: Command) -> None:
        for name in ("a.py", "b.py"):
            command.write(name)
        shown = command("--fix", "--show-fixes").err
        title = "Define the lambda as `_work` at module level"
        assert [line for line in shown.splitlines() if not line.startswith("flake8-mp")] == [
            f"{path}:" if not index else f"  1 × MP201 {title}" for path in ("a.py", "b.py") for index in (0, 1)
        ]
        command.write("a.py")
        assert "×" not in command("--fix").err

    def test_more_codes_for_files_and_fixes(self, command: Command) -> None:
        command.write("a.py")
        command.write(
            "pyproject.toml", "[tool.flake8_mp]\nper-file-ignores = { 'b.py' = ['MP2'] }\nfixable = ['MP1']\n"
        )
        assert command.concise("a.py").places == [PLACE]
        assert command.concise("a.py", "--extend-per-file-ignores", "a.py:MP2").places == []
        command.write("b.py")
        assert command.concise("b.py", "--extend-per-file-ignores", "a.py:MP2").places == []
        assert command.concise("b.py", "--per-file-ignores", "a.py:MP2").places != []
        assert "1 fixed" not in command("a.py", "--fix").err
        assert "1 fixed" in command("a.py", "--fix", "--extend-fixable", "MP201").err

    def test_the_environment_counts_less_than_the_command_line(
        self, command: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        command.write("a.py")
        command.write("pyproject.toml", "[tool.flake8_mp]\noutput-format = 'json'\n")
        monkeypatch.setenv("FLAKE8_MP_OUTPUT_FORMAT", "concise")
        monkeypatch.setenv("FLAKE8_MP_NO_CACHE", "1")
        assert command("a.py").out.startswith(f"{PLACE.replace(' ', ': ')} ")
        assert not (command.folder.parent / "cache").exists()
        assert command("a.py", "--output-format", "github").out.startswith("::error ")
        monkeypatch.setenv("FLAKE8_MP_NO_CACHE", "false")
        command("a.py")
        assert (command.folder.parent / "cache").exists()
        monkeypatch.setenv("FLAKE8_MP_OUTPUT_FILE", "out.txt")
        assert command("a.py").out == ""
        assert "MP201" in (command.folder / "out.txt").read_text(encoding="utf-8")
        monkeypatch.setenv("FLAKE8_MP_OUTPUT_FORMAT", "consise")
        result = command("a.py")
        assert (result.status, result.out, result.err.count("\n")) == (2, "", 1)
        assert result.err.startswith("flake8-mp: FLAKE8_MP_OUTPUT_FORMAT: 'consise' is not one of full, ")
        assert result.err.endswith("; did you mean concise?\n")

    def test_no_cache_is_written_with_n(self, command: Command) -> None:
        command.write("a.py")
        command("a.py", "-n")
        assert not (command.folder.parent / "cache").exists()

    @pytest.mark.parametrize(
        "arguments",
        [
            ["--select", "MP1", "MP201", "a.py"],
            ["--select=MP1", "MP201", "a.py"],
            ["--select", "mp1,mp201", "a.py"],
            ["--select", "MP1 MP201", "a.py"],
            ["a.py", "--select", "mp1", "MP201"],
            ["--select", "ALL", "a.py"],
            ["--select", "all", "--ignore", "MP7", "mp9", "a.py"],
            ["--ignore", "ALL", "--select", "MP201", "a.py"],
            ["--start-methods", "spawn", "forkserver", "a.py"],
            ["--fixable", "MP1", "MP3", "a.py"],
        ],
    )
    def test_codes_in_any_form(self, command: Command, arguments: list[str]) -> None:
        command.write("a.py")
        assert PLACE in command.concise(*arguments).places

    def test_all_brings_what_is_off_by_default(self, command: Command) -> None:
        command.write("a.py")
        assert len(command.concise("a.py", "--select", "ALL").places) > len(command.concise("a.py").places)
        assert command.concise("a.py", "--ignore", "ALL").places == []

    def test_a_file_with_the_name_of_a_code_is_a_file(self, command: Command) -> None:
        command.write("MP2/a.py")
        assert command.concise("--select", "MP201", "MP2").places == [f"MP2/{PLACE}"]

    def test_config_sets_keys(self, command: Command) -> None:
        command.write("a.py")
        command.write("pyproject.toml", "[tool.flake8_mp]\nignore = ['MP2']\n")
        assert command.concise("a.py").places == []
        assert command.concise("a.py", "--config", "ignore = []").places == [PLACE]
        result = command(
            "a.py", "--config", "ignore = []", "--config", 'fail-on = "error"', "--config", 'severity = {MP2 = "info"}'
        )
        assert result.status == 0
        assert "MP201" in result.out
        assert command.concise("a.py", "--config", "ignore = []", "--ignore", "MP2").places == []
        assert command.concise("a.py", "--config", "pyproject.toml", "--config", "ignore = ['MP3']").places == [PLACE]

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (
                ["--config", "ignore = MP2"],
                "'ignore = MP2' is neither a file nor a line of TOML such as 'fail-on = \"error\"'",
            ),
            (
                ["--config", "a.toml", "--config", "b.toml"],
                "--config: name one file, not both a.toml and b.toml",
            ),
            (["--config", "ignore = 3"], "--config: ignore: write a list of strings, not 3"),
        ],
    )
    def test_what_config_cannot_be(self, command: Command, arguments: list[str], message: str) -> None:
        result = command(*arguments)
        assert (result.status, result.out, result.err.count("\n")) == (2, "", 1)
        assert message in result.err

    def test_verbose_says_what_is_done(self, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("FLAKE8_MP_TRACEBACK", raising=False)
        command.write("a.py")
        command.write("pyproject.toml", "[tool.flake8_mp]\nfail-on = 'error'\n")
        result = command("a.py", "-v")
        assert "flake8-mp: configuration: pyproject.toml\n" in result.err
        assert "0 of 1 results came from it" in result.err
        assert "1 analysed by up to" in result.err
        assert "1 of 1 results came from it" in command("a.py", "-v").err
        assert "FLAKE8_MP_TRACEBACK" not in os.environ

    def test_verbose_names_files_that_were_not_followed_to_their_ends(self, command: Command) -> None:
        call = "    {0} = f{1}(lambda: x, {0})\n"
        calls = "".join(
            f"def f{depth}(x, y):\n{''.join(call.format('y', depth + 1) for _ in range(3))}    return [x, y]\n\n"
            for depth in range(9)
        )
        last = "def f9(x, y):\n    return multiprocessing.Value('i', x)\n\n"
        command.write("a.py", f"import multiprocessing\n\n{last}{calls}f0(1, [])\n")
        command.write("b.py")
        line = "flake8-mp: a.py: too much to follow; rules about what is missing are silent there\n"
        for _ in range(2):  # the second time it comes from the cache
            result = command(".", "-v")
            assert line in result.err
            assert "flake8-mp: b.py: too much" not in result.err
        shown = command(".").err
        assert line not in shown
        assert "2 files checked" in shown
        assert "1 followed only in part (see --verbose)" in shown

    @POSIX
    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
    @pytest.mark.parametrize("words", ["check --help", "--help", "rules --help", "config", "version", "verify --help"])
    def test_help_for_which_there_is_no_room(self, command: Command, words: str) -> None:
        line = f"{sys.executable} -m flake8_mp {words} > /dev/full"
        run = subprocess.run(
            ["sh", "-c", line], cwd=command.folder, capture_output=True, text=True, timeout=60, check=False
        )
        assert (run.returncode, run.stderr) == (
            2,
            "flake8-mp: standard output: cannot be written: No space left on device\n",
        )


class TestBesideRuff:
    """The table in docs/command-line.md."""

    PAGE = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    ROWS = re.findall(
        r"^\| (.+?) \| (.+?) \| (.*?) ?\|$",
        PAGE.partition("## Beside ruff check")[2].partition("\n## ")[0],
        re.MULTILINE,
    )[2:]

    @staticmethod
    def options(text: str) -> set[str]:
        return set(re.findall(r"--[a-z][a-z-]*", text))

    def test_what_is_the_same_is_there(self) -> None:
        known = {option for action in parser()._actions for option in action.option_strings}
        assert len(self.ROWS) > 10
        for theirs, ours, _ in self.ROWS:
            wanted = self.options(ours) | (self.options(theirs) if ours.startswith("the same") else set())
            assert wanted <= known
            assert wanted or ours == "-"

    def test_short_options_are_theirs(self) -> None:
        ours = dict(self.pairs(parser().format_help()))
        theirs = dict(self.pairs(self.help_of_ruff()))
        assert len(theirs) > 5
        assert {short: long for short, long in theirs.items() if ours.get(short) != long} == {}

    def test_each_option_of_ruff_has_a_row(self) -> None:
        named = [option for theirs, _, _ in self.ROWS for option in self.options(theirs)]
        assert len(named) == len(set(named))
        version = subprocess.run(
            [sys.executable, "-m", "ruff", "--version"], capture_output=True, text=True, check=True
        )
        if version.stdout.split()[-1] not in self.PAGE:
            pytest.skip(f"the table is about another version than {version.stdout.strip()}")
        asked = set(re.findall(r"^ +(?:-\w, )?(--[a-z-]+)", self.help_of_ruff(), re.MULTILINE))
        assert asked == set(named)

    @staticmethod
    def help_of_ruff() -> str:
        command = [sys.executable, "-m", "ruff", "check", "--help"]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout

    @staticmethod
    def pairs(text: str) -> list[tuple[str, str]]:
        """Return short options with the long ones beside them."""
        return re.findall(r"^ +(-\w)(?: [A-Z]+)?, (--[a-z-]+)", text, re.MULTILINE)


class TestFormats:
    def test_pylint(self, command: Command) -> None:
        command.write("a.py")
        line = "a.py:5: [MP201(lambda-handoff), ] "
        assert command("a.py", "-q", "--output-format", "pylint").out.startswith(line)

    def test_azure(self, command: Command) -> None:
        command.write("a;]%.py")
        command.write("b.py", "import multiprocessing\n(\n")
        result = command(".", "-q", "--output-format", "azure").out.splitlines()
        assert result[0].startswith(
            "##vso[task.logissue type=error;sourcepath=a%3B%5D%AZP25.py;linenumber=5;columnnumber=24;code=MP201;]a;]%AZP25.py:5:24: "
        )
        assert result[1] == ("##vso[task.logissue type=error;sourcepath=b.py;]b.py: line 2: '(' was never closed")

    @pytest.mark.parametrize("form", ["full", "concise", "grouped"])
    def test_colours_where_people_read(self, command: Command, form: str) -> None:
        command.write("a.py")
        assert "\033[" in command("a.py", "--color", "always", "--output-format", form).out
        assert "\033[" not in command("a.py", "--color", "never", "--output-format", form).out
        assert "\033[" in command("a.py", "--color", "always", "--statistics").out

    @pytest.mark.parametrize("form", [name for name in FORMATS if name not in ("full", "concise", "grouped")])
    def test_and_none_where_programs_do(self, command: Command, form: str) -> None:
        command.write("a.py")
        assert "\033[" not in command("a.py", "--color", "always", "--output-format", form).out

    @pytest.mark.parametrize("form", ["full", "concise", "grouped"])
    def test_codes_are_links(self, form: str) -> None:
        run = Run(False, 80, "/", "1", docs_url="https://docs.example.org/mp/", links=True)
        assert "\033]8;;https://docs.example.org/mp/rules/lambda-handoff\033\\MP201" in printed(form, ORDINARY, run=run)
        for docs_url, links in (("", True), ("https://docs.example.org", False)):
            assert "\033]8" not in printed(form, ORDINARY, run=Run(False, 80, "/", "1", docs_url=docs_url, links=links))

    def test_where_links_are_shown(self, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        command.write("a.py")
        asked = ("a.py", "--config", 'docs-url = "https://docs.example.org/{code}"', "--output-format", "concise")
        assert "\033]8" not in command(*asked).out
        monkeypatch.setenv("FORCE_HYPERLINK", "1")
        assert "\033]8;;https://docs.example.org/MP201\033\\MP201\033]8;;\033\\" in command(*asked).out

    def test_addresses_for_programs(self, command: Command) -> None:
        command.write("a.py")
        asked = ("a.py", "--config", 'docs-url = "https://docs.example.org"')
        url = "https://docs.example.org/rules/lambda-handoff"
        assert json.loads(command(*asked, "--output-format", "json").out)[0]["url"] == url
        sarif = json.loads(command(*asked, "--output-format", "sarif").out)
        assert sarif["runs"][0]["tool"]["driver"]["rules"][0]["helpUri"] == url


class TestCommentsForFiles:
    TWO = f"{LAMBDA_TO_POOL}    multiprocessing.Pool(2)\n"

    @pytest.mark.parametrize(
        ("comment", "silenced"),
        [
            ("# flake8-mp: noqa: MP201", True),
            ("# flake8-mp: noqa: MP2", True),
            ("# flake8-mp: noqa", True),
            ("  #flake8-mp:noqa:mp201,MP301", True),
            ("# flake8-mp: noqa: E501 MP201  # it is fine", True),
            ("# flake8-mp: noqa: MP301", False),
            ("# flake8-mp: noqa:", False),
            ("# flake8-mp: noqa: lambdas are fine here", False),
            ("x = 1  # flake8-mp: noqa: MP201", False),
            ("x = '''\n# flake8-mp: noqa: MP201\n'''", False),
        ],
    )
    def test_they_count_in_the_command_and_in_flake8(
        self, command: Command, project: Project, comment: str, silenced: bool
    ) -> None:
        source = f"{LAMBDA_TO_POOL}\n{comment}\n"
        command.write("a.py", source)
        assert (command.concise("a.py").places == []) is silenced
        assert command.concise("a.py", "--disable-noqa").places == [PLACE]
        project.write("a.py", source)
        assert (project.codes("a.py") == []) is silenced

    def test_flake8_can_disregard_them(self, project: Project) -> None:
        project.write("a.py", f"# flake8-mp: noqa: MP201\n{LAMBDA_TO_POOL}")
        assert project.codes("--disable-noqa", "a.py") == ["a.py:6:24 MP201"]

    def test_in_vain(self, command: Command) -> None:
        command.write("a.py", f"# flake8-mp: noqa: MP201, MP301, MP999\n{LAMBDA_TO_POOL}")
        assert command.concise("a.py", "--unused-noqa").places == ["a.py:1:27 MP001", "a.py:1:34 MP002"]

    @pytest.mark.parametrize(
        ("before", "first"),
        [
            ("", 0),
            ("#!/usr/bin/env python3\n", 1),
            ("#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n", 2),
            ('"""A program."""\n', 0),
            ("# a comment\n", 0),
        ],
    )
    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_one_is_added(self, command: Command, before: str, first: int, end: str) -> None:
        text = (before + LAMBDA_TO_POOL).replace("\n", end)
        path = command.write("a.py", text.encode())
        result = command("a.py", "--add-ignore=for now")
        assert (result.status, result.err) == (0, "flake8-mp: 1 comment in 1 file\n")
        lines = text.split(end)
        lines.insert(first, "# flake8-mp: noqa: MP201  # for now")
        assert path.read_bytes() == end.join(lines).encode()
        assert command.concise("a.py").places == []
        assert command("a.py", "--add-ignore").err == "flake8-mp: 0 comments in 0 files\n"

    def test_codes_join_one_that_is_there(self, command: Command) -> None:
        path = command.write("a.py", f"# flake8-mp: noqa: MP301  # why\n{LAMBDA_TO_POOL}")
        assert command("a.py", "--add-ignore").status == 0
        assert path.read_text(encoding="utf-8").startswith("# flake8-mp: noqa: MP301, MP201  # why\n")
        assert command.concise("a.py").places == []

    def test_options_that_contradict_each_other(self, command: Command) -> None:
        command.write("a.py")
        for arguments in (["--add-ignore", "--add-noqa"], ["--add-ignore", "--statistics"], ["--add-noqa", "--watch"]):
            result = command("a.py", *arguments)
            assert (result.status, result.out) == (2, "")
            assert "cannot be combined" in result.err


class TestNotebooks:
    def test_one_that_is_named_and_broken_is_an_error(self, command: Command) -> None:
        command.write("n.ipynb", "{nothing of ours")
        command.write("a.py")
        for _ in range(2):  # also when the cache knows it from a folder
            result = command.concise(".")
            assert (result.status, result.places) == (1, [PLACE])
            result = command.concise("n.ipynb", "a.py")
            assert (result.status, result.places) == (2, [PLACE])
            assert result.err == "n.ipynb: line 1: not valid JSON (Expecting property name enclosed in double quotes)\n"

    def test_one_that_is_whole_is_none(self, command: Command) -> None:
        command.write("n.ipynb", json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": "x = 1"}]}))
        assert command.concise("n.ipynb").status == 0


class TestSmallCommands:
    def test_version(self, command: Command) -> None:
        assert command("version").out.startswith(f"flake8-mp {__version__} (Python {sys.version_info[0]}.")
        assert json.loads(command("version", "--output-format", "json").out)["version"] == __version__

    def test_clean(self, command: Command) -> None:
        command.write("a.py")
        command("a.py")
        folder = command.folder.parent / "cache"
        (folder / "of-others").write_text("", encoding="utf-8")
        assert command("clean").err == f"flake8-mp: the cache was removed: {folder}\n"
        assert [path.name for path in folder.iterdir()] == ["of-others"]
        assert command("clean", "--cache-dir", str(folder)).err == f"flake8-mp: there is no cache: {folder}\n"

    def test_config_describes_every_key(self, command: Command) -> None:
        assert tuple(DESCRIBED) == tuple(KEYS)
        result = command("config")
        assert [line.split()[0] for line in result.out.splitlines()] == list(KEYS)
        reported = json.loads(command("config", "--output-format", "json").out)
        assert reported["fail-on"]["default"] == '"info"'
        assert reported["target-version"]["default"] is None
        assert 'default:  fail-on = "info"\n' in command("config", "fail-on").out

    @pytest.mark.parametrize("key", KEYS)
    def test_its_examples_can_be_used(self, command: Command, key: str) -> None:
        command.write("pyproject.toml", f"[tool.flake8_mp]\n{DESCRIBED[key].example}\n")
        assert DESCRIBED[key].example.startswith(f"{key} = ")
        result = command("--show-config")
        assert result.status == 0, result.err
        assert f"{key} is not set" not in result.out

    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_completion(self, command: Command, shell: str) -> None:
        pytest.importorskip("argcomplete")
        result = command("completion", shell)
        assert result.status == 0
        assert "flake8-mp" in result.out
        assert "_ARGCOMPLETE" in result.out

    def test_completion_without_the_library(self, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "argcomplete", None)
        monkeypatch.setitem(sys.modules, "argcomplete.shell_integration", None)
        assert command("completion", "bash").err == (
            "flake8-mp: completion: argcomplete is not installed; install flake8-mp[completion]\n"
        )


@POSIX
class TestCompleting:
    def asked(self, command: Command, line: str) -> list[str]:
        """Ask as a shell does: argcomplete answers on the descriptor 8."""
        pytest.importorskip("argcomplete")
        environment = {
            **os.environ,
            "_ARGCOMPLETE": "1",
            "_ARGCOMPLETE_IFS": "\n",
            "_ARGCOMPLETE_SUPPRESS_SPACE": "1",
            "COMP_LINE": line,
            "COMP_POINT": str(len(line)),
            "COMP_TYPE": "9",
        }
        shell = f"{sys.executable} -m flake8_mp 8>answer 9>/dev/null"
        subprocess.run(["sh", "-c", shell], cwd=command.folder, env=environment, check=True, timeout=60)
        return (command.folder / "answer").read_text(encoding="utf-8").split("\n")

    def test_commands_and_files(self, command: Command) -> None:
        command.write("verification.py")
        assert {"verify", "version", "verification.py"} <= set(self.asked(command, "flake8-mp ver"))
        assert set(COMMANDS) <= set(self.asked(command, "flake8-mp "))

    @pytest.mark.parametrize("start", ["flake8-mp ", "flake8-mp check "])
    def test_options_values_and_codes(self, command: Command, start: str) -> None:
        assert {"--output-format", "--output-file"} <= set(self.asked(command, f"{start}--outp"))
        assert {"json", "json-lines"} == set(self.asked(command, f"{start}--output-format js"))
        assert set(self.asked(command, f"{start}--select MP20")) == {
            code for code in known_codes() if code.startswith("MP20")
        }

    def test_other_commands(self, command: Command) -> None:
        assert "MP201" in self.asked(command, "flake8-mp explain MP2")
        assert set(self.asked(command, "flake8-mp completion ")) >= {"bash", "zsh", "fish"}
        assert "--start-method" in self.asked(command, "flake8-mp verify --st")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class TestProgress:
    def test_nothing_is_shown_where_nobody_looks(self, command: Command) -> None:
        for number in range(3):
            command.write(f"m{number}.py")
        assert "\r" not in command(".", "-v").err

    def test_it_is_shown_where_somebody_does(self, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        for number in range(3):
            command.write(f"m{number}.py")
        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        command(".", "-v", "--jobs", "1", "--no-cache")
        assert "\r\033[K1/3 files" in terminal.getvalue()
        assert terminal.getvalue().rindex("\r\033[K") > terminal.getvalue().rindex("/3 files")

    def test_it_goes_away_before_something_else_is_said(self) -> None:
        terminal = Terminal()
        progress = Progress("files", terminal)
        progress(1, 2)
        progress.close()
        progress.close()
        assert terminal.getvalue() == "\r\033[K1/2 files\r\033[K"

    def test_verify_says_nothing_meanwhile_without_a_terminal(self, command: Command) -> None:
        command.write("program.py", "import time\ntime.sleep(1.5)\n")
        run = command.process("verify", "--start-method", "spawn", "program.py")
        assert b" runs" not in run.stderr


@POSIX
class TestWatching:
    def test_it_checks_again_when_a_file_changes(self, command: Command) -> None:
        pytest.importorskip("watchfiles")
        command.write("a.py", FUNCTION_TO_POOL)
        with subprocess.Popen(
            [sys.executable, "-m", "flake8_mp", "-w", "-n", "--output-format", "concise", "."],
            cwd=command.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stderr is not None
            assert process.stdout is not None
            assert process.stderr.readline() == "flake8-mp: 1 file checked; nothing found\n"
            assert "waiting for changes" in process.stderr.readline()
            reported = threading.Event()

            def change() -> None:
                while not reported.wait(0.5):  # the watcher does not say when it is at work
                    command.write("a.py")

            changing = threading.Thread(target=change)
            changing.start()
            try:
                assert process.stdout.readline().startswith("a.py:5:24: MP201 ")
            finally:
                reported.set()
                changing.join()
                process.send_signal(2)
            process.communicate(timeout=20)
        assert process.returncode in (0, 130)

    def test_without_the_library(self, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "watchfiles", None)
        result = command("-w")
        assert (result.status, result.err) == (
            2,
            "flake8-mp: --watch: watchfiles is not installed; install flake8-mp[watch]\n",
        )

    def test_what_matters(self, command: Command) -> None:
        changed = ("a.py", "n.ipynb", "pyproject.toml", "setup.cfg", ".gitignore")
        assert all(watching.matters(os.path.join("folder", name)) for name in changed)  # noqa: PTH118
        assert not any(watching.matters(name) for name in ("a.txt", "a.pyc", "answers.db", ".a.py.swp", "gone"))
        assert watching.matters(str(command.write("script", "#!/usr/bin/env python3\n")))
        assert not watching.matters(str(command.write("output", "a.py:5:24: MP201\n")))  # of this very command, say
