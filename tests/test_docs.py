"""What the documentation asks people to type and to write is what works; its links lead somewhere."""

from __future__ import annotations

import configparser
import json
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

import flake8_mp
from flake8_mp.configuration import KEYS, read_configuration
from flake8_mp.frontends.cli import COMMANDS
from flake8_mp.frontends.options import parser
from flake8_mp.pages import documents, fill
from flake8_mp.reference import PARSERS
from flake8_mp.rule import INTERNAL, MISSPELT, NON_RULES, UNUSED, all_rules
from flake8_mp.selfcheck.record import platforms, was_run
from flake8_mp.settings import Settings
from tests.conftest import FUNCTION_TO_POOL, LAMBDA_TO_POOL, ROOT, Command, Project
from tests.documents import PAGES, anchors, blocks, commands, label, links, prose, text_of, the_block

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NAMES = [label(path) for path in PAGES]
HISTORY = {"CHANGELOG.md"}
"""Pages about what was."""

DOCUMENTED_ELSEWHERE = {
    "python3 -m venv .venv": "makes the environment in which the tests run",
    ".venv/bin/pip install -q -e '.[dev,docs]'": "likewise",
    ".venv/bin/pre-commit install": "test_precommit.py",
    ".venv/bin/pip install -q -e '.[dev,bench]' && .venv/bin/python benchmarks/bench_command.py": "takes minutes",
    ".venv/bin/python benchmarks/compare.py fetch ../corpus": "downloads 350 packages; test_compare.py tries the rest",
    ".venv/bin/python benchmarks/compare.py collect --code main --out ../main.json --corpus ../corpus fixtures": "likewise",
    ".venv/bin/python benchmarks/compare.py check ../main.json --quick": "likewise",
    ".venv/bin/python benchmarks/measure_types.py --python python3.13 'chroot /path/to/root python3.14' --packages "
    "venv/bin/python": "needs other Pythons",
    "python -m pytest": "would run itself",
    "python -m pytest tests/test_fixtures_static.py -k mp201": "likewise; test_the_tests_that_are_named",
    "python -m pytest tests/test_quality.py": "likewise",
    "python -m pytest tests/test_fixtures_static.py tests/test_rules_keystone.py tests/test_architecture.py -k mp906": "likewise",
    "python -m pytest tests/test_pages.py tests/test_house.py tests/test_docs.py": "likewise",
    "python -m flake8_mp selfcheck MP201": "test_selfcheck_cli.py; it takes a while",
    "flake8-mp selfcheck MP201": "likewise",
    "/tmp/try/bin/flake8-mp selfcheck MP201": "likewise",
    "python -m flake8_mp selfcheck fixtures/mp906_forced_start_method": "TestContributing",
    "flake8-mp --select MP906 fixtures/mp906_forced_start_method": "TestContributing",
    "python -m flake8_mp selfcheck MP906 --record": "TestContributing",
    "python -m flake8_mp.pages --write": "changes this checkout; test_pages.py",
    "python -m tests.house": "changes this checkout; test_house.py",
    "ruff format . && ruff check . && mypy": "test_quality.py",
    "pip install -q -e '.[docs]'": "installs",
    "mkdocs serve": "does not end; test_site.py builds the site",
    "mkdocs build --strict": "test_site.py",
    "python -m build": "test_release.py, where it is installed",
    "twine check --strict dist/*": "likewise",
    "python3 -m venv /tmp/try": "test_release.py",
    "/tmp/try/bin/pip install dist/flake8_mp-0.2.0-py3-none-any.whl": "likewise",
    "/tmp/try/bin/flake8-mp --exit-zero docs/examples": "test_readme.py, with the command of this environment",
    'git tag --annotate v0.2.0 --message "flake8-mp 0.2.0"': "makes a release",
    "git push origin main v0.2.0": "likewise",
    'pip install ".[lsp]"': "installs",
    "python3 -m venv .venv && . .venv/bin/activate && pip install -q . && flake8-mp --exit-zero docs/examples": "test_readme.py",
    "python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev,docs]' && .venv/bin/python -m pytest": "test_readme.py",
}
"""Commands that the test of all commands does not run, each with the reason, or where it is tried."""

COMMANDS_SHOWN = sorted({command for _, command in commands()})


FILES = {
    "app.py": LAMBDA_TO_POOL,
    "program.py": FUNCTION_TO_POOL,
    "src/pool.py": LAMBDA_TO_POOL,
    "tests/test_pool.py": FUNCTION_TO_POOL,
    "tests/test_a.py": FUNCTION_TO_POOL,
}
"""The project in which the commands of the documentation are given, beside the examples."""


def given(line: str, command: Command) -> tuple[int, str, str]:
    """Give a command to a shell, or without one where it needs none; return its status, output and errors."""
    words = shlex.split(line)
    if words[0] == "flake8-mp" and not set(line) & set("|<>$&;"):
        result = command(*words[1:])
        return result.status, result.out, result.err
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    run = subprocess.run(
        ["bash", "-c", line],
        cwd=command.folder,
        env={**os.environ, "PATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return run.returncode, run.stdout, run.stderr


class TestCommands:
    @pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
    @pytest.mark.parametrize("line", [line for line in COMMANDS_SHOWN if line not in DOCUMENTED_ELSEWHERE])
    def test_it_works(self, line: str, command: Command) -> None:
        for name, source in FILES.items():
            command.write(name, source)
        shutil.copytree(ROOT / "docs" / "examples", command.folder / "docs" / "examples")
        if "--baseline" in line:
            command("--write-baseline", "known.json")
        status, out, err = given(line, command)
        assert status in (0, 1), err
        assert out or err or status == 0
        assert "Traceback" not in err

    @pytest.mark.parametrize("line", sorted(DOCUMENTED_ELSEWHERE))
    def test_nothing_is_excused_that_is_not_shown(self, line: str) -> None:
        assert line in COMMANDS_SHOWN

    @pytest.mark.parametrize("name", NAMES)
    def test_commands_that_are_named_exist(self, name: str) -> None:
        for word in re.findall(r"`flake8-mp ([a-z]+)\b", prose(name)):
            assert word in COMMANDS or word in ("src", "docs/examples"), word

    @pytest.mark.parametrize("name", [name for name in NAMES if name not in HISTORY])
    def test_options_that_are_named_exist(self, name: str) -> None:
        plugin = {"--select", "--mp-enable"}
        others = {"--annotate", "--message", "--strict", "--preview", "--extension", "--pdb"}  # of other programs
        made = [import_module(module).parser() for module in PARSERS.values()]
        known = {word for each in made for action in each._actions for word in action.option_strings}
        text = text_of(name).replace("--write`", "`")  # of flake8_mp.pages
        for option in set(re.findall(r"`(?:flake8-mp )?(--[a-z-]+)", text)) - plugin - others:
            assert option in known, option

    def test_the_tests_that_are_named(self) -> None:
        for _, line in commands():
            for word in shlex.split(line):
                if word.startswith("tests/") and "pytest" in line:
                    assert (ROOT / word).is_file(), word

    def test_e9_goes_with_every_selection_for_flake8(self) -> None:
        found = [line for name in NAMES for line in re.findall(r"flake8 (--select [^`\n]*)", text_of(name))]
        assert found
        for line in found:
            assert "--select MP,E9" in line


class TestOutput:
    def test_the_command_prints_what_is_shown(self, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        # The page says what was seen on the newest Python, the command what was seen on that which runs it.
        newest = tuple(map(int, [*list(platforms())[-1].split(".")[:2], "0"]))
        monkeypatch.setattr("flake8_mp.frontends.formats.sys", SimpleNamespace(version_info=newest))
        [key] = re.findall(r"<!-- generated: output (\S+) -->", text_of("docs/command-line.md"))
        command.write(Path(key).name, (ROOT / "fixtures" / key).read_text(encoding="utf-8"))
        result = command(Path(key).name)
        assert result.out.rstrip() + "\n" == the_block("docs/command-line.md", "text", "examples: fork")
        assert result.status == 1

    def test_the_program_that_verify_is_shown_with(self, command: Command) -> None:
        program = (
            "import multiprocessing as mp\n\n"
            "def main():\n    worker = mp.Process(target=lambda: print('hello'))\n"
            "    worker.start()\n    worker.join()\n\nif __name__ == '__main__':\n    main()\n"
        )
        command.write("app.py", program)
        shown = the_block("docs/command-line.md", "sh", "verify").split()
        run = command.process(*shown[1:])

        def same(text: str) -> list[str]:
            text = re.sub(r"\d+\.\d+(?:\.\d+)?|in /\S+, each|Can't (?:pickle|get) local object", "*", text)
            return [" ".join(line.split()) for line in text.splitlines() if not line.startswith("  note")]

        if sys.version_info >= (3, 12):
            pytest.skip("later Pythons word the error in another way")
        reported = same(the_block("docs/command-line.md", "text", "flake8-mp verify: running"))
        assert same(run.stderr.decode()) == reported[:2]
        assert same(run.stdout.decode()) == reported[2:]
        assert run.returncode == 1

    def test_flake8_reports_the_example_as_it_is_shown(self, project: Project) -> None:
        [key] = re.findall(r"<!-- generated: example (\S+) -->", text_of("docs/evidence.md"))
        shown = the_block("docs/evidence.md", "text", Path(key).name).splitlines()
        path = ROOT / "fixtures" / key
        run = project.flake8("--select", "MP", str(path))
        assert "No outcomes are recorded" not in text_of("docs/evidence.md")
        assert [line.removeprefix(f"{path.parent}/") for line in run.stdout.splitlines()] == shown


class TestConfiguration:
    def test_every_key_is_reported(self) -> None:
        assert re.findall(r"^### `([a-z-]+)`$", text_of("docs/configuration.md"), re.MULTILINE) == list(KEYS)

    @pytest.mark.parametrize("name", NAMES)
    def test_examples_are_understood(self, name: str, tmp_path: Path) -> None:
        for number, block in enumerate(blocks(name, "toml")):
            if "flake8_mp" in tomllib.loads(block).get("tool", {}):
                folder = tmp_path / str(number)
                folder.mkdir()
                (folder / "pyproject.toml").write_text(block, encoding="utf-8")
                assert read_configuration({}, str(folder)).origins

    def test_both_configurations_mean_the_same(self, tmp_path: Path) -> None:
        ini = configparser.ConfigParser()
        ini.read_string(the_block("docs/configuration.md", "ini", "mp-enable"))
        given = {
            key.removeprefix("mp-"): [word.strip() for word in value.split(",")] for key, value in ini["flake8"].items()
        }
        expected = Settings(frozenset({"spawn", "forkserver"}), frozenset({"MP7", "MP615"}))
        assert read_configuration(given).settings == expected
        (tmp_path / "pyproject.toml").write_text(the_block("README.md", "toml", "[tool.flake8_mp]"), encoding="utf-8")
        assert read_configuration({"target-version": None}, str(tmp_path)).settings.enable == expected.enable
        assert read_configuration({}, str(tmp_path)).settings == expected

    def test_every_option_of_the_plugin_is_reported(self, project: Project) -> None:
        reported = set(re.findall(r"^\| `(mp-[a-z-]+)` \|", text_of("docs/configuration.md"), re.MULTILINE))
        known = set(re.findall(r"--(mp-[a-z-]+)", project.flake8("--help").stdout))
        assert reported == known

    def test_ruff_is_reported_here_what_the_page_says(self) -> None:
        reported = tomllib.loads(the_block("docs/command-line.md", "toml", "external"))
        assert reported["tool"]["ruff"]["lint"]["external"] == PROJECT["tool"]["ruff"]["lint"]["external"]

    @pytest.mark.parametrize("name", NAMES)
    def test_json_is_json(self, name: str) -> None:
        for block in blocks(name, "json"):
            json.loads(block)

    def test_without_a_site_nothing_is_linked(self, command: Command) -> None:
        assert "so `docs-url` is empty by default" in text_of("docs/configuration.md")
        command.write("a.py")
        [found] = json.loads(command("a.py", "--output-format", "json").out)
        assert found["url"] is None
        [rule] = json.loads(command("a.py", "--output-format", "sarif").out)["runs"][0]["tool"]["driver"]["rules"]
        assert "helpUri" not in rule
        assert "Instead" in rule["help"]["text"]


class TestHooks:
    HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))

    def test_those_that_are_named_exist(self) -> None:
        reported = set(re.findall(r"^\| `(flake8-mp[a-z-]*)` \|", text_of("docs/ci.md"), re.MULTILINE))
        assert {hook["id"] for hook in self.HOOKS} == reported
        [repository] = yaml.safe_load(the_block("docs/ci.md", "yaml", "repo:"))["repos"]
        assert repository["hooks"] == [{"id": "flake8-mp"}]
        for hook in self.HOOKS:
            assert hook["types_or"] == ["python", "pyi", "jupyter"]
            assert hook["require_serial"] is True

    def test_they_run_the_command(self) -> None:
        for hook in self.HOOKS:
            name, *arguments = hook["entry"].split()
            assert PROJECT["project"]["scripts"][name] == "flake8_mp.frontends.cli:main"
            assert arguments[0] == "check"
            parser().parse_args(arguments[1:])

    @pytest.mark.parametrize("name", NAMES)
    def test_releases_that_are_named_are_this_one(self, name: str) -> None:
        for version in re.findall(r"\bv(\d+\.\d+\.\d+)\b", text_of(name).replace("/v2.0.0", "")):
            assert version == flake8_mp.__version__

    def test_the_steps_of_pipelines_are_commands(self) -> None:
        for block in blocks("docs/ci.md", "yaml"):
            yaml.safe_load(block)
            for line in re.findall(r"^ *- (?:run: )?flake8-mp (--.*)$", block, re.MULTILINE):
                parser().parse_args(line.split())


class TestRules:
    @pytest.mark.parametrize(
        "code",
        sorted({code for name in NAMES for code in re.findall(r"\bMP\d{3}", prose(name))}),
    )
    def test_codes_that_are_named_exist(self, code: str) -> None:
        tutorial = {"MP906"}
        if code not in {INTERNAL, UNUSED, MISSPELT} | tutorial:
            assert code in {rule.code for rule in all_rules()}

    @pytest.mark.parametrize("code", sorted(NON_RULES))
    def test_codes_that_are_not_rules_are_reported(self, code: str) -> None:
        assert NON_RULES[code].page in text_of("docs/rules/index.md")

    def test_the_table_says_which_rules_are_on(self) -> None:
        rows = dict(re.findall(r"^\| (MP\d{3})&nbsp;.*\| (yes|no) \|$", text_of("docs/rules/index.md"), re.MULTILINE))
        assert rows == {rule.code: "yes" if rule.default else "no" for rule in all_rules()}

    def test_every_group_is_named(self) -> None:
        groups = {f"MP{rule.code[2]}" for rule in all_rules()}
        text = text_of("docs/rules/index.md")
        reported = text[text.index("are grouped by their first digit") :].partition("\n\n")[0]
        assert set(re.findall(r"\bMP\d\b", reported)) == groups


class TestFiles:
    @pytest.mark.parametrize("name", NAMES)
    def test_links_lead_somewhere(self, name: str) -> None:
        for path, anchor in links(name):
            assert (ROOT / path).exists(), path
            assert not anchor or anchor in anchors(path), f"{path}#{anchor}"

    @pytest.mark.parametrize("name", [name for name in NAMES if name not in HISTORY])
    def test_files_that_are_named_exist(self, name: str) -> None:
        places = r"`((?:fixtures|benchmarks|tests|examples|docs|flake8_mp|\.ci|\.github)/[\w./-]*)`"
        for path in re.findall(places, prose(name)):
            tutorial = "mp906_forced_start_method" in path
            assert tutorial or (ROOT / path).exists(), path

    @pytest.mark.parametrize("path", documents(), ids=label)
    def test_generated_parts_are_not_stale(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert fill(text) == text, "run: python -m flake8_mp.pages --write"

    def test_parts_are_generated_where_they_are_looked_for(self) -> None:
        marked = {path for path in PAGES if "<!-- generated: " in path.read_text(encoding="utf-8")}
        # Each is kept up to date by pages.py, or by tests/house.py; CONTRIBUTING.md only names the marks.
        other = {ROOT / "docs" / "architecture.md", ROOT / "CONTRIBUTING.md"}
        assert marked - other <= set(documents())

    def test_the_changelog_knows_this_version(self) -> None:
        versions = re.findall(r"^## \[(\d[^]]*)\] - \d{4}-\d{2}-\d{2}$", text_of("CHANGELOG.md"), re.MULTILINE)
        assert versions[0] == flake8_mp.__version__
        assert "## [Unreleased]" in text_of("CHANGELOG.md")

    def test_the_changelog_is_sorted(self) -> None:
        kinds = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]
        for section in re.split(r"^## ", text_of("CHANGELOG.md"), flags=re.MULTILINE)[1:]:
            found = re.findall(r"^### (.+)$", section, re.MULTILINE)
            assert found == [kind for kind in kinds if kind in found], section.partition("\n")[0]


TUTORIAL = "mp906_forced_start_method"
"""The rule that CONTRIBUTING.md adds."""


def tutorial_files() -> dict[str, str]:
    """Return the files that CONTRIBUTING.md adds, by their paths."""
    shown = r"^`(\S+\.py)`:\n\n```python\n(.*?)^```"
    return dict(re.findall(shown, text_of("CONTRIBUTING.md"), re.DOTALL | re.MULTILINE))


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package in which CONTRIBUTING.md was followed."""
    if (ROOT / "flake8_mp" / "rules" / f"{TUTORIAL}.py").exists():
        pytest.skip("it was followed in this checkout")
    folder = tmp_path_factory.mktemp("scratch")
    shutil.copytree(ROOT / "flake8_mp", folder / "flake8_mp", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "fixtures").mkdir()
    (folder / "pyproject.toml").touch()
    for name, text in tutorial_files().items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    for patch in blocks("CONTRIBUTING.md", "diff"):
        subprocess.run(["git", "apply", "-"], cwd=folder, input=patch, text=True, check=True)
    return folder


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
class TestContributing:
    """A rule is added in a scratch copy, by what CONTRIBUTING.md says and nothing else."""

    def run(self, scratch: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-P", "-c", "from flake8_mp.frontends.cli import main; raise SystemExit(main())"]
        return subprocess.run(
            [*command, *arguments],
            cwd=scratch,
            env={**os.environ, "PYTHONPATH": str(scratch), "FLAKE8_MP_CACHE_DIR": str(scratch / "cache")},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def test_it_names_what_it_adds(self) -> None:
        added = sorted(Path(name).name for name in tutorial_files())
        assert added == ["bad.py", "good.py", f"{TUTORIAL}.py", "shapes.py"]

    def test_the_rule_finds_the_mistake(self, scratch: Path) -> None:
        marked = [
            f"{name}:{line}:5"
            for name, text in tutorial_files().items()
            for line, code in enumerate(text.splitlines(), 1)
            if code.endswith("# error: MP906")
        ]
        asked = ("--select", "MP906", "--no-cache", "--output-format", "concise", f"fixtures/{TUTORIAL}")
        run = self.run(scratch, *asked)
        found = re.findall(r"^(.+?): MP906 .+ \(under fork\)$", run.stdout, re.MULTILINE)
        assert sorted(found) == sorted(marked), run

    def test_its_programs_do_what_they_claim(self, scratch: Path) -> None:
        run = self.run(scratch, "selfcheck", "MP906")
        if run.returncode and not was_run(platform.python_version()):
            pytest.xfail(f"this release differs from those that were recorded: {run.stdout}")
        assert run.returncode == 0, run
        assert "6 runs, 6 as claimed" in run.stdout + run.stderr
