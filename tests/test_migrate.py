"""``flake8-mp migrate``: what breaks with another default start method, and that it really does."""

from __future__ import annotations

import json
import os
import re
import textwrap
from pathlib import Path
from typing import Any

import pytest

from flake8_mp.frontends.migrate import move_of, parser
from flake8_mp.frontends.migration_text import SECTIONS, section_of
from flake8_mp.frontends.options import parse
from flake8_mp.frontends.verify import main as verify
from flake8_mp.rule import all_rules
from flake8_mp.selfcheck.interpreter import interpreter
from flake8_mp.selfcheck.record import recorded_wrong
from tests.conftest import ROOT, Command, CommandResult

GUARD = 'if __name__ == "__main__":'
BOTH = pytest.mark.skipif(not {"fork", "forkserver"} <= set(interpreter().methods), reason="no fork here")

PROGRAMS = {
    "guard.py": """\
        import multiprocessing

        def work():
            print("working", flush=True)

        worker = multiprocessing.Process(target=work)
        worker.start()
        worker.join()
        """,
    "function.py": f"""\
        import multiprocessing

        {GUARD}
            worker = multiprocessing.Process(target=lambda: print("hello", flush=True))
            worker.start()
            worker.join()
        """,
    "setting.py": f"""\
        from concurrent.futures import ProcessPoolExecutor

        SETTINGS = {{"factor": 1}}

        def scaled(number):
            return number * SETTINGS["factor"]

        {GUARD}
            SETTINGS["factor"] = 3
            with ProcessPoolExecutor(1) as executor:
                print(list(executor.map(scaled, range(3))))
        """,
    "fine.py": f"""\
        import multiprocessing

        def double(number):
            return number * 2

        {GUARD}
            with multiprocessing.Pool(1) as pool:
                print(pool.map(double, range(3)))
        """,
    "pinned.py": f"""\
        import multiprocessing

        {GUARD}
            context = multiprocessing.get_context("fork")
            worker = context.Process(target=lambda: print("hello", flush=True))
            worker.start()
            worker.join()
        """,
    "pinned_executor.py": f"""\
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        SETTINGS = {{"factor": 1}}

        def scaled(number):
            return number * SETTINGS["factor"]

        {GUARD}
            SETTINGS["factor"] = 3
            with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as executor:
                print(list(executor.map(scaled, range(3))))
        """,
    "set.py": f"""\
        import multiprocessing

        def main():
            worker = multiprocessing.Process(target=lambda: print("hello", flush=True))
            worker.start()
            worker.join()

        {GUARD}
            multiprocessing.set_start_method("fork", force=True)
            main()
        """,
    "spawned.py": f"""\
        import multiprocessing

        {GUARD}
            context = multiprocessing.get_context("spawn")
            worker = context.Process(target=lambda: print("hello", flush=True))
            worker.start()
            worker.join()
        """,
    "thread.py": f"""\
        import multiprocessing
        import threading
        import time

        def work():
            print("working", flush=True)

        {GUARD}
            thread = threading.Thread(target=time.sleep, args=(0.5,))
            thread.start()
            worker = multiprocessing.Process(target=work)
            worker.start()
            worker.join()
            thread.join()
        """,
}
"""Small programs, each with one way of starting processes."""

BREAKS = {"guard.py": "MP101", "function.py": "MP201", "setting.py": "MP105"}
"""Those that work under fork and break under forkserver, with the rule that says so."""
PINNED = ("pinned.py", "pinned_executor.py", "set.py")


@pytest.fixture
def programs(command: Command) -> Command:
    for name, text in PROGRAMS.items():
        command.write(name, textwrap.dedent(text))
    return command


def migrated(command: Command, *arguments: str) -> dict[str, Any]:
    result = command("migrate", *arguments, "--output-format", "json")
    answer: dict[str, Any] = json.loads(result.out)
    assert result.err == ""
    assert result.status == bool(answer["breaks"])
    return answer


def codes(entries: list[dict[str, Any]]) -> dict[str, str]:
    return {Path(entry["filename"]).name: entry["code"] for entry in entries}


class TestWhatBreaks:
    def test_from_fork_to_forkserver(self, programs: Command) -> None:
        answer = migrated(programs)
        assert answer["from"] == {"python": "3.13", "platform": "linux", "start_method": "fork"}
        assert answer["to"] == {"python": "3.14", "platform": "linux", "start_method": "forkserver"}
        assert codes(answer["breaks"]) == BREAKS
        assert codes(answer["better"]) == {"thread.py": "MP301"}
        assert answer["same"] == {"MP201": 1}
        assert sorted(codes(answer["pinned"])) == sorted(PINNED)
        assert answer["pin"] == {"start_method": "fork", "keeps": 3}
        assert answer["files"] == {"checked": len(PROGRAMS), "not_checked": 0}

    @pytest.mark.parametrize("name", sorted(set(PROGRAMS) - set(BREAKS)))
    def test_what_does_not_depend_on_the_default_is_left_alone(self, programs: Command, name: str) -> None:
        assert migrated(programs, name)["breaks"] == []

    def test_macos(self, programs: Command) -> None:
        answer = migrated(programs, "--platform", "macos")
        assert answer["to"] == {"python": "3.13", "platform": "macos", "start_method": "spawn"}
        assert codes(answer["breaks"]) == BREAKS
        assert answer["pin"] == {"start_method": "fork", "keeps": 3}
        assert codes(answer["better"]) == {"thread.py": "MP301"}

    def test_on_windows_what_asks_for_fork_breaks_too(self, programs: Command) -> None:
        answer = migrated(programs, "--platform", "windows", "--from", "3.12.4")
        assert answer["from"]["python"] == "3.12"
        assert answer["to"] == {"python": "3.12", "platform": "windows", "start_method": "spawn"}
        assert codes(answer["breaks"]) == {**BREAKS, **dict.fromkeys(PINNED, "MP902")}
        assert answer["pin"] is None
        assert answer["pinned"] == []

    def test_who_asks_which_system_it_is_is_left_alone_on_windows(self, command: Command) -> None:
        command.write(
            "system.py",
            "import multiprocessing\nimport sys\n\n"
            f'{GUARD}\n    if sys.platform == "linux":\n        multiprocessing.set_start_method("fork")\n',
        )
        assert migrated(command, "--platform", "windows")["breaks"] == []

    def test_from_macos_to_linux(self, programs: Command) -> None:
        answer = migrated(programs, "--from-platform", "macos", "--platform", "linux", "--from", "3.14")
        assert (answer["from"]["start_method"], answer["to"]["start_method"]) == ("spawn", "forkserver")
        assert answer["breaks"] == []
        assert answer["same"] == {"MP101": 1, "MP105": 1, "MP201": 2}

    def test_back_again(self, programs: Command) -> None:
        answer = migrated(programs, "--from", "3.14", "--to", "3.12")
        assert codes(answer["breaks"]) == {"thread.py": "MP301"}
        assert codes(answer["better"]) == BREAKS
        assert answer["pin"] == {"start_method": "forkserver", "keeps": 1}

    def test_where_nothing_changes(self, programs: Command) -> None:
        answer = migrated(programs, "--from-platform", "macos", "--from", "3.8", "--to", "3.14")
        assert answer["breaks"] == answer["better"] == []
        assert answer["pin"] is None
        result = programs("migrate", "--to", "3.13")
        assert result.status == 0
        assert result.out.startswith("Python 3.13 to 3.13 on Linux: the default start method stays fork.\n")

    def test_the_start_methods_of_the_configuration_do_not_matter(self, programs: Command) -> None:
        programs.write(
            "pyproject.toml",
            '[project]\nrequires-python = ">=3.14"\n[tool.flake8_mp]\nplatforms = ["linux"]\n'
            'start-methods = ["spawn"]\noutput-format = "concise"\nfail-on = "error"\n',
        )
        assert codes(migrated(programs)["breaks"]) == BREAKS

    def test_what_the_configuration_leaves_out_is_left_out(self, programs: Command) -> None:
        programs.write(
            "pyproject.toml", '[tool.flake8_mp]\nextend-exclude = ["guard.py"]\nper-file-ignores = { "s*" = ["MP1"] }\n'
        )
        assert codes(migrated(programs)["breaks"]) == {"function.py": "MP201"}
        assert migrated(programs, "--ignore", "MP2")["breaks"] == []
        assert codes(migrated(programs, "--isolated", "--select", "MP1")["breaks"]) == {
            "guard.py": "MP101",
            "setting.py": "MP105",
        }

    def test_comments_and_a_baseline_count(self, programs: Command) -> None:
        programs.write("guard.py", textwrap.dedent(PROGRAMS["guard.py"]).replace("start()", "start()  # noqa: MP101"))
        assert set(codes(migrated(programs)["breaks"])) == {"function.py", "setting.py"}
        assert set(codes(migrated(programs, "--disable-noqa")["breaks"])) == set(BREAKS)
        programs("function.py", "--write-baseline", "known.json")
        assert set(codes(migrated(programs, "--baseline", "known.json")["breaks"])) == {"setting.py"}

    def test_standard_input(self, command: Command) -> None:
        run = command.process("migrate", "-", stdin=textwrap.dedent(PROGRAMS["function.py"]).encode())
        assert run.returncode == 1
        assert b"1 place in 1 of 1 file breaks." in run.stdout

    def test_the_second_run_is_answered_from_the_cache(self, programs: Command) -> None:
        first, second = programs("migrate", "-v"), programs("migrate", "-v")
        assert first.out == second.out
        assert f"0 of {len(PROGRAMS)} results came from it" in first.err
        assert f"{len(PROGRAMS)} of {len(PROGRAMS)} results came from it" in second.err


@BOTH
class TestClaims:
    """What is said is what happens when the programs are run."""

    @pytest.fixture(autouse=True)
    def environment_of_users(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in [name for name in os.environ if name.startswith(("PYTHON", "COV_", "PYTEST_"))]:
            monkeypatch.delenv(name)

    @pytest.mark.parametrize("name", ["function.py", "setting.py", "guard.py", "fine.py", "pinned.py", "set.py"])
    def test_a_program_breaks_as_it_is_said(self, programs: Command, name: str) -> None:
        shown = codes(migrated(programs, name)["breaks"])
        verify(["--json", "--start-method", "fork", "--start-method", "forkserver", name])
        seen = json.loads(programs.capture.readouterr().out)
        outcomes = {run["start_method"]: run for run in seen["runs"]}
        assert outcomes["fork"]["outcome"] == ["ok"]
        forkserver = outcomes["forkserver"]
        broken = forkserver["outcome"] != ["ok"] or forkserver["output"] == "differs"
        assert broken is bool(shown)

    @pytest.mark.parametrize("name", sorted(BREAKS))
    def test_a_pin_keeps_it(self, programs: Command, name: str) -> None:
        pin = 'import multiprocessing\nmultiprocessing.set_start_method("fork", force=True)\n'
        programs.write("kept.py", pin + textwrap.dedent(PROGRAMS[name]))
        assert migrated(programs, "kept.py")["breaks"] == []
        assert verify(["--json", "--start-method", "fork", "--start-method", "forkserver", "kept.py"]) == 0


class TestText:
    def test_the_whole_answer(self, programs: Command) -> None:
        message = {entry["code"]: entry["message"] for entry in migrated(programs)["breaks"]}
        result = programs("migrate")
        assert (result.status, result.err) == (1, "")
        assert (
            result.out
            == textwrap.dedent(f"""\
            Python 3.13 to 3.14 on Linux: the default start method changes from fork to forkserver.
            3 places in 3 of 9 files break.

            Start processes under an entry guard (MP101): 1 place in 1 file (1 can be fixed)
              guard.py
                7:1  MP101 [*]  {message["MP101"]}
              more: flake8-mp explain MP101

            Hand over functions and classes that can be imported (MP201): 1 place in 1 file (1 can be fixed)
              function.py
                4:45  MP201 [*]  {message["MP201"]}
              more: flake8-mp explain MP201

            Pass to workers what they no longer inherit (MP105): 1 place in 1 file
              setting.py
                6:21  MP105  {message["MP105"]}
              more: flake8-mp explain MP105

            Better: 1 place (MP301) that goes wrong under fork no longer does under forkserver.
            The same: 1 finding before and after the move; `flake8-mp check` lists it.
            Pinned: 3 places ask for fork and stay as they are (pinned.py:4, pinned_executor.py:11, set.py:9).
            Fixes: 2 with --fix (--diff shows how).

            """)
            + result.out[result.out.index("To keep fork") :]
        )

    def test_what_a_pin_costs(self, programs: Command) -> None:
        pin = programs("migrate").out.partition("To keep fork for now:\n")[2]
        assert '  multiprocessing.set_start_method("fork") ' in pin
        assert '  multiprocessing.get_context("fork") ' in pin
        assert "\nThis keeps all 3 places working. The price:\n  - " in pin
        assert pin.endswith("\n  - 1 place that the move would fix stays broken.\n")
        assert "DeprecationWarning" in pin
        assert "It raises ValueError on Windows" in pin

    def test_a_pin_on_macos_and_windows(self, programs: Command) -> None:
        on_macos = programs("migrate", "--platform", "macos").out
        assert "On macOS, a forked child process can crash in system libraries." in on_macos
        assert "Windows" not in on_macos
        on_windows = programs("migrate", "--platform", "windows").out
        assert on_windows.endswith("No start method keeps these working: there is no fork on Windows.\n")
        assert "(MP902): 3 places in 3 files\n" in on_windows
        assert "this raises ValueError on Windows, which has no fork; use `spawn`" in on_windows

    def test_nothing(self, command: Command) -> None:
        result = command("migrate")
        assert result.out.splitlines()[1:] == ["There are no Python files to be checked."]
        assert result.status == 0
        command.write("fine.py", textwrap.dedent(PROGRAMS["fine.py"]))
        result = command("migrate")
        assert result.out.splitlines()[1:] == [
            "Found nothing that breaks in 1 file. `flake8-mp verify` runs a program under each start method."
        ]
        assert (result.status, result.err) == (0, "")

    def test_a_file_that_cannot_be_checked(self, programs: Command) -> None:
        programs.write("broken.py", "import multiprocessing\ndef\n")
        result = programs("migrate")
        assert result.status == 2
        assert result.err == "broken.py: line 2: invalid syntax\n"
        assert result.out.splitlines()[1] == "3 places in 3 of 9 files break. 1 file could not be checked."

    def test_names_are_no_commands_of_whoever_reads_the_log(
        self, command: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TF_BUILD", "True")
        command.write("##vso[task.complete]/a.py", textwrap.dedent(PROGRAMS["function.py"]))
        command.write("::error::\033[1m/b.py", textwrap.dedent(PROGRAMS["function.py"]))
        out = command("migrate").out
        assert "##vso[" not in out
        assert "\033" not in out
        assert "2 places in 2 of 2 files break." in out

    def test_a_notebook(self, command: Command) -> None:
        cells: list[dict[str, object]] = [
            {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": source}
            for source in ("import multiprocessing", "multiprocessing.Process(target=lambda: 1).start()")
        ]
        command.write("book.ipynb", json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
        assert "  book.ipynb\n    cell 2:1:32  MP201" in command("migrate").out

    def test_colours_and_widths_are_for_terminals(self, programs: Command) -> None:
        assert "\033[" not in programs("migrate").out
        assert "\033[1mStart processes under an entry guard (MP101)\033[0m" in programs("migrate", "--color=always").out

    @pytest.mark.parametrize("form", ["concise", "grouped", "json-lines", "github", "sarif", "junit", "pylint"])
    def test_the_formats_of_the_check_say_what_breaks(self, programs: Command, form: str) -> None:
        out = programs("migrate", "--output-format", form).out
        assert set(re.findall(r"\bMP\d{3}\b", out)) == set(BREAKS.values())

    def test_concise_is_followed_by_a_summary(self, programs: Command) -> None:
        result = programs("migrate", "--output-format", "concise")
        assert result.places == ["function.py:4:45 MP201", "guard.py:7:1 MP101", "setting.py:6:21 MP105"]
        assert result.err == "flake8-mp: 9 files checked; 3 errors; 2 can be fixed with --fix\n"

    def test_every_rule_that_was_seen_to_depend_on_the_start_method_has_its_section(self) -> None:
        for rule in all_rules():
            if not rule.code.startswith("MP9") and depends(rule.name, rule.code):
                assert section_of(rule.code) is not SECTIONS[-1], rule.code

    def test_a_code_is_in_one_section(self) -> None:
        named = [code for section in SECTIONS for code in section.codes]
        assert len(named) == len(set(named))
        known = [rule.code for rule in all_rules()]
        assert all(any(code.startswith(prefix) for code in known) for prefix in named)


def depends(name: str, code: str) -> bool:
    """Return whether a program of a rule was seen to work under one start method and not under another."""
    stem = f"{code.lower()}_{name.replace('-', '_')}"
    for outcomes in recorded_wrong(stem):
        wrong = {method for method, seen in outcomes.items() if any(set(words) - {"ok"} for words in seen.values())}
        if wrong != set(outcomes):
            return True
    return False


def test_the_commands_of_the_page_mean_what_it_says(command: Command) -> None:
    page = (ROOT / "docs" / "migrate.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `flake8-mp migrate ?([^`]*)` \| (.*) \((\w+)\) \| (.*) \((\w+)\) \|$", page, re.MULTILINE)
    assert len(rows) >= 6
    for arguments, *reported in rows:
        move = move_of(parse(arguments.split(), parser()))
        assert [str(move.old), move.old.method, str(move.new), move.new.method] == reported


class TestFixing:
    def test_only_what_breaks_is_fixed(self, programs: Command) -> None:
        before = {name: (programs.folder / name).read_text() for name in PROGRAMS}
        result = programs("migrate", "--diff")
        assert result.status == 1
        assert sorted(re.findall(r"^--- (\S+)", result.out, re.MULTILINE)) == ["function.py", "guard.py"]
        assert result.err == "flake8-mp: 9 files checked; 2 would be fixed in 2 files\n"
        assert {name: (programs.folder / name).read_text() for name in PROGRAMS} == before

        result = programs("migrate", "--fix")
        after = {name: (programs.folder / name).read_text() for name in PROGRAMS}
        assert {name for name in PROGRAMS if after[name] != before[name]} == {"function.py", "guard.py"}
        assert result.out.splitlines()[1] == "1 place in 1 of 9 files still breaks."
        assert "; 2 fixed in 2 files" in result.err
        assert result.status == 1
        assert codes(migrated(programs)["breaks"]) == {"setting.py": "MP105"}

    def test_when_all_is_fixed(self, command: Command) -> None:
        command.write("function.py", textwrap.dedent(PROGRAMS["function.py"]))
        result = command("migrate", "--fix")
        assert result.out.splitlines()[1].startswith("Found nothing else that breaks in 1 file.")
        assert result.status == 0


class TestCommandLine:
    @pytest.mark.parametrize(
        ("arguments", "complaint"),
        [
            (["--to", "3,14"], "--to: '3,14' is not a version of Python 3; did you mean 3.14?"),
            (["--to", "py314"], "--to: 'py314' is not a version of Python 3; did you mean 3.14?"),
            (["--from", "2.7"], "--from: '2.7' is not a version of Python 3; write one like 3.14"),
            (["--to", "windows"], "--to: 'windows' is not a version of Python 3; did you mean --platform windows?"),
            (["--from", "mac"], "--from: 'mac' is not a version of Python 3; did you mean --from-platform macos?"),
            (
                ["--to", "spawn"],
                "--to: 'spawn' is not a version of Python 3; the start method follows from the version and the platform",
            ),
            (["--platform", "darwin"], "--platform: 'darwin' is not a platform; did you mean macos?"),
            (["--platform", "win32"], "--platform: 'win32' is not a platform; did you mean windows?"),
            (["--from-platform", "lunix"], "--from-platform: 'lunix' is not a platform; did you mean linux?"),
            (["--platform", "amiga"], "--platform: 'amiga' is not a platform; choose from linux, macos, windows"),
        ],
    )
    def test_what_is_misspelt(self, command: Command, arguments: list[str], complaint: str) -> None:
        assert command("migrate", *arguments) == CommandResult(2, "", f"flake8-mp: {complaint}\n")

    @pytest.mark.parametrize("option", ["--start-methods=fork", "--statistics", "--add-noqa", "--watch", "--too=3.14"])
    def test_options_that_there_are_not(self, command: Command, option: str) -> None:
        result = command("migrate", option)
        assert result.status == 2
        assert result.err.startswith(f"flake8-mp migrate: {option.partition('=')[0]}: there is no such option")

    def test_a_broken_pyproject(self, programs: Command) -> None:
        path = programs.write("pyproject.toml", "[tool.flake8_mp]\nenable = [\n")
        result = programs("migrate")
        assert (result.status, result.out) == (2, "")
        assert result.err.startswith(f"flake8-mp: {path}: it cannot be read: ")
        assert result.err.count("\n") == 1

    def test_a_broken_pyproject_of_others_is_theirs(self, programs: Command) -> None:
        programs.write("pyproject.toml", '[project]\nrequires-python = ">=3.14\n')
        assert codes(migrated(programs)["breaks"]) == BREAKS

    def test_platforms_in_capitals(self, programs: Command) -> None:
        assert migrated(programs, "--platform", "macOS")["to"]["platform"] == "macos"

    def test_output_file(self, programs: Command) -> None:
        result = programs("migrate", "-o", "answer.txt")
        assert (result.status, result.out) == (1, "")
        assert (programs.folder / "answer.txt").read_text().startswith("Python 3.13 to 3.14 on Linux: ")

    def test_quiet(self, programs: Command) -> None:
        assert programs("migrate", "--silent") == CommandResult(1, "", "")
        assert programs("migrate", "--exit-zero").status == 0
