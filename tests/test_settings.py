"""The settings: what is understood, what is refused, and who wins."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from flake8_mp.configuration import KEYS, read_configuration
from flake8_mp.rule import all_rules
from flake8_mp.settings import Settings, SettingsError
from tests.conftest import ROOT


def pyproject(folder: Path, text: str) -> str:
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    return str(folder)


def test_defaults_are_every_method_and_no_opt_in_rule() -> None:
    assert read_configuration({}).settings == Settings(
        start_methods=frozenset({"fork", "spawn", "forkserver"}), enable=frozenset(), target_version=None
    )


def test_options_of_flake8_are_understood() -> None:
    given = {"start-methods": ["spawn", "fork"], "enable": ["MP3", "MP101"], "target-version": "3.12"}
    assert read_configuration(given).settings == Settings(
        frozenset({"spawn", "fork"}), frozenset({"MP3", "MP101"}), (3, 12)
    )


def test_an_option_that_is_silent_leaves_the_default() -> None:
    assert read_configuration({"start-methods": None, "enable": None, "target-version": None}).settings == Settings()


def test_the_table_of_pyproject_is_read(tmp_path: Path) -> None:
    folder = pyproject(
        tmp_path, '[tool.flake8_mp]\nstart-methods = ["spawn"]\nenable = ["MP3"]\ntarget-version = "3.14"\n'
    )
    assert read_configuration({}, folder).settings == Settings(frozenset({"spawn"}), frozenset({"MP3"}), (3, 14))


def test_an_option_of_flake8_wins_key_by_key(tmp_path: Path) -> None:
    folder = pyproject(tmp_path, '[tool.flake8_mp]\nstart-methods = ["spawn"]\nenable = ["MP3"]\n')
    settings = read_configuration({"start-methods": ["fork"], "enable": None}, folder).settings
    assert settings == Settings(frozenset({"fork"}), frozenset({"MP3"}))


def test_an_empty_option_of_flake8_wins_too(tmp_path: Path) -> None:
    folder = pyproject(tmp_path, '[tool.flake8_mp]\nenable = ["MP3"]\n')
    assert read_configuration({"enable": []}, folder).settings.enable == frozenset()


def test_the_nearest_file_with_our_table_counts(tmp_path: Path) -> None:
    pyproject(tmp_path, '[tool.flake8_mp]\nenable = ["MP3"]\n')
    package = tmp_path / "package"
    package.mkdir()
    pyproject(package, '[project]\nname = "other"\n')
    inner = package / "inner"
    inner.mkdir()
    assert read_configuration({}, str(inner)).settings.enable == {"MP3"}
    pyproject(package, '[tool.flake8_mp]\nenable = ["MP405"]\n')
    assert read_configuration({}, str(inner)).settings.enable == {"MP405"}


def test_without_a_folder_no_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pyproject(tmp_path, '[tool.flake8_mp]\nenable = ["MP3"]\n')
    monkeypatch.chdir(tmp_path)
    assert read_configuration({}, None).settings == Settings()
    assert read_configuration({}, ".").settings.enable == {"MP3"}


@pytest.mark.parametrize(
    "text",
    [
        "[tool.other]\nx = 1\n",
        "[project]\nname = 'x'\ndependencies = ['flake8-mp']\n",
    ],
)
def test_a_file_without_our_table_says_nothing(tmp_path: Path, text: str) -> None:
    assert read_configuration({}, pyproject(tmp_path, text)).settings == Settings()


def test_a_broken_file_that_does_not_name_us_is_not_our_affair(tmp_path: Path) -> None:
    assert read_configuration({}, pyproject(tmp_path, "[tool.other\n")).settings == Settings()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"start-methods": ["forks"]},
            "flake8 option mp-start-methods: 'forks' is not a start method; did you mean fork?",
        ),
        (
            {"start-methods": []},
            "flake8 option mp-start-methods: name at least one of fork, spawn, forkserver",
        ),
        (
            {"enable": ["MP3", "E501"]},
            "flake8 option mp-enable: 'E501' is not a code; write one like MP101 or a prefix like MP3",
        ),
        (
            {"enable": ["MP99", "MP101"]},
            "flake8 option mp-enable: 'MP99' matches no rule; `flake8-mp rules` lists them",
        ),
        (
            {"target-version": "312"},
            "flake8 option mp-target-version: '312' is not a version of Python; write a string like '3.12'",
        ),
    ],
)
def test_a_bad_option_is_named(given: dict[str, object], message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_configuration(given)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '[tool.flake8_mp]\nstart_methods = ["fork"]\n',
            "[tool.flake8_mp] start_methods: there is no such key; did you mean start-methods?",
        ),
        (
            "[tool.flake8_mp]\nquux = 1\n",
            f"[tool.flake8_mp] quux: there is no such key; the keys are {', '.join(KEYS)}",
        ),
        (
            '[tool.flake8_mp]\nstart-methods = "fork"\n',
            "[tool.flake8_mp] start-methods: write a list of strings, not 'fork'",
        ),
        (
            "[tool.flake8_mp]\nenable = [101]\n",
            "[tool.flake8_mp] enable: write a list of strings, not [101]",
        ),
        (
            '[tool.flake8_mp]\nenable = ["m-101"]\n',
            "[tool.flake8_mp] enable: 'M-101' is not a code; write one like MP101 or a prefix like MP3",
        ),
        (
            "[tool.flake8_mp]\ntarget-version = 3.12\n",
            "[tool.flake8_mp] target-version: 3.12 is not a version of Python; write a string like '3.12'",
        ),
        (
            '[tool.flake8_mp]\nenable = ["MP1", "MP199"]\n',
            "[tool.flake8_mp] enable: 'MP199' matches no rule; `flake8-mp rules` lists them",
        ),
        ('tool.flake8_mp = "spawn"\n', "tool.flake8_mp is not a table"),
        ("tool = 'flake8_mp'\n", "tool is not a table"),
        ("tool = 3\n", "tool is not a table"),
        ("[tool.flake8-mp]\n", "[tool.flake8-mp] is not read; name the table [tool.flake8_mp]"),
    ],
)
def test_a_bad_table_is_named_with_its_file_and_key(tmp_path: Path, text: str, message: str) -> None:
    folder = pyproject(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        read_configuration({}, folder)
    assert str(caught.value) == f"{tmp_path / 'pyproject.toml'}: {message}"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"[tool.flake8_mp\n", id="broken"),
        pytest.param(b'[tool.flake8_mp]\nenable = ["\xff"]\n', id="latin-1"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_in_one_line(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_bytes(data)
    with pytest.raises(SettingsError) as caught:
        read_configuration({}, str(tmp_path))
    assert str(caught.value).startswith(f"{path}: it cannot be read: ")
    assert "\n" not in str(caught.value)


def test_a_mistake_in_pyproject_is_reported_even_where_an_option_would_win(tmp_path: Path) -> None:
    folder = pyproject(tmp_path, '[tool.flake8_mp]\nenable = ["X"]\n')
    with pytest.raises(SettingsError, match="'X' is not a code"):
        read_configuration({"enable": ["MP3"]}, folder)


def test_what_flake8_cannot_read_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    for data in (b"# \xff\n[tool.others]\n", "[tool.flake8_mp]\n".encode("utf-16")):
        path.write_bytes(data)
        assert read_configuration({}, str(tmp_path)).settings == Settings()
    path.unlink()
    path.mkdir()
    assert read_configuration({}, str(tmp_path)).settings == Settings()


def test_codes_may_be_written_in_small_letters(tmp_path: Path) -> None:
    folder = pyproject(tmp_path, '[tool.flake8_mp]\nenable = ["mp704"]\nignore = ["Mp2"]\n')
    settings = read_configuration({}, folder).settings
    assert (settings.enable, settings.ignore) == (frozenset({"MP704"}), frozenset({"MP2"}))


def test_all_are_all_rules_where_they_are_asked_for(tmp_path: Path) -> None:
    settings = read_configuration({}, pyproject(tmp_path, '[tool.flake8_mp]\nselect = ["ALL"]\n')).settings
    assert all(settings.wants(rule.code, rule.default) for rule in all_rules())
    settings = read_configuration({}, pyproject(tmp_path, '[tool.flake8_mp]\nignore = ["all"]\n')).settings
    assert not any(settings.wants(rule.code, rule.default) for rule in all_rules())


def test_every_rule_can_be_enabled_by_code_and_group() -> None:
    codes = {code for rule in all_rules() for code in (rule.code, rule.code[:3], "MP")}
    assert read_configuration({"enable": sorted(codes)}).settings.enable == codes


def test_rules_are_looked_for_only_when_some_are_asked_for() -> None:
    program = (
        "import sys; from flake8_mp.configuration import read_configuration;"
        "read_configuration({'enable': []}, '.'); print('pkgutil' in sys.modules);"
        "read_configuration({'enable': ['MP3']}, '.'); print(any(name.startswith('flake8_mp.facts') for name in sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-S", "-c", program], capture_output=True, text=True, check=True, timeout=60, cwd=ROOT
    )
    assert run.stdout.split() == ["False", "False"]
