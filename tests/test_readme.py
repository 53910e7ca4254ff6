"""What the README tells people to type and to write is what works."""

from __future__ import annotations

import configparser
import re
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

import flake8_mp
from flake8_mp.configuration import KEYS, read_configuration
from flake8_mp.frontends.options import parser
from flake8_mp.frontends.verify import parser as verify_parser
from flake8_mp.rule import INTERNAL, MISSPELT, NO_RULES, UNUSED, all_rules
from flake8_mp.selfcheck.record import platforms
from flake8_mp.settings import Settings
from tests.conftest import ROOT, Command, Project

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


def test_the_first_command_finds_something_in_the_fixtures(command: Command) -> None:
    line = the_block("sh", "--exit-zero")
    arguments = line.split(".venv/bin/flake8-mp ")[1].split()
    assert arguments[-1] == "fixtures"
    said = command(*arguments[:-1], str(ROOT / "fixtures"))
    assert said.status == 0
    assert said.err.count("\n") == 1
    assert "could not be checked" not in said.err
    found = {place.rpartition(" ")[2] for place in said.places}
    assert len(found) > 50
    assert found <= {rule.code for rule in all_rules()}


def test_the_command_prints_what_is_shown(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    # README tells what was seen on the newest Python, the command what was seen on that which runs it.
    newest = tuple(map(int, [*list(platforms())[-1].split(".")[:2], "0"]))
    monkeypatch.setattr("flake8_mp.frontends.formats.sys", SimpleNamespace(version_info=newest))
    [key] = re.findall(r"<!-- generated: output (\S+) -->", README)
    command.write(Path(key).name, (ROOT / "fixtures" / key).read_text(encoding="utf-8"))
    said = command(Path(key).name)
    assert said.out.rstrip() + "\n" == the_block("text", "seen when run")
    assert said.status == 1


def test_the_program_that_verify_is_shown_with(command: Command) -> None:
    program = (
        "import multiprocessing as mp\n\n"
        "def main():\n    worker = mp.Process(target=lambda: print('hello'))\n"
        "    worker.start()\n    worker.join()\n\nif __name__ == '__main__':\n    main()\n"
    )
    command.write("app.py", program)
    shown = the_block("sh", "verify").split()
    run = command.process(*shown[1:])

    def same(text: str) -> list[str]:
        text = re.sub(r"\d+\.\d+(?:\.\d+)?|in /\S+, each|Can't (?:pickle|get) local object", "*", text)
        return [" ".join(line.split()) for line in text.splitlines() if not line.startswith("  note")]

    if sys.version_info >= (3, 12):
        pytest.skip("later Pythons word the error in another way")
    told = same(the_block("text", "flake8-mp verify: running"))
    assert same(run.stderr.decode()) == told[:2]
    assert same(run.stdout.decode()) == told[2:]
    assert run.returncode == 1


def test_every_key_is_told() -> None:
    told = [
        key
        for keys in re.findall(r"^\| (`[a-z-]+`(?:, `[a-z-]+`)*) \|", README, re.MULTILINE)
        for key in keys.split(", ")
    ]
    assert [key.strip("`") for key in told if not key.startswith("`mp-")] == list(KEYS)


def test_options_that_are_named_exist() -> None:
    plugin = {"--select", "--mp-enable"}
    known = {word for made in (parser(), verify_parser()) for action in made._actions for word in action.option_strings}
    for option in set(re.findall(r"`(?:flake8-mp )?(--[a-z-]+)", README)) - plugin:
        assert option in known, option


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
    assert read_configuration({}, str(tmp_path)).settings == expected


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
            "flake8-mp-fix",
        }
    )
    [repository] = yaml.safe_load(the_block("yaml", "repo:"))
    assert repository["hooks"] == [{"id": "flake8-mp"}]
    for hook in hooks:
        assert hook["types_or"] == ["python", "pyi", "jupyter"]
        assert hook["require_serial"] is True


def test_ruff_is_told_here_what_the_readme_tells() -> None:
    told = tomllib.loads(the_block("toml", "external"))
    assert told["tool"]["ruff"]["lint"]["external"] == PROJECT["tool"]["ruff"]["lint"]["external"]


@pytest.mark.parametrize("code", sorted(set(re.findall(r"MP\d{3}", README)) - {"MP000", UNUSED, MISSPELT}))
def test_codes_that_are_named_exist(code: str) -> None:
    assert code in {rule.code for rule in all_rules()}


def test_what_is_said_of_mp000_is_what_its_page_says() -> None:
    assert NO_RULES[INTERNAL].page in " ".join(README.split())


def test_the_table_says_which_rules_are_on() -> None:
    rows = dict(re.findall(r"^\| (MP\d{3})&nbsp;.*\| (yes|no) \|$", README, re.MULTILINE))
    assert rows == {rule.code: "yes" if rule.default else "no" for rule in all_rules()}


def test_every_group_is_named() -> None:
    groups = {f"MP{rule.code[2]}" for rule in all_rules()}
    told = README[README.index("are grouped by their first digit") :].partition("\n\n")[0]
    assert set(re.findall(r"\bMP\d\b", told)) == groups


def test_e9_goes_with_every_selection_for_flake8() -> None:
    commands = re.findall(r"flake8 (--select [^`\n]*)", README)
    assert commands
    for line in commands:
        assert "--select MP,E9" in line


def test_the_hooks_run_the_command() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    for hook in hooks:
        name, *arguments = hook["entry"].split()
        assert PROJECT["project"]["scripts"][name] == "flake8_mp.frontends.cli:main"
        assert arguments[0] == "check"
        parser().parse_args(arguments[1:])


def test_files_that_are_named_exist() -> None:
    for name in re.findall(r"`((?:fixtures|benchmarks|tests|\.ci)/[\w./-]*)`", README):
        assert (ROOT / name).exists(), name


def test_the_changelog_knows_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## \[(\d[^]]*)\] - \d{4}-\d{2}-\d{2}$", changelog, re.MULTILINE)
    assert versions[0] == flake8_mp.__version__
    assert "## [Unreleased]" in changelog
