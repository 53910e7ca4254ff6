"""The configuration of the command: which file counts for which file, who wins, what is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flake8_mp.configuration import FORMATS, KEYS, Choices, Configurations, read_configuration
from flake8_mp.frontends import formats
from flake8_mp.rule import all_rules, rule_of
from flake8_mp.settings import Settings, SettingsError
from tests.conftest import LAMBDA_TO_POOL, Command, time_limit

SPAWN_ONLY = "import multiprocessing as mp\n\nmp.Process(target=print).start()\n"
"""MP101: spawn and forkserver; a start method less is another text."""


def test_the_formats_are_those_that_there_are() -> None:
    assert sorted(FORMATS) == sorted(formats.names())


def test_every_key_is_a_field() -> None:
    for key in KEYS:
        name = key.replace("-", "_")
        assert hasattr(Settings(), name) != hasattr(Choices(), name), key


class TestSelection:
    def test_the_longer_prefix_wins_as_in_flake8(self) -> None:
        settings = Settings(select=frozenset({"MP2", "MP101"}), ignore=frozenset({"MP1", "MP20"}))
        wanted = {code for code in ("MP101", "MP104", "MP201", "MP213", "MP301") if settings.wants(code)}
        assert wanted == {"MP101", "MP213"}

    def test_equal_prefixes_are_ignored(self) -> None:
        assert not Settings(extend_select=frozenset({"MP101"}), ignore=frozenset({"MP101"})).wants("MP101")

    def test_a_code_that_is_selected_by_name_is_enabled_and_the_prefix_of_all_is_not(self) -> None:
        assert Settings(extend_select=frozenset({"MP7"})).wants("MP701", default=False)
        assert not Settings(select=frozenset({"MP"})).wants("MP701", default=False)
        assert not Settings(ignore=frozenset({"MP701"}), enable=frozenset({"MP7"})).wants("MP701", default=False)

    def test_extend_select_does_not_take_away_what_is_on(self) -> None:
        assert Settings(extend_select=frozenset({"MP7"})).wants("MP101")

    def test_on_the_command_line(self, command: Command) -> None:
        command.write("a.py")
        command.write("b.py", SPAWN_ONLY)
        assert command.concise(".", "--select", "MP2").places == ["a.py:5:24 MP201"]
        assert command.concise(".", "--ignore=MP201").places == ["b.py:3:1 MP101"]
        assert command.concise(".", "--ignore=MP1", "--extend-ignore", "MP2").places == []
        assert command.concise(".", "--per-file-ignores", "a.py:MP1,MP201 b.py:MP2").places == ["b.py:3:1 MP101"]
        assert command.concise("b.py", "--start-methods", "fork").places == []
        assert [each.split()[1] for each in command.concise("b.py", "--enable", "MP9").places] == ["MP101", "MP901"]

    def test_severities_follow_from_what_a_rule_is_about_and_can_be_changed(self, command: Command) -> None:
        on = [rule for rule in all_rules() if rule.default]
        assert {rule.code for rule in on if rule.severity == "warning"} == {rule.code for rule in on if rule.depends_on}
        assert {rule.severity for rule in on if not rule.depends_on} == {"error"}
        found = rule_of("MP901")
        assert found is not None
        assert found.severity == "info"
        command.write("b.py", SPAWN_ONLY)
        both = ("b.py", "--enable", "MP901")
        assert command.concise(*both, "--severity", "MP1:warning", "--fail-on", "error").status == 0
        assert command.concise(*both, "--severity", "MP1:warning", "--fail-on", "warning").status == 1
        assert (
            command.concise(*both, "--severity", "MP:info", "--severity", "MP101:error", "--fail-on=error").status == 1
        )
        assert '"severity": "warning"' in command("b.py", "--severity", "MP101:warning", "--output-format=json").out


class TestFiles:
    def test_the_nearest_table_counts_for_each_file(self, command: Command) -> None:
        command.write("pyproject.toml", '[tool.flake8_mp]\nignore = ["MP201"]\n')
        command.write("inner/pyproject.toml", '[tool.flake8_mp]\nstart-methods = ["fork"]\n')
        command.write("other/pyproject.toml", '[project]\nname = "other"\n')
        for folder in ("", "inner/", "other/"):
            command.write(f"{folder}a.py")
            command.write(f"{folder}b.py", SPAWN_ONLY)
        assert command.concise(".").places == ["b.py:3:1 MP101", "inner/a.py:5:24 MP201", "other/b.py:3:1 MP101"]

    def test_the_section_of_flake8_is_read_with_the_same_names(self, command: Command) -> None:
        command.write(
            ".flake8",
            "[flake8]\nignore = E501,W503\nextend-ignore = MP101\nmp-start-methods = spawn\nmp_enable = MP901\n"
            "per-file-ignores =\n    a.py: E1, MP201\n    tests/*:D\nexclude = gone\nmax-line-length = 100\n"
            "mp-severity = MP901:error\nselect = E,W,F\n",
        )
        command.write("a.py")
        command.write("b.py", SPAWN_ONLY)
        command.write("gone/c.py")
        command.write("build/c.py")
        assert command.concise(".").places == ["a.py:4:10 MP901", "b.py:3:1 MP901"]

    def test_the_nearer_file_wins_and_in_one_folder_the_section(self, command: Command) -> None:
        command.write("setup.cfg", "[flake8]\nmp-start-methods = fork\nmp-fail-on = error\n")
        command.write("pyproject.toml", '[tool.flake8_mp]\nstart-methods = ["spawn"]\nignore = ["MP3"]\n')
        command.write("in/pyproject.toml", '[tool.flake8_mp]\nstart-methods = ["forkserver"]\n')
        configurations = Configurations({"ignore": ["MP4"]})
        here = configurations.of(str(command.folder))
        assert here.settings == Settings(start_methods=frozenset({"fork"}), ignore=frozenset({"MP4"}))
        assert here.choices == Choices(fail_on="error")
        inner = configurations.of(str(command.folder / "in"))
        assert inner.settings == Settings(start_methods=frozenset({"forkserver"}), ignore=frozenset({"MP4"}))
        assert inner.choices == Choices(fail_on="error")
        assert here.origins["start-methods"] == str(command.folder / "setup.cfg")
        assert here.origins["ignore"] == "command line"

    def test_config_names_the_only_file_and_isolated_none(self, command: Command) -> None:
        command.write("pyproject.toml", '[tool.flake8_mp]\nignore = ["MP"]\n')
        command.write("other.toml", '[tool.flake8_mp]\nignore = ["MP1"]\n')
        command.write("other.cfg", "[flake8]\nignore = MP2\n")
        command.write("a.py")
        assert command.concise("a.py").places == []
        assert len(command.concise("a.py", "--config", "other.toml").places) == 1
        assert command.concise("a.py", "--config", "other.cfg").places == []
        assert len(command.concise("a.py", "--isolated").places) == 1

    def test_show_config_says_what_won_and_from_where(self, command: Command) -> None:
        path = command.write("pyproject.toml", '[tool.flake8_mp]\nseverity = { MP301 = "warning" }\nselect = ["MP3"]\n')
        result = command("--show-config", "--target-version", "3.12")
        lines = result.out.splitlines()
        assert result.status == 0
        assert lines[0] == "[tool.flake8_mp]"
        assert f'severity = {{ "MP301" = "warning" }}  # {path}' in lines
        assert f'select = ["MP3"]  # {path}' in lines
        assert 'target-version = "3.12"  # command line' in lines
        defaults = "defaults of Python 3.12 and later on Linux, macOS, Windows"
        assert f'start-methods = ["fork", "spawn", "forkserver"]  # {defaults}' in lines
        assert [re.split(" = | is not", line.removeprefix("# "))[0] for line in lines[1:]] == list(KEYS)
        again = command.write("again.toml", result.out)
        assert command("--show-config", "--config", "again.toml").out.replace(str(again), "") == re.sub(
            r"(?m)  # .*$", "  # ", result.out
        )


BAD_TABLES = [
    ("selekt = []", "selekt: there is no such key; did you mean select?"),
    ("quux = []", "quux: there is no such key; the keys are start-methods, enable, "),
    ('ignore = ["PM201"]', "ignore: 'PM201' is not a code; did you mean MP201?"),
    ('enable = ["lambda-handoff"]', "enable: 'LAMBDA-HANDOFF' is not a code; write MP201"),
    ('fail-on = "eror"', "fail-on: 'eror' is not one of error, warning, info; did you mean error?"),
    ('start-methods = ["forkserve"]', "start-methods: 'forkserve' is not a start method; did you mean forkserver?"),
    ('docs-url = "docs"', "docs-url: 'docs' is not an address; write one like 'https://docs.example.org'"),
    ('select = "MP1"', "select: write a list of strings, not 'MP1'"),
    ('ignore = ["E501"]', "ignore: 'E501' is not a code; write one like MP101 or a prefix like MP3"),
    ('extend-select = ["MP999"]', "extend-select: 'MP999' matches no rule; `flake8-mp rules` lists them"),
    ('per-file-ignores = ["a.py"]', "per-file-ignores: write a table like"),
    ('per-file-ignores = { "a.py" = "MP1" }', "per-file-ignores: write a list of strings, not 'MP1'"),
    ('severity = { MP1 = "fatal" }', "severity: MP1: 'fatal' is not one of error, warning, info"),
    ('severity = { MPX = "error" }', "severity: 'MPX' is not a code"),
    ('fail-on = "never"', "fail-on: 'never' is not one of error, warning, info"),
    ("force-exclude = 1", "force-exclude: write true or false, not 1"),
    ('output-format = "xml"', "output-format: 'xml' is not one of full, concise"),
    ("exclude = [1]", "exclude: write a list of strings, not [1]"),
]


@pytest.mark.parametrize(("line", "message"), BAD_TABLES, ids=[line.split()[0] for line, _ in BAD_TABLES])
def test_a_bad_value_is_an_error_with_file_and_key(command: Command, line: str, message: str) -> None:
    path = command.write("pyproject.toml", f"[tool.flake8_mp]\n{line}\n")
    command.write("a.py")
    result = command("a.py")
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"flake8-mp: {path}: [tool.flake8_mp] {message}")
    assert result.err.count("\n") == 1


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("mp-start-method = fork", "mp-start-method: there is no such key; the keys are mp-start-methods, "),
        ("mp-start-methods = forks", "start-methods: 'forks' is not a start method"),
        ("mp-severity = MP1=error", "mp-severity: write pairs like MP301:warning"),
        ("mp-enable = MP199", "enable: 'MP199' matches no rule"),
    ],
)
def test_a_bad_line_of_flake8s_section_too(command: Command, line: str, message: str) -> None:
    path = command.write("tox.ini", f"[flake8]\n{line}\n")
    result = command(".")
    assert result.status == 2
    assert result.err.startswith(f"flake8-mp: {path}: [flake8] {message}")


def test_codes_of_others_in_flake8s_section_are_not_our_affair(command: Command) -> None:
    command.write(".flake8", "[flake8]\nselect = E,W\nignore = MPX9,E2,MPL101\nper-file-ignores = a.py:MPX\n")
    command.write("a.py")
    assert command.concise("a.py").places == ["a.py:5:24 MP201"]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("pyproject.toml", "[tool.flake8_mp\n", "it cannot be read: "),
        ("setup.cfg", "[flake8]\nx\n", "it cannot be read: "),
        (".flake8", "[flake8]\na = 1\na = 2\n", "it cannot be read: "),
    ],
)
def test_a_broken_file_is_named(command: Command, name: str, text: str, message: str) -> None:
    path = command.write(name, text)
    result = command(".")
    assert result.status == 2
    assert result.err.startswith(f"flake8-mp: {path}: {message}")
    assert result.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--config", "none.toml"], "none.toml: it cannot be read: No such file or directory"),
        (["--config", "empty.toml"], "empty.toml: there is no table [tool.flake8_mp] in it"),
        (["--config", "empty.cfg"], "empty.cfg: there is no section [flake8] in it"),
        (["--select", "E501"], "--select: 'E501' is not a code"),
        (["--enable", "MP999"], "--enable: 'MP999' matches no rule"),
        (["--per-file-ignores", "a.py"], "--per-file-ignores: 'a.py' is not a pair; write PATTERN:CODES"),
        (["--severity", "MP1"], "--severity: 'MP1' is not a pair; write CODE:SEVERITY"),
        (["--severity", "MP1:bad"], "--severity: MP1: 'bad' is not one of error, warning, info"),
        (["--start-methods", ""], "--start-methods: name at least one of fork, spawn, forkserver"),
        (["-", "a.py"], "-: standard input cannot be checked together with files"),
        (["-", "--add-noqa"], "--add-noqa: standard input cannot be changed"),
    ],
)
def test_a_bad_command_line_is_one_line(command: Command, arguments: list[str], message: str) -> None:
    command.write("empty.toml", "")
    command.write("empty.cfg", "")
    result = command(*arguments)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("flake8-mp: ")
    assert message in result.err
    assert result.err.count("\n") == 1


def test_an_unknown_option_is_refused(command: Command) -> None:
    result = command("--selct", "MP1")
    assert result.status == 2
    assert "--selct" in result.err


def test_a_byte_order_mark_does_no_harm(command: Command) -> None:
    command.write("pyproject.toml", b'\xef\xbb\xbf[tool.flake8_mp]\nignore = ["MP201"]\n')
    command.write("a.py")
    assert command("a.py").status == 0


def test_a_configuration_that_is_deeply_nested(command: Command) -> None:
    command.write("pyproject.toml", "[tool.flake8_mp]\nselect = " + "[" * 5000 + "]" * 5000)
    result = command(".")
    assert result.status == 2
    assert "Traceback" not in result.err


def test_settings_are_refused_by_themselves_too() -> None:
    with pytest.raises(SettingsError, match="select: 'X1' is not a code"):
        Settings(select=frozenset({"X1"}))
    assert LAMBDA_TO_POOL


@pytest.mark.parametrize(
    "line",
    [
        "a." * 50_000 + "b = 1",
        "a . " * 50_000 + "b = 1",
        '"a b".' * 50_000 + "b = 1",
        "[" + "a." * 50_000 + "b]",
        "x = {" + "'='." * 50_000 + "b = 1}",
    ],
    ids=["plain", "spaces", "quoted", "table", "inline"],
)
def test_a_key_of_many_parts_is_refused_at_once(tmp_path: Path, line: str) -> None:
    (tmp_path / "pyproject.toml").write_text(f"[tool.flake8_mp]\n{line}\n", encoding="utf-8")
    with time_limit(20), pytest.raises(SettingsError, match="it cannot be read: a key has 1000 parts or more"):
        read_configuration({}, str(tmp_path))


@pytest.mark.parametrize(
    "text", ["one. Two " * 200_000, "a.,=" * 300_000, "\"'" * 300_000 + "." * 1000, "a" * 1_000_000]
)
def test_a_long_string_is_no_key(tmp_path: Path, text: str) -> None:
    lines = f"[tool.flake8_mp]\nignore = ['MP2']\n[tool.other]\nx = '''\n{text}\n'''  # {'.' * 1000}\n"
    (tmp_path / "pyproject.toml").write_text(lines, encoding="utf-8")
    with time_limit(20):
        assert read_configuration({}, str(tmp_path)).settings.ignore == {"MP2"}
