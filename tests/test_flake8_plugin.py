"""The plugin as flake8 runs it: each test starts flake8 as a process, in a project of its own."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_mp.frontends.flake8_plugin import Plugin
from flake8_mp.rule import Finding, Span
from flake8_mp.settings import Settings
from tests.conftest import FUNCTION_TO_POOL, LAMBDA_TO_POOL, Project

FOUND = "5:24 MP201"


def test_flake8_reports_the_place_and_the_message(project: Project) -> None:
    project.write("bad.py", LAMBDA_TO_POOL)
    run = project.flake8("--select", "MP", "bad.py")
    assert run.stdout.startswith("bad.py:5:24: MP201 ")
    assert len(run.stdout.splitlines()) == 1
    assert (run.returncode, run.stderr) == (1, "")


def test_a_program_that_is_fine_passes(project: Project) -> None:
    project.write("good.py", FUNCTION_TO_POOL)
    run = project.flake8("--select", "MP", "good.py")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_our_codes_are_on_without_being_selected(project: Project) -> None:
    project.write("bad.py", LAMBDA_TO_POOL)
    assert "MP201" in project.flake8("bad.py").stdout


def test_extend_select_keeps_the_others(project: Project) -> None:
    project.configure("select = F")
    project.write("bad.py", "import os\n" + LAMBDA_TO_POOL)
    codes = {line.split()[1] for line in project.flake8("--extend-select", "MP", "bad.py").stdout.splitlines()}
    assert codes == {"F401", "MP201"}


def test_two_jobs_find_the_same_as_one(project: Project) -> None:
    for number in range(6):
        project.write(f"bad{number}.py", LAMBDA_TO_POOL)
    alone = project.codes("-j1", ".")
    assert alone == [f"./bad{number}.py:{FOUND}" for number in range(6)]
    assert project.codes("-j2", ".") == alone


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_workers_that_start_afresh_know_the_options(project: Project, method: str) -> None:
    # flake8 takes the platform's default start method, so it is changed where its main program begins.
    project.write("bad.py", LAMBDA_TO_POOL)
    project.write("other.py", LAMBDA_TO_POOL.replace("print(", "list("))
    program = project.write(
        "run.py",
        "import multiprocessing, sys\n"
        "from flake8.main.cli import main\n"
        'if __name__ == "__main__":\n'
        f"    multiprocessing.set_start_method({method!r})\n"
        "    sys.exit(main(sys.argv[1:]))\n",
    )

    def run(*arguments: str) -> list[str]:
        done = subprocess.run(
            [sys.executable, str(program), "--select", "MP", "-j2", *arguments, "bad.py", "other.py"],
            cwd=project.folder,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.stderr == ""
        return [line.split(" ")[0] for line in done.stdout.splitlines()]

    assert run() == ["bad.py:5:24:", "other.py:5:23:"]
    project.write("pyproject.toml", "[tool.flake8_mp]\nstart-methods = ['forks']\n")
    assert run("--mp-enable", "MP3")[-1].startswith(str(project.folder / "pyproject.toml"))


def test_standard_input_has_the_name_that_it_is_given(project: Project) -> None:
    assert project.codes("-", stdin=LAMBDA_TO_POOL) == [f"stdin:{FOUND}"]
    project.configure("per-file-ignores = ", "    tests/*: MP201")
    shown = project.codes("--stdin-display-name", "app/bad.py", "-", stdin=LAMBDA_TO_POOL)
    assert shown == [f"app/bad.py:{FOUND}"]
    assert project.codes("--stdin-display-name", "tests/bad.py", "-", stdin=LAMBDA_TO_POOL) == []


def test_columns_are_characters(project: Project) -> None:
    line = 'print("é日本𝄞", pool.map(lambda n: n * n, [1, 2, 3]))'
    source = LAMBDA_TO_POOL.replace("print(pool.map(lambda n: n * n, [1, 2, 3]))", line)
    project.write("bad.py", source)
    column = source.splitlines()[4].index("lambda") + 1
    assert project.codes("bad.py") == [f"bad.py:5:{column} MP201"]


@pytest.mark.parametrize("comment", ["# noqa: MP201", "# noqa: MP2", "# noqa: E501,MP201", "# noqa"])
def test_a_noqa_comment_silences_its_line(project: Project, comment: str) -> None:
    bad, end = LAMBDA_TO_POOL.rstrip().rsplit("\n", 1)
    project.write("bad.py", f"{bad}\n{end}  {comment}\n{end}\n")
    assert project.codes("bad.py") == ["bad.py:6:24 MP201"]


def test_in_a_call_over_several_lines_it_is_the_line_of_the_argument(project: Project) -> None:
    call = "pool.map(lambda n: n * n, [1, 2, 3])"
    spread = "pool.map(  {0}\n            lambda n: n * n,  {1}\n            [1, 2, 3],\n        )  {2}"
    for number in range(3):
        comments = ["", "", ""]
        comments[number] = "# noqa: MP201"
        project.write("bad.py", LAMBDA_TO_POOL.replace(f"print({call})", spread.format(*comments)))
        assert project.codes("bad.py") == ([] if number == 1 else ["bad.py:6:13 MP201"])


def test_a_path_that_does_not_exist_is_reported_when_e9_is_selected_too(project: Project) -> None:
    assert project.flake8("--select", "MP", "no.py").returncode == 0
    run = project.flake8("--select", "MP,E9", "no.py")
    assert run.returncode == 1
    assert " E902 FileNotFoundError" in run.stdout


def test_a_noqa_comment_for_another_code_silences_nothing(project: Project) -> None:
    project.write("bad.py", LAMBDA_TO_POOL.rstrip() + "  # noqa: MP101, E501\n")
    assert project.codes("bad.py") == [f"bad.py:{FOUND}"]


def test_per_file_ignores_and_ignore_hold(project: Project) -> None:
    project.write("bad.py", LAMBDA_TO_POOL)
    project.write("tests/bad.py", LAMBDA_TO_POOL)
    project.configure("per-file-ignores =", "    tests/*: MP201")
    assert project.codes(".") == [f"./bad.py:{FOUND}"]
    project.configure("extend-ignore = MP201")
    assert project.codes(".") == []


def test_a_configured_start_method_silences_what_works_under_it(project: Project) -> None:
    project.write(
        "process.py",
        "import multiprocessing\n\n"
        'if __name__ == "__main__":\n'
        "    process = multiprocessing.Process(target=lambda: None)\n"
        "    process.start()\n"
        "    process.join()\n",
    )
    found = ["process.py:4:46 MP201"]
    assert project.codes("process.py") == found
    assert project.codes("--mp-start-methods", "fork", "process.py") == []
    project.configure("mp-start-methods = fork, spawn")
    assert project.codes("process.py") == found
    project.configure("mp-start-methods = fork")
    assert project.codes("process.py") == []
    assert project.codes("--mp-start-methods=spawn", "process.py") == found
    project.configure()
    project.write("pyproject.toml", '[tool.flake8_mp]\nstart-methods = ["fork"]\n')
    assert project.codes("process.py") == []
    project.configure("mp-start-methods = spawn")
    assert project.codes("process.py") == found


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--mp-start-methods", "fork,sprawn"],
            "flake8 option mp-start-methods: 'sprawn' is not a start method; did you mean spawn?",
        ),
        (
            ["--mp-enable", "W503"],
            "flake8 option mp-enable: 'W503' is not a code; write one like MP101 or a prefix like MP3",
        ),
        (
            ["--mp-enable", "MP1,MP99"],
            "flake8 option mp-enable: 'MP99' matches no rule; `flake8-mp rules` lists them",
        ),
        (
            ["--mp-target-version", "3"],
            "flake8 option mp-target-version: '3' is not a version of Python; write a string like '3.12'",
        ),
    ],
)
def test_a_bad_option_ends_the_run_with_one_line(project: Project, arguments: list[str], message: str) -> None:
    project.write("bad.py", LAMBDA_TO_POOL)
    run = project.flake8(*arguments, "bad.py")
    assert run.stdout.splitlines() == ["There was a critical error during execution of Flake8:", message]
    assert (run.returncode, run.stderr) == (1, "")


def test_an_unknown_key_of_pyproject_ends_the_run_with_one_line(project: Project) -> None:
    path = project.write("pyproject.toml", "[tool.flake8_mp]\nstart-method = 'fork'\n")
    run = project.flake8("pyproject.toml")
    assert run.returncode == 1
    assert run.stdout.splitlines()[1:] == [
        f"{path}: [tool.flake8_mp] start-method: there is no such key; did you mean start-methods?"
    ]


def test_a_syntax_error_is_left_to_flake8(project: Project) -> None:
    project.write("bad.py", "import multiprocessing\n" + "def f(:\n")
    assert project.codes("bad.py") == []
    assert "E999 SyntaxError" in project.flake8("bad.py").stdout


def test_an_error_of_our_own_does_not_end_the_run(project: Project) -> None:
    project.write("bad.py", LAMBDA_TO_POOL)
    project.write("other.py", "import os\n")
    program = project.write(
        "run.py",
        "import sys\n"
        "import flake8_mp.engine\n"
        "from flake8.main.cli import main\n"
        "def fail():\n"
        "    raise RecursionError('too\\ndeep')\n"
        "flake8_mp.engine.all_rules = fail\n"
        "sys.exit(main(['-j1', '--select', 'MP,F', 'bad.py', 'other.py']))\n",
    )
    run = subprocess.run(
        [sys.executable, str(program)],
        cwd=project.folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.stdout.splitlines() == [
        "bad.py:1:1: MP000 internal error in the facts (RecursionError: too deep); report it, the file was not checked",
        "other.py:1:1: F401 'os' imported but unused",
    ]
    assert (run.returncode, run.stderr) == (1, "")


class TestInside:
    """The plugin's class itself, without a process."""

    @pytest.fixture(autouse=True)
    def settings_are_put_back(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Plugin, "settings", None)

    @staticmethod
    def parse(*arguments: str) -> None:
        from flake8.options.parse_args import parse_args

        parse_args(["--isolated", *arguments])

    def test_codes_selected_by_name_are_enabled(self) -> None:
        self.parse("--select", "E,MP101", "--extend-select", "MP3,MP", "--mp-enable", "MP4")
        assert Plugin.settings is not None
        assert Plugin.settings.enable == {"MP101", "MP3", "MP4"}

    def test_our_prefix_alone_enables_nothing(self) -> None:
        self.parse("--select", "MP")
        assert Plugin.settings is not None
        assert Plugin.settings.enable == frozenset()

    def test_each_run_in_a_process_reads_its_own_options(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        self.parse("--mp-start-methods", "spawn", "--extend-select", "MP3")
        self.parse()
        assert Plugin.settings == Settings()

    def test_findings_become_what_flake8_wants(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[object] = []

        def lint(*arguments: object) -> list[Finding]:
            asked.extend(arguments)
            return [Finding("MP201", Span(3, 4, 3, 9), "it breaks", frozenset({"spawn"}))]

        monkeypatch.setattr("flake8_mp.engine.lint", lint)
        self.parse("--mp-start-methods", "spawn")
        tree = ast.parse("x = 1\n")
        plugin = Plugin(tree=tree, lines=["x = 1\n"], filename="a.py")
        assert list(plugin.run()) == [(3, 4, "MP201 it breaks (under spawn)", Plugin)]
        assert asked == ["x = 1\n", "a.py", Plugin.settings, tree]


def test_what_pyproject_says_of_rules_and_files_holds_here_too(project: Project) -> None:
    project.write(
        "pyproject.toml",
        "[tool.flake8_mp]\n"
        'extend-exclude = ["generated"]\n'
        'per-file-ignores = { "tests/*" = ["MP2"] }\n'
        'fail-on = "error"\n',
    )
    for name in ("a.py", "generated/b.py", "tests/c.py"):
        project.write(name, LAMBDA_TO_POOL)
    assert project.codes(".") == ["./a.py:5:24 MP201"]
    project.write("pyproject.toml", '[tool.flake8_mp]\nignore = ["MP201"]\n')
    assert project.codes(".") == []
