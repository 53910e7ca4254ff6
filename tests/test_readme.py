"""What the README tells people to type and to write is what works."""

from __future__ import annotations

import configparser
import re
import tomllib
from pathlib import Path

import pytest
import yaml

import flake8_mp
from flake8_mp.configuration import read_configuration
from flake8_mp.pages import INTERNAL_PAGE
from flake8_mp.rule import all_rules
from flake8_mp.settings import Settings
from tests.conftest import ROOT, Project

README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def the_block(language: str, word: str) -> str:
    [found] = [block for block in blocks(language) if word in block]
    return found


def test_the_test_command_is_what_the_continuous_integration_runs() -> None:
    command = the_block("sh", "pytest")
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert command == "python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]' && .venv/bin/python -m pytest\n"
    assert "install --quiet --disable-pip-version-check -e '.[dev]'" in script
    assert '/bin/python" -m pytest' in script


def test_the_first_command_finds_something_in_the_fixtures(project: Project) -> None:
    command = the_block("sh", "--exit-zero")
    arguments = command.split(".venv/bin/flake8 ")[1].split()
    assert arguments[-1] == "fixtures"
    run = project.flake8(*arguments[:-1], str(ROOT / "fixtures"))
    assert (run.returncode, run.stderr) == (0, "")
    found = {line.split(" ")[1] for line in run.stdout.splitlines()}
    assert found
    assert found <= {rule.code for rule in all_rules()}


def test_flake8_reports_the_example_as_it_is_shown(project: Project) -> None:
    [key] = re.findall(r"<!-- generated: example (\S+) -->", README)
    shown = the_block("text", Path(key).name).splitlines()
    path = ROOT / "fixtures" / key
    run = project.flake8("--select", "MP", str(path))
    assert "No outcomes are recorded" not in README
    assert [line.removeprefix(f"{path.parent}/") for line in run.stdout.splitlines()] == shown


def test_both_configurations_mean_the_same(tmp_path: Path) -> None:
    ini = configparser.ConfigParser()
    ini.read_string(the_block("ini", "mp-enable"))
    given = {
        key.removeprefix("mp-"): [word.strip() for word in value.split(",")] for key, value in ini["flake8"].items()
    }
    expected = Settings(frozenset({"spawn", "forkserver"}), frozenset({"MP7", "MP615"}))
    assert read_configuration(given).settings == expected
    (tmp_path / "pyproject.toml").write_text(the_block("toml", "[tool.flake8_mp]"), encoding="utf-8")
    assert read_configuration({"target-version": None}, str(tmp_path)).settings.enable == expected.enable
    assert read_configuration({}, str(tmp_path)).settings == Settings(expected.start_methods, expected.enable, (3, 12))


def test_every_option_of_the_plugin_is_told(project: Project) -> None:
    told = set(re.findall(r"^\| `(mp-[a-z-]+)` \|", README, re.MULTILINE))
    known = set(re.findall(r"--(mp-[a-z-]+)", project.flake8("--help").stdout))
    assert told == known


def test_the_hooks_that_are_named_exist() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert (
        {hook["id"] for hook in hooks}
        == set(re.findall(r"`(flake8-mp[a-z-]*)`", README))
        == {
            "flake8-mp",
            "flake8-mp-project",
        }
    )
    [repository] = yaml.safe_load(the_block("yaml", "repo:"))
    assert repository["hooks"] == [{"id": "flake8-mp"}]
    for hook in hooks:
        assert hook["types_or"] == ["python", "pyi"]
        assert hook["require_serial"] is True


def test_ruff_is_told_here_what_the_readme_tells() -> None:
    told = tomllib.loads(the_block("toml", "external"))
    assert told["tool"]["ruff"]["lint"]["external"] == PROJECT["tool"]["ruff"]["lint"]["external"]


@pytest.mark.parametrize("code", sorted(set(re.findall(r"MP\d{3}", README)) - {"MP000"}))
def test_codes_that_are_named_exist(code: str) -> None:
    assert code in {rule.code for rule in all_rules()}


def test_what_is_said_of_mp000_is_what_its_page_says() -> None:
    assert INTERNAL_PAGE in " ".join(README.split())


def test_the_table_says_which_rules_are_on() -> None:
    rows = dict(re.findall(r"^\| (MP\d{3})&nbsp;.*\| (yes|no) \|$", README, re.MULTILINE))
    assert rows == {rule.code: "yes" if rule.default else "no" for rule in all_rules()}


def test_every_group_is_named() -> None:
    groups = {f"MP{rule.code[2]}" for rule in all_rules()}
    told = README[README.index("are grouped by their first digit") :].partition("\n\n")[0]
    assert set(re.findall(r"\bMP\d\b", told)) == groups


def test_e9_goes_with_every_selection_of_ours() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    commands = [*re.findall(r"flake8 (--select [^`\n]*)", README), *(hook["entry"] for hook in hooks)]
    assert len(commands) >= 4
    for command in commands:
        assert "--select MP,E9" in command


def test_files_that_are_named_exist() -> None:
    for name in re.findall(r"`((?:fixtures|benchmarks|tests|\.ci)/[\w./-]*)`", README):
        assert (ROOT / name).exists(), name


def test_the_changelog_knows_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## \[(\d[^]]*)\] - \d{4}-\d{2}-\d{2}$", changelog, re.MULTILINE)
    assert versions[0] == flake8_mp.__version__
    assert "## [Unreleased]" in changelog
