"""The command as people run it: its ends, good and bad, standard input, baselines, exit codes, several processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from flake8_mp import __version__
from flake8_mp.frontends import checking
from flake8_mp.frontends import run as run_module
from flake8_mp.frontends.cli import COMMANDS
from tests.conftest import FUNCTION_TO_POOL, LAMBDA_TO_POOL, ROOT, Command

POSIX = pytest.mark.skipif(os.name == "nt", reason="signals and devices of POSIX")


class TestExitStatus:
    def test_clean_findings_trouble(self, command: Command) -> None:
        command.write("good.py", FUNCTION_TO_POOL)
        assert command("good.py").status == 0
        command.write("bad.py")
        assert command(".").status == 1
        assert command(".", "--exit-zero").status == 0
        assert command(".", "missing.py").status == 2
        assert command(".", "missing.py", "--exit-zero").status == 2

    def test_an_empty_folder_is_clean(self, command: Command) -> None:
        result = command()
        assert (result.status, result.out) == (0, "")
        assert result.err == "flake8-mp: no Python files to check\n"

    def test_the_summary_counts(self, command: Command) -> None:
        command.write("good.py", FUNCTION_TO_POOL)
        command.write("bad.py")
        command.write("broken.py", "import multiprocessing\n(\n")
        result = command(".", "--output-format", "concise", "--enable", "MP9")
        assert result.err == (
            "broken.py: line 2: '(' was never closed\n"
            "flake8-mp: 2 files checked; 1 error, 4 info; 1 can be fixed with --fix; "
            "2 can be fixed with --fix --unsafe-fixes; 1 could not be checked\n"
        )

    def test_quiet_and_very_quiet(self, command: Command) -> None:
        command.write("bad.py")
        assert command(".", "-q", "--output-format=concise").err == ""
        result = command(".", "missing.py", "-qq")
        assert (result.status, result.out, result.err) == (2, "", "")

    def test_a_path_behind_add_noqa_is_a_path(self, command: Command) -> None:
        for name in ("src/a.py", "other/a.py"):
            command.write(name)
        assert command("--add-noqa", "src").err == "flake8-mp: 1 comment in 1 file\n"
        assert "noqa" not in (command.folder / "other" / "a.py").read_text(encoding="utf-8")

    def test_a_command_that_is_misspelt(self, command: Command) -> None:
        result = command("chek", ".")
        assert result.status == 2
        assert result.err == "flake8-mp: chek: no such file or command; did you mean check?\n"
        command.write("chek/a.py")
        assert command("chek").status == 1

    @pytest.mark.parametrize("other", ["--statistics", "--write-baseline=known.json"])
    def test_what_does_not_go_together_is_refused(self, command: Command, other: str) -> None:
        path = command.write("a.py")
        result = command(".", "--add-noqa", other)
        assert (result.status, result.err.count("\n")) == (2, 1)
        assert path.read_text(encoding="utf-8") == LAMBDA_TO_POOL

    def test_an_empty_name_is_not_this_folder(self, command: Command) -> None:
        command.write("a.py")
        result = command("")
        assert (result.status, result.out) == (2, "")
        assert result.err.startswith("'': the name of the file is empty")


class TestCommands:
    def test_version_and_help(self, command: Command) -> None:
        assert command("--version").out == f"flake8-mp {__version__}\n"
        result = command("--help")
        assert result.status == 0
        assert all(f"\n  {name} " in result.out for name in COMMANDS)
        for name in COMMANDS:
            result = command(name, "--help")
            assert result.status == 0, name
            assert f"flake8-mp {name}" in result.out, name

    def test_check_may_be_named(self, command: Command) -> None:
        command.write("bad.py")
        assert command("check", ".", "-q") == command(".", "-q")

    def test_the_script_is_installed(self) -> None:
        script = Path(sys.executable).parent / "flake8-mp"
        if not script.exists():
            pytest.skip("flake8-mp is not installed beside this Python")
        run = subprocess.run([script, "--version"], capture_output=True, text=True, check=True, timeout=60)
        assert run.stdout == f"flake8-mp {__version__}\n"

    def test_the_start_loads_next_to_nothing(self, command: Command) -> None:
        program = (
            "import sys; from flake8_mp.frontends.cli import main; main(['.', '-q']);"
            "print(*sorted(name for name in sys.modules if name.startswith(('flake8', 'libcst', 'asyncio'))))"
        )
        command.write("quiet.py", "import os\n")
        run = subprocess.run(
            [sys.executable, "-c", program], cwd=command.folder, capture_output=True, text=True, check=True, timeout=60
        )
        loaded = run.stdout.split()
        assert "flake8_mp.frontends.run" in loaded
        assert [name for name in loaded if not name.startswith("flake8_mp")] == []
        assert [name for name in loaded if name.startswith(("flake8_mp.facts", "flake8_mp.rules"))] == []


class TestWhatCannotBeChecked:
    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"import multiprocessing\nx = (\n", "line 2: '(' was never closed"),
            (b"import multiprocessing\nx = '\xe9'\n", "line 2: not valid utf-8"),
            (b"# coding: klingon\nimport multiprocessing\n", "unknown encoding"),
            (b"# coding: hex\nimport multiprocessing\n", "hex"),
            (b"\xef\xbb\xbf# coding: latin-1\nimport multiprocessing\n", "encoding problem"),
            (b"import multiprocessing\nx = '\0'\n", "null bytes"),
            (b"import multiprocessing\nx = " + b"(" * 1000 + b")" * 1000, "too many nested parentheses"),
            (b"import multiprocessing\nx = " + b"-" * 100_000 + b"1\n", "nested too deeply"),
        ],
        ids=["syntax", "latin-1", "codec", "no-text-codec", "bom", "nul", "parentheses", "deep"],
    )
    def test_one_line_names_file_and_cause(self, command: Command, data: bytes, words: str) -> None:
        command.write("bad.py", data)
        command.write("z.py")
        result = command.concise(".")
        assert result.status == 2
        assert result.places == ["z.py:5:24 MP201"]
        assert result.err.startswith("bad.py: ")
        assert words in result.err
        assert result.err.count("\n") == 1

    def test_encodings_that_python_reads(self, command: Command) -> None:
        command.write("bom.py", b"\xef\xbb\xbf" + LAMBDA_TO_POOL.encode())
        command.write("latin.py", b"# -*- coding: latin-1 -*-\n# \xe9\n" + LAMBDA_TO_POOL.encode())
        command.write("dos.py", LAMBDA_TO_POOL.replace("\n", "\r\n"))
        command.write("mac.py", LAMBDA_TO_POOL.replace("\n", "\r"))
        command.write("wide.py", LAMBDA_TO_POOL.replace("print(", "print('日本𝄞', ", 1))
        assert command.concise(".").places == [
            "bom.py:5:24 MP201",
            "dos.py:5:24 MP201",
            "latin.py:7:24 MP201",
            "mac.py:5:24 MP201",
            "wide.py:5:31 MP201",
        ]

    def test_what_has_nothing_to_do_with_processes_is_not_even_decoded(self, command: Command) -> None:
        command.write("binary.py", b"\xff\xfe\0\0")
        command.write("broken.py", "x = (\n")
        assert command(".").status == 0

    def test_a_broken_notebook(self, command: Command) -> None:
        command.write("a.ipynb", "{multiprocessing")
        result = command.concise(".")
        assert result.status == 2
        assert result.err.startswith("a.ipynb: ")

    def test_a_file_that_goes_between_listing_and_reading(
        self, command: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        command.write("a.py")
        path = command.write("b.py")
        real = checking.read

        def reading(name: str) -> bytes:
            if name.endswith("b.py"):
                path.unlink()
            return real(name)

        monkeypatch.setattr(run_module, "read", reading)
        result = command.concise(".", "--no-cache")
        assert (result.status, result.places) == (2, ["a.py:5:24 MP201"])
        assert result.err == "b.py: cannot be read: No such file or directory\n"


class TestStandardInput:
    def test_it_is_checked_in_the_place_that_is_reported(self, command: Command) -> None:
        command.write("pkg/pyproject.toml", '[tool.flake8_mp]\nper-file-ignores = { "x.py" = ["MP2"] }\n')
        command.write(
            "pkg/starter.py", "import multiprocessing\n\n\ndef go():\n    multiprocessing.Process().start()\n"
        )
        options = ("-", "--output-format", "concise", "-q")
        run = command.process(*options, stdin=LAMBDA_TO_POOL.encode())
        assert run.stdout.startswith(b"<stdin>:5:24: MP201 ")
        assert run.returncode == 1
        run = command.process(*options, "--stdin-filename", "pkg/y.py", stdin=LAMBDA_TO_POOL.encode())
        assert run.stdout.decode().replace(os.sep, "/").startswith("pkg/y.py:5:24: MP201 ")
        run = command.process(*options, "--stdin-filename", "pkg/x.py", stdin=LAMBDA_TO_POOL.encode())
        assert (run.returncode, run.stdout) == (0, b"")
        run = command.process(
            *options, "--stdin-filename", "build/x.py", "--force-exclude", stdin=LAMBDA_TO_POOL.encode()
        )
        assert (run.returncode, run.stdout) == (0, b"")

    def test_what_cannot_be_read(self, command: Command) -> None:
        run = command.process("-", stdin=b"import multiprocessing\n\xff", PYTHONIOENCODING="utf-8")
        assert run.returncode == 2
        assert run.stderr.decode().splitlines()[0].startswith("<stdin>: line 2: not valid utf-8")

    def test_the_snippet_comes_from_the_input(self, command: Command) -> None:
        run = command.process("-", stdin=LAMBDA_TO_POOL.encode())
        assert b"pool.map(lambda n: n * n" in run.stdout


class TestOutput:
    def test_a_file_appears_when_all_is_done(self, command: Command) -> None:
        command.write("a.py")
        result = command(".", "--output-file", "out.json", "--output-format", "json")
        assert (result.status, result.out) == (1, "")
        assert [each["code"] for each in json.loads((command.folder / "out.json").read_text(encoding="utf-8"))] == [
            "MP201"
        ]
        assert sorted(path.name for path in command.folder.iterdir()) == [".git", "a.py", "out.json"]

    @POSIX
    def test_what_is_no_file_is_written_to_and_a_link_stays(self, command: Command) -> None:
        command.write("a.py")
        command.write("real.txt", "old")
        (command.folder / "link.txt").symlink_to("real.txt")
        assert command(".", "--output-file", "link.txt", "--output-format", "concise").status == 1
        assert (command.folder / "link.txt").is_symlink()
        assert "MP201" in (command.folder / "real.txt").read_text(encoding="utf-8")
        os.mkfifo(command.folder / "pipe")
        with subprocess.Popen(["cat", "pipe"], cwd=command.folder, stdout=subprocess.PIPE, text=True) as reader:
            run = command.process("a.py", "--output-file", "pipe", "--output-format", "concise")
            assert run.returncode == 1, run.stderr
            assert "MP201" in reader.communicate(timeout=60)[0]
        assert (command.folder / "pipe").is_fifo()

    def test_statistics_have_few_formats(self, command: Command) -> None:
        result = command(".", "--statistics", "--output-format", "sarif")
        assert (result.status, result.err.count("\n")) == (2, 1)

    @pytest.mark.parametrize("target", ["no/folder/out.txt", "."])
    def test_a_file_that_cannot_be_written(self, command: Command, target: str) -> None:
        command.write("a.py")
        result = command("a.py", "--output-file", target)
        assert (result.status, result.out) == (2, "")
        assert result.err.startswith(f"flake8-mp: {target}: cannot be written: ")

    def test_an_old_file_stays_when_something_fails(self, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        command.write("a.py")
        command.write("out.txt", "old")

        def failing(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("flake8_mp.frontends.formats.concise.Concise.file", failing)
        result = command(".", "--output-file", "out.txt", "--output-format", "concise")
        assert (result.status, result.err) == (130, "flake8-mp: interrupted\n")
        assert (command.folder / "out.txt").read_text(encoding="utf-8") == "old"
        assert sorted(path.name for path in command.folder.iterdir()) == [".git", "a.py", "out.txt"]

    @pytest.mark.parametrize(
        ("environment", "arguments", "colored"),
        [
            ({}, [], False),
            ({"FORCE_COLOR": "1"}, [], True),
            ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False),
            ({"FORCE_COLOR": "", "NO_COLOR": ""}, [], False),
            ({"NO_COLOR": "1"}, ["--color=always"], True),
            ({"FORCE_COLOR": "1"}, ["--color=never"], False),
        ],
    )
    def test_colours(self, command: Command, environment: dict[str, str], arguments: list[str], colored: bool) -> None:
        command.write("a.py")
        run = command.process("a.py", *arguments, stdin=None, **environment)
        assert (b"\x1b[" in run.stdout) == colored

    @pytest.mark.skipif(not hasattr(os, "openpty"), reason="no terminals")
    def test_a_terminal_gets_colours_unless_it_is_dumb(self, command: Command) -> None:
        command.write("a.py")
        for term, colored in (("xterm", True), ("dumb", False)):
            ours, theirs = os.openpty()
            environment = {**os.environ, "TERM": term}
            with subprocess.Popen(
                [sys.executable, "-m", "flake8_mp", "a.py"], cwd=command.folder, stdout=theirs, env=environment
            ) as process:
                os.close(theirs)
                text = b""
                while True:
                    try:
                        part = os.read(ours, 4096)
                    except OSError:  # what Linux says at the end
                        break
                    if not part:
                        break
                    text += part
                process.wait(60)
            os.close(ours)
            assert (b"\x1b[" in text) == colored

    def test_statistics(self, command: Command) -> None:
        command.write("a.py")
        command.write("b.py", LAMBDA_TO_POOL * 2)
        result = command(".", "--statistics")
        assert result.status == 1
        assert result.out.split()[:3] == ["3", "MP201", "lambda-handoff"]
        counted = json.loads(command(".", "--statistics", "--output-format=json").out)
        assert [(each["code"], each["count"]) for each in counted] == [("MP201", 3)]

    def test_every_format_is_the_same_by_any_number_of_processes(
        self, command: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(run_module, "ALONE", 0)
        for number in range(12):
            command.write(f"m{number:02}.py", LAMBDA_TO_POOL)
        for form in ("concise", "json", "sarif"):
            alone = command(".", "--no-cache", "--jobs=1", "--output-format", form)
            assert alone.out.count("MP201") >= 12
            assert command(".", "--no-cache", "--jobs=3", "--output-format", form) == alone


class TestBaseline:
    def test_it_means_the_same_in_every_folder_and_for_a_part_of_the_files(
        self, command: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("a.py", "sub/b.py"):
            command.write(name)
        assert command(".", "--write-baseline", "known.json").status == 0
        command.write("sub/a.py")
        result = command("a.py", "--baseline", "known.json")
        assert result.status == 0
        assert "gone" not in result.err
        assert command.concise(".", "--baseline", "known.json").places == [f"sub{os.sep}a.py:5:24 MP201"]
        monkeypatch.chdir(command.folder / "sub")
        assert command.concise(".", "--baseline", "../known.json").places == ["a.py:5:24 MP201"]

    def test_writing_anew_keeps_what_is_known(self, command: Command) -> None:
        command.write("a.py")
        command(".", "--write-baseline", "known.json")
        before = (command.folder / "known.json").read_bytes()
        command(".", "--baseline", "known.json", "--write-baseline", "known.json")
        assert (command.folder / "known.json").read_bytes() == before

    def test_what_is_known_is_not_reported_and_what_is_new_is(self, command: Command) -> None:
        command.write("a.py")
        result = command(".", "--write-baseline", "known.json")
        assert result.status == 0
        assert result.out == ""
        assert result.err == "flake8-mp: 1 file checked; 1 finding written to known.json\n"
        result = command(".", "--baseline", "known.json")
        assert (result.status, result.out) == (0, "")
        assert result.err == "flake8-mp: 1 file checked; nothing found; 1 known from the baseline\n"
        command.write("a.py", "# moved\n\n" + LAMBDA_TO_POOL + LAMBDA_TO_POOL)
        result = command.concise(".", "--baseline", "known.json")
        assert result.places == ["a.py:12:24 MP201"]
        command.write("a.py", FUNCTION_TO_POOL)
        result = command(".", "--baseline", "known.json")
        assert result.status == 0
        assert "1 of the baseline no longer found" in result.err

    @pytest.mark.parametrize(
        "text", ["", "[]", "{}", '{"flake8-mp-baseline": 9}', '{"flake8-mp-baseline": 1, "findings": [3]}']
    )
    def test_what_is_no_baseline(self, command: Command, text: str) -> None:
        command.write("known.json", text)
        result = command(".", "--baseline", "known.json")
        assert result.status == 2
        assert result.err.startswith("flake8-mp: known.json: ")
        assert result.err.count("\n") == 1

    def test_a_baseline_that_is_missing_or_cannot_be_written(self, command: Command) -> None:
        command.write("a.py")
        result = command(".", "--baseline", "known.json")
        assert (result.status, result.err.count("\n")) == (2, 1)
        assert "--write-baseline creates one" in result.err
        result = command(".", "--write-baseline", "no/folder/known.json")
        assert (result.status, result.err.count("\n")) == (2, 1)


def is_there(group: int) -> bool:
    """Return whether a group of processes has any."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def wait_for_workers(run: subprocess.Popen[Any]) -> None:
    """Wait until a run has two processes at work; where its children cannot be listed, for about as long as that takes."""
    children = Path(f"/proc/{run.pid}/task/{run.pid}/children")
    if not children.exists():
        time.sleep(0.7)
    deadline = time.monotonic() + 60
    while children.exists() and len(children.read_bytes().split()) < 2 and time.monotonic() < deadline:
        time.sleep(0.005)


@POSIX
class TestEnds:
    def plenty(self, command: Command) -> None:
        """Write files that take two processes seconds."""
        calls = "".join(f"    pool.apply(len, [{number}])\n" for number in range(400))
        for number in range(40):
            command.write(f"m{number}.py", LAMBDA_TO_POOL + calls)

    def many(self, command: Command, count: int = 750) -> None:
        """Write findings in plenty: more than a pipe holds."""
        call = "    pool.map(lambda n: n, [1])\n"
        command.write("many.py", LAMBDA_TO_POOL + call * count)

    def script(self, command: Command, program: str) -> subprocess.CompletedProcess[str]:
        """Run a program that has its own way of calling the command, in a file outside of the folder."""
        script = command.folder.parent / "script.py"
        script.write_text(program, encoding="utf-8")
        return subprocess.run(
            [sys.executable, script],
            cwd=command.folder,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def test_a_reader_that_has_seen_enough(self, command: Command) -> None:
        self.many(command)
        with subprocess.Popen(
            [sys.executable, "-m", "flake8_mp", "many.py", "--output-format", "concise"],
            cwd=command.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as run:
            assert run.stdout is not None
            assert run.stderr is not None
            assert b"MP201" in run.stdout.readline()
            run.stdout.close()
            err = run.stderr.read()
            assert run.wait(60) == 1
        assert b"Error" not in err
        assert b"Traceback" not in err

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
    def test_a_full_disk(self, command: Command) -> None:
        command.write("a.py")
        for form in ("concise", "json"):
            with open("/dev/full", "w") as full:  # noqa: PTH123
                run = subprocess.run(
                    [sys.executable, "-m", "flake8_mp", "a.py", "--output-format", form],
                    cwd=command.folder,
                    stdout=full,
                    stderr=subprocess.PIPE,
                    text=True,
                    timeout=60,
                    check=False,
                )
            assert run.returncode == 2
            assert run.stderr == "flake8-mp: standard output: cannot be written: No space left on device\n"

    def test_standard_output_that_is_closed(self, command: Command) -> None:
        command.write("a.py")
        run = subprocess.run(
            ["sh", "-c", f"exec {sys.executable} -m flake8_mp a.py --output-format concise >&-"],
            cwd=command.folder,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert run.returncode in (1, 2)
        assert "Traceback" not in run.stderr

    def test_workers_end_with_the_process_that_they_work_for(self, command: Command) -> None:
        self.plenty(command)
        with subprocess.Popen(
            [sys.executable, "-m", "flake8_mp", ".", "--no-cache", "--jobs", "2", "-q"],
            cwd=command.folder,
            stdout=subprocess.PIPE,
            start_new_session=True,
        ) as run:
            wait_for_workers(run)
            run.kill()
            assert run.stdout is not None
            run.stdout.read()  # which ends when nobody holds the other end
            run.wait(60)

    @pytest.mark.parametrize("method", ["spawn", "forkserver"])
    def test_workers_do_not_run_what_lies_in_the_current_folder(self, command: Command, method: str) -> None:
        for name in ("random.py", "signal.py", "pickle.py", "socket.py", "types.py", "platformdirs.py"):
            command.write(name, "raise SystemExit('this is the code of a user')\n")
        for number in range(4):
            command.write(f"m{number}.py")
        run = self.script(
            command,
            "import multiprocessing, sys\n"
            "from flake8_mp.frontends import run\n"
            "from flake8_mp.frontends.cli import main\n"
            "if __name__ == '__main__':\n"
            "    run.ALONE = 0\n"
            f"    multiprocessing.set_start_method({method!r})\n"
            "    sys.exit(main(['.', '--jobs=2', '--output-format=concise', '--no-cache', '-q']))\n",
        )
        assert run.stderr == ""
        assert (run.returncode, run.stdout.count("MP201")) == (1, 4)

    def test_as_a_module_it_does_not_either(self, command: Command) -> None:
        for name in ("random.py", "signal.py", "platformdirs.py", "argparse.py", "ast.py"):
            command.write(name, "raise SystemExit('this is the code of a user')\n")
        command.write("a.py")
        run = command.process(".", "-q", "--output-format=concise", PYTHONPATH=str(ROOT))
        assert run.stdout.startswith(b"a.py:5:24: MP201 ")
        assert run.returncode == 1

    @pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="limits are set by a shell of Linux")
    def test_where_no_processes_can_be_had_one_does_it(self, command: Command) -> None:
        self.plenty(command)
        line = f"ulimit -n 12; exec {sys.executable} -m flake8_mp . --no-cache -q --jobs 4 --statistics"
        run = subprocess.run(
            ["sh", "-c", line], cwd=command.folder, capture_output=True, text=True, timeout=120, check=False
        )
        assert run.stderr == ""
        assert "   40  MP201 " in run.stdout

    def test_help_that_nobody_reads(self, command: Command) -> None:
        for words in ("--help", "--version", "check --help"):
            line = f"{sys.executable} -m flake8_mp {words} | true; {sys.executable} -m flake8_mp {words} >&-"
            run = subprocess.run(
                ["sh", "-c", line], cwd=command.folder, capture_output=True, text=True, timeout=60, check=False
            )
            assert run.stderr == "", words

    def test_standard_input_that_is_closed(self, command: Command) -> None:
        line = f"exec {sys.executable} -m flake8_mp - <&-"
        run = subprocess.run(
            ["sh", "-c", line], cwd=command.folder, capture_output=True, text=True, timeout=60, check=False
        )
        assert run.stderr == "flake8-mp: -: standard input is closed\n"
        assert run.returncode == 2

    def test_interrupted_by_the_user(self, command: Command) -> None:
        self.plenty(command)
        run = subprocess.Popen(
            [sys.executable, "-m", "flake8_mp", ".", "--no-cache", "--jobs", "2"],
            cwd=command.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        wait_for_workers(run)
        os.killpg(run.pid, signal.SIGINT)
        _, err = run.communicate(timeout=60)
        assert run.returncode == 130
        assert err == "flake8-mp: interrupted\n"
        # The fork server, which starts the workers since Python 3.14, ends when it sees that the command has.
        deadline = time.monotonic() + 10
        while is_there(run.pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not is_there(run.pid)

    def test_ended_from_outside_it_leaves_no_workers(self, command: Command) -> None:
        self.plenty(command)
        run = subprocess.Popen(
            [sys.executable, "-m", "flake8_mp", ".", "--no-cache", "--jobs", "2", "-q"],
            cwd=command.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        wait_for_workers(run)
        run.send_signal(signal.SIGTERM)
        run.communicate(timeout=60)
        assert run.returncode in (128 + signal.SIGTERM, -signal.SIGTERM)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                os.killpg(run.pid, 0)
            except ProcessLookupError:
                return
            time.sleep(0.05)
        pytest.fail("workers are left")

    def test_a_worker_that_is_killed(self, command: Command) -> None:
        for number in range(8):
            command.write(f"m{number:02}.py")
        program = (
            "import os, signal, sys\n"
            "from flake8_mp.frontends import run\n"
            "real, parent = run.read_and_check, os.getpid()\n"
            "def read_and_check(request):\n"
            "    if request.path.endswith('m05.py') and os.getpid() != parent:\n"
            "        os.kill(os.getpid(), signal.SIGKILL)\n"
            "    return real(request)\n"
            "run.read_and_check, run.ALONE = read_and_check, 0\n"
            "from flake8_mp.frontends.cli import main\n"
            "if __name__ == '__main__':\n"
            "    sys.exit(main(['.', '--jobs=2', '--output-format=concise', '--no-cache']))\n"
        )
        run = self.script(command, program)
        assert run.returncode == 2, run.stderr
        assert run.stdout.count("MP201") == 7
        assert run.stderr.splitlines() == [
            f"m05.py: {run_module.KILLED}",
            "flake8-mp: 7 files checked; 7 errors; 7 can be fixed with --fix; 1 could not be checked",
        ]


def test_memory_does_not_grow_with_the_number_of_files(command: Command) -> None:
    resource = pytest.importorskip("resource")
    assert resource is not None

    def peak(count: int) -> int:
        for number in range(count):
            command.write(f"d{number % 20}/m{number}.py", FUNCTION_TO_POOL if number % 40 == 0 else "import os\n" * 200)
        program = (
            "import resource; from flake8_mp.frontends.cli import main; main(['.', '-qq', '--no-cache', '--jobs=1']);"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        run = subprocess.run(
            [sys.executable, "-c", program], cwd=command.folder, capture_output=True, text=True, check=True, timeout=120
        )
        return int(run.stdout)

    small = peak(100)
    assert peak(2000) < 1.25 * small


def test_an_output_file_without_a_name(command: Command) -> None:
    command.write("a.py")
    result = command("a.py", "--output-file", "")
    assert (result.status, result.out) == (2, "")
    assert result.err == "flake8-mp: --output-file: cannot be written: the name of the file is empty\n"


@pytest.mark.parametrize("encoding", ["punycode", "idna"])
def test_an_encoding_that_takes_for_ever(command: Command, encoding: str) -> None:
    command.write("a.py", f"# coding: {encoding}\nimport multiprocessing\n".encode() + b"abc def " * 40_000)
    started = time.process_time()
    result = command("a.py")
    assert (result.status, result.out) == (2, "")
    reason = f"{encoding} is an encoding for host names and too slow for a whole file"
    if encoding == "punycode" and sys.version_info >= (3, 14):
        reason = "invalid or missing encoding declaration"  # the declaration itself cannot be decoded with it
    assert result.err.startswith(f"a.py: line 1: {reason}\n")
    assert time.process_time() - started < 3
