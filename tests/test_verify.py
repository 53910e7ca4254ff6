"""``verify``: what it says of small programs that work, raise, hang, print something else, or leave something."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flake8_mp.frontends import verdict as verdicts
from flake8_mp.frontends import verify
from flake8_mp.frontends.verdict import DIFFERENT, REORDERED, SAME, Run, Verdict, cut, parting
from flake8_mp.frontends.verify import main, split
from flake8_mp.frontends.verify_output import conclusion, text
from flake8_mp.selfcheck import runner
from flake8_mp.selfcheck.interpreter import interpreter
from flake8_mp.selfcheck.outcome import Report, judge
from tests.conftest import ROOT

FORKS = pytest.mark.skipif("fork" not in interpreter().methods, reason="no fork here")
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what is left is seen on Linux only")
GUARD = 'if __name__ == "__main__":'

Write = Callable[..., Path]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the folder of the test be the current one, with the environment that a user has."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(("PYTHON", "COV_", "COVERAGE_", "PYTEST_"))]:
        monkeypatch.delenv(name)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(program: str, name: str = "app.py") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(program), encoding="utf-8")
        return path

    return written


def run_of(method: str, stdout: str = "", stderr: str = "", status: int | None = 0, **seen: Any) -> Run:
    report = Report(status, 0.1, stdout, stderr, digest=stdout, **seen)
    return Run(method, "3.12.1", judge(report))


def reported(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(capsys.readouterr().out)
    return shown


@FORKS
class TestPrograms:
    """Each is run under each start method."""

    def test_it_works(self, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
        write(f"""\
            import multiprocessing as mp
            def square(number):
                return number * number
            {GUARD}
                with mp.Pool(1) as pool:
                    print(pool.map(square, [1, 2]), {{"a", "b", "c", "d"}})
            """)
        assert main(["app.py"]) == 0
        shown = capsys.readouterr()
        first, second = shown.err.splitlines()[:2]
        assert first == (f"flake8-mp verify: running `python app.py` 3 times in {Path.cwd()}, each for up to 30 s")
        assert second.startswith("what it writes, deletes or sends is really written, deleted or sent")
        rows = [row.split() for row in shown.out.splitlines()[:4]]
        assert rows[0] == ["python", "start", "method", "outcome", "seconds", "exit", "standard", "output"]
        assert rows[1][:3] == [interpreter().version, "fork", "ok"]
        assert [row[-1] for row in rows[1:]] == ["reference", "same", "same"]
        assert shown.out.splitlines()[-1] == "ok under fork, spawn and forkserver"

    def test_a_lambda_as_target(self, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
        write(f"""\
            import multiprocessing as mp
            {GUARD}
                worker = mp.Process(target=lambda: print("hello", flush=True))
                worker.start()
                worker.join()
            """)
        assert main(["app.py"]) == 1
        shown = capsys.readouterr().out
        assert "  Rules that explain it:\n    app.py:3:32: MP201 `Process` cannot pickle a lambda; " in shown
        assert "under spawn and forkserver: " in shown
        assert "MP202" not in shown
        assert shown.splitlines()[-1] == "ok under fork; breaks under spawn and forkserver"

    def test_silently_wrong(self, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
        write(f"""\
            import multiprocessing as mp, sys
            FACTOR = 1
            def scaled(number):
                return number * FACTOR
            {GUARD}
                FACTOR = int(sys.argv[1])
                with mp.Pool(1) as pool:
                    print("total", sum(pool.map(scaled, range(5))))
            """)
        assert main(["--json", "app.py", "3"]) == 1
        shown = reported(capsys)
        assert not shown["works"]
        assert shown["program"] == ["app.py", "3"]
        assert [run["output"] for run in shown["runs"]] == ["reference", DIFFERENT, DIFFERENT]
        assert [run["stdout"] for run in shown["runs"]] == ["total 30\n", "total 10\n", "total 10\n"]
        assert [run["explained_by"] for run in shown["runs"]] == [[], ["MP105"], ["MP105"]]
        assert [(found["code"], found["start_methods"]) for found in shown["findings"]] == [
            ("MP105", ["spawn", "forkserver"])
        ]

    def test_an_unguarded_start_hangs(self, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
        write("""\
            import multiprocessing as mp
            def square(number):
                return number * number
            with mp.Pool(1) as pool:
                print(pool.map(square, [1, 2]))
            """)
        started = time.monotonic()
        assert main(["--time-limit", "3", "--start-method", "spawn", "--start-method=fork", "app.py"]) == 1
        assert time.monotonic() - started < 30
        shown = capsys.readouterr().out
        assert "hang" in shown
        assert "app.py:4:6: MP101 " in shown.partition("Rules that explain it:")[2]
        assert shown.splitlines()[-1] == "ok under fork; breaks under spawn"

    def test_lines_in_another_order(self, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
        write("""\
            import multiprocessing as mp
            print(*["a", "b"][:: 1 if mp.get_start_method() == "fork" else -1], sep="\\n")
            """)
        assert main(["app.py"]) == 0
        shown = capsys.readouterr().out
        assert shown.count(REORDERED) == 2
        assert "a different order does not count" in shown

    def test_nothing_explains_it(self, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
        write("def f(:\n", "broken.py")
        assert main(["broken.py", "--start-method"]) == 1
        shown = capsys.readouterr().out
        assert "under fork, spawn and forkserver: exit=1" in shown
        assert "SyntaxError" in shown
        assert "  No rule of flake8-mp explains it." in shown
        assert "does not depend on the start method" in shown

    def test_output_can_be_left_out(self, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
        write("import multiprocessing as mp\nprint(mp.get_start_method())\n")
        assert main(["app.py"]) == 1
        shown = capsys.readouterr().out
        assert "--ignore-output" in shown
        assert shown.splitlines()[-1] == "ok under fork; prints something different under spawn and forkserver"
        assert main(["--ignore-output", "--jobs", "3", "app.py"]) == 0


@pytest.mark.parametrize("isolation", [[], ["--no-isolation"]], ids=["isolated", "plain"])
@FORKS
@LINUX
class TestLeft:
    def test_shared_memory_that_is_reported(
        self, write: Write, capsys: pytest.CaptureFixture[str], isolation: list[str]
    ) -> None:
        write("from multiprocessing.shared_memory import SharedMemory\nblock = SharedMemory(create=True, size=8)\n")
        assert main([*isolation, "--start-method=spawn", "app.py"]) == 1
        shown = capsys.readouterr()
        assert "under spawn: leak\n    UserWarning: resource_tracker: " in shown.out
        assert "app.py:2:9: MP401 " in shown.out
        assert ("not isolated" in shown.err) is bool(isolation or not runner.isolates())

    def test_a_segment_and_an_orphan(
        self, write: Write, capsys: pytest.CaptureFixture[str], isolation: list[str]
    ) -> None:
        name = f"mp-verify-{os.getpid()}-{len(isolation)}"
        write(f"""\
            import os, time
            import _posixshmem
            os.close(_posixshmem.shm_open("/{name}", os.O_CREAT | os.O_RDWR, 0o600))
            if os.fork() == 0:
                time.sleep(99)
                os._exit(0)
            """)
        assert main([*isolation, "--start-method=fork", "app.py"]) == 1
        shown = capsys.readouterr().out
        assert "under fork: leak, orphan" in shown
        assert f"    left behind in shared memory: {name}\n" in shown
        assert "other processes of it kept running; they were ended" in shown
        assert not Path("/dev/shm", name).exists()

    def test_what_a_program_leaves_by_itself_is_not_ours_to_remove(
        self, write: Write, capsys: pytest.CaptureFixture[str], isolation: list[str]
    ) -> None:
        name = f"mp-verify-{os.getpid()}-{len(isolation)}"
        write(f"""\
            import os
            import _posixshmem
            os.close(_posixshmem.shm_open("/{name}", os.O_CREAT | os.O_RDWR, 0o600))
            """)
        path = Path("/dev/shm", name)
        try:
            assert main([*isolation, "--start-method=spawn", "app.py"]) == 1
            assert name in capsys.readouterr().out
            assert path.exists() is bool(isolation or not runner.isolates())
        finally:
            path.unlink(missing_ok=True)


class TestSurroundings:
    """What the program sees is what the user has."""

    @staticmethod
    def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
        assert main(["--json", "--start-method", "spawn", *arguments]) == 0
        lines: list[str] = reported(capsys)["runs"][0]["stdout"].splitlines()
        return lines

    def test_arguments_and_directory(self, write: Write, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        write("numbers\n", "data.txt")
        write("import os, sys\nprint(sys.argv[1:], os.getcwd(), open('data.txt').read())\nopen('new', 'w').close()\n")
        arguments = ["--json", "-x", "--", "-m", "--start-method", "a b"]
        assert self.printed(capsys, "app.py", *arguments) == [f"{arguments} {tmp_path.resolve()} numbers", ""]
        assert (tmp_path / "new").is_file()

    def test_standard_input_is_empty(self, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
        write("import sys\nprint(repr(sys.stdin.read()))\n")
        assert self.printed(capsys, "app.py") == ["''"]

    def test_the_environment_is_kept(
        self, write: Write, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write("VALUE = 7\n", "lib/mine.py")
        write("""\
            import multiprocessing as mp, os, sys
            import mine
            def work():
                import mine
                print(mine.VALUE, os.environ["MINE"], sys.flags.dev_mode, flush=True)
            if __name__ == "__main__":
                print(mine.VALUE, sys.path[1], sys.prefix)
                worker = mp.Process(target=work)
                worker.start()
                worker.join()
            """)
        monkeypatch.setenv("PYTHONPATH", str(tmp_path / "lib"))
        monkeypatch.setenv("PYTHONDEVMODE", "1")
        monkeypatch.setenv("MINE", "yes")
        assert self.printed(capsys, "app.py") == [f"7 {tmp_path / 'lib'} {sys.prefix}", "7 yes True"]

    def test_another_sitecustomize_is_executed(
        self, write: Write, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write("import multiprocessing.context, sys\nsys.mine = __file__\n", "lib/sitecustomize.py")
        write("import multiprocessing as mp, sys\nprint(sys.mine, mp.get_start_method())\n")
        monkeypatch.setenv("PYTHONPATH", str(tmp_path / "lib"))
        assert self.printed(capsys, "app.py") == [f"{tmp_path / 'lib' / 'sitecustomize.py'} spawn"]

    def test_one_that_fails_is_reported_as_before(
        self, write: Write, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write("raise LookupError('mine')\n", "lib/sitecustomize.py")
        write("import multiprocessing as mp\nprint(mp.get_start_method())\n")
        monkeypatch.setenv("PYTHONPATH", str(tmp_path / "lib"))
        assert main(["--json", "--start-method", "spawn", "app.py"]) in (0, 1)
        (run,) = reported(capsys)["runs"]
        assert run["stdout"] == "spawn\n"
        assert "Error in sitecustomize" in run["stderr"]

    def test_sets_are_in_the_same_order_and_children_have_seeds_of_their_own(
        self, write: Write, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write("import os, sys\nprint(hash('a'), os.environ.get('PYTHONHASHSEED'), sys.flags.hash_randomization)\n")
        first = self.printed(capsys, "app.py")
        assert first == self.printed(capsys, "app.py")
        assert first[0].endswith(" None 1")
        monkeypatch.setenv("PYTHONHASHSEED", "0")
        assert self.printed(capsys, "app.py")[0].endswith(" 0 0")

    def test_a_module(self, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
        write("", "pack/__init__.py")
        write("import sys\nprint(__spec__.name, sys.argv[1:])\n", "pack/tool.py")
        write("import multiprocessing\n\nmultiprocessing.Process(target=lambda: 1).start()\n", "pack/__main__.py")
        assert self.printed(capsys, "-m", "pack.tool", "--json") == ["pack.tool ['--json']"]
        assert self.printed(capsys, "-mpack.tool") == ["pack.tool []"]
        assert self.printed(capsys, "-m", "json.tool", "--help")[0].startswith("usage: ")
        assert main(["--start-method", "spawn", "-m", "pack"]) == 1
        assert f"{Path('pack', '__main__.py')}:3:" in capsys.readouterr().out

    def test_a_folder_and_a_name_with_a_dash(self, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
        write("print(__name__)\n", "folder/__main__.py")
        write("print(__name__)\n", "-m.py")
        assert self.printed(capsys, "folder") == ["__main__"]
        assert self.printed(capsys, "--", "-m.py") == ["__main__"]

    def test_what_it_wrote_is_shown(self, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
        write("import sys\nprint('one')\nprint('two', file=sys.stderr)\n")
        assert main(["--show-output", "--start-method", "spawn", "app.py"]) == 0
        shown = capsys.readouterr().out
        assert "standard output under spawn:\n    one\n\nstandard error under spawn:\n    two\n" in shown


class TestUsage:
    @pytest.mark.parametrize(
        ("arguments", "done"),
        [
            ([], "name a script, or a module with -m"),
            (["--jobs", "2"], "name a script, or a module with -m"),
            (["-m"], "name a script, or a module with -m"),
            (["none.py", "a"], "none.py: there is no such file"),
            (["-"], "-: there is no such file"),
            ([""], "'': there is no such file"),
            (["."], ".: a folder needs a __main__.py to be run, and this one has none"),
            (["-m", "no_such_module_here"], "-m no_such_module_here: there is no such module here, on PYTHONPATH or installed"),
            (["--python", "no-such-python", "app.py"], "no-such-python: cannot be run: "),
            (["--python", "chroot /no/such/place python", "app.py"], "write 'chroot DIRECTORY PYTHON'"),
        ],
    )  # fmt: skip
    def test_it_is_one_line(self, capsys: pytest.CaptureFixture[str], arguments: list[str], done: str) -> None:
        assert main(arguments) == 2
        shown = capsys.readouterr()
        assert shown.out == ""
        assert shown.err.startswith("flake8-mp verify: ")
        assert done in shown.err
        assert shown.err.count("\n") == 1

    @pytest.mark.parametrize("arguments", [["--nonsense"], ["--time-limit", "0"], ["--jobs=0"], ["--start-method=x"]])
    def test_options_that_cannot_be(self, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
        with pytest.raises(SystemExit) as caught:
            main([*arguments, "app.py"])
        assert caught.value.code == 2
        assert capsys.readouterr().err.startswith("flake8-mp verify: ")

    @pytest.mark.parametrize(
        ("arguments", "parted"),
        [
            (["a.py", "--json"], ([], ["a.py", "--json"], False)),
            (["--json", "--jobs", "2", "a.py"], (["--json", "--jobs", "2"], ["a.py"], False)),
            (["--jobs=2", "-m", "a", "-m"], (["--jobs=2"], ["a", "-m"], True)),
            (["--", "-m", "a"], ([], ["-m", "a"], False)),
            (["--python"], (["--python"], [], False)),
        ],
    )
    def test_parting(self, arguments: list[str], parted: object) -> None:
        assert split(arguments) == parted

    def test_where_nothing_can_be_run_nothing_is_known(
        self, write: Write, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from dataclasses import replace

        write("print(1)\n")
        only = replace(interpreter(), methods=frozenset({"spawn"}))
        monkeypatch.setattr(verify, "interpreter", lambda _: only)
        assert main(["--start-method", "fork", "app.py"]) == 2
        shown = capsys.readouterr()
        assert "skipped: no fork on this platform" in shown.out
        assert shown.err == "flake8-mp verify: nothing was run\n"
        assert main(["app.py"]) == 0
        shown = capsys.readouterr()
        assert shown.out.count("skipped: no ") == 2
        assert shown.out.splitlines()[-1] == "ok under spawn"


@pytest.mark.skipif(sys.platform == "win32", reason="signals work differently there")
@pytest.mark.parametrize(
    ("number", "status", "last"),
    [(signal.SIGINT, 130, ["flake8-mp verify: interrupted; all runs were ended"]), (signal.SIGTERM, 143, [])],
)
def test_an_interrupt_ends_all_runs(
    write: Write, tmp_path: Path, number: signal.Signals, status: int, last: list[str]
) -> None:
    write("""\
        import os, subprocess, sys, time
        open(f"started-{os.getpid()}-{time.monotonic_ns()}", "w").close()
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3); open('survived', 'w')"])
        time.sleep(60)
        """)
    command = [
        sys.executable,
        "-c",
        "import sys; from flake8_mp.frontends.verify import main; sys.exit(main(sys.argv[1:]))",
        *("--jobs", "2", "app.py"),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        until = time.monotonic() + 30
        while len(list(tmp_path.glob("started-*"))) < 2 and time.monotonic() < until:
            time.sleep(0.02)
        process.send_signal(number)
        try:
            out, err = process.communicate(timeout=20)
        finally:
            process.kill()
    assert process.returncode == status
    assert out == ""
    assert err.splitlines()[2:] == last
    time.sleep(3.2)
    assert not (tmp_path / "survived").exists()
    assert len(list(tmp_path.glob("started-*"))) == 2


@pytest.mark.parametrize("options", [[], ["--show-output"]], ids=["plain", "output"])
def test_what_a_program_writes_does_not_steer_the_terminal(
    write: Write, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    odd = "\\x1b[31m\\x1b]52;c;bHM=\\x07\\u202e\\x9b\\tb"
    write(f"print('{odd}'); raise ValueError('{odd}')\n", "\x1b[1m.py")
    assert main([*options, "--start-method", "spawn", "--ignore-output", "\x1b[1m.py"]) == 1
    done = capsys.readouterr()
    assert "ValueError: \u241b[31m\u241b]52;c;bHM=\u2407\\u202e\\x9b" in done.out
    assert all(character.isprintable() or character == "\n" for character in done.out + done.err)


def test_all_lines_are_counted(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write("print('a line\\n' * 299_999, end='last')\n")
    assert main(["--start-method", "spawn", "app.py"]) == 0
    assert "300000 lines, " in capsys.readouterr().out


@pytest.mark.parametrize("isolation", [[], ["--no-isolation"]], ids=["isolated", "plain"])
@LINUX
def test_after_a_kill_nothing_of_the_program_goes_on(write: Write, tmp_path: Path, isolation: list[str]) -> None:
    write("""\
        import multiprocessing, pathlib, time

        def beat():
            for number in range(200):
                pathlib.Path("beat").write_text(str(number))
                time.sleep(0.05)

        if __name__ == "__main__":
            process = multiprocessing.Process(target=beat)
            process.start()
            process.join()
        """)
    command = [sys.executable, "-m", "flake8_mp", "verify", *isolation, "--start-method", "spawn", "app.py"]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as process:
        until = time.monotonic() + 30
        while not (tmp_path / "beat").exists() and time.monotonic() < until:
            time.sleep(0.02)
        process.kill()
    time.sleep(1)
    before = (tmp_path / "beat").read_text(encoding="utf-8")
    time.sleep(1)
    assert (tmp_path / "beat").read_text(encoding="utf-8") == before


def test_a_notebook_is_no_script(write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "app.ipynb"
    path.write_text("{}", encoding="utf-8")
    assert main([str(path)]) == 2
    assert "a notebook is run by Jupyter" in capsys.readouterr().err


def test_the_line_in_the_traceback_is_what_explains(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write("""\
        import multiprocessing as mp

        lock = mp.Lock()
        config = None


        def work(number):
            with lock:
                return number * config["factor"]


        if __name__ == "__main__":
            config = {"factor": 2}
            with mp.Pool(2) as pool:
                print(pool.map(work, [1, 2, 3]))
        """)
    assert main(["--start-method", "fork", "--start-method", "spawn", "app.py"]) == 1
    out = capsys.readouterr().out
    explained = out[out.index("Rules that explain it:") :].partition("\n\n")[0].splitlines()
    assert "app.py:9:25: MP105" in explained[1]


def test_a_program_that_lacks_a_module_is_not_explained_by_rules(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write("""\
        import no_such_module_anywhere
        import multiprocessing as mp

        if __name__ == "__main__":
            mp.Process(target=lambda: 1).start()
        """)
    assert main(["--start-method", "spawn", "app.py"]) == 1
    out = capsys.readouterr().out
    assert "ModuleNotFoundError" in out
    assert "Rules that explain it" not in out
    assert "may explain it" not in out


class TestVerdict:
    """What is reported about runs, without any being made."""

    def test_the_reference_is_the_first_that_ended_well(self) -> None:
        runs = (run_of("fork", status=1), run_of("spawn", "a\n"), run_of("forkserver", "b\n"))
        verdict = Verdict(runs)
        assert [verdict.comparisons[run].result for run in runs] == ["not compared", "reference", DIFFERENT]
        assert [verdict.breaks(run) for run in runs] == [True, False, True]
        assert conclusion(verdict) == ("ok under spawn; prints something different under forkserver; breaks under fork")

    def test_a_difference_in_what_is_not_kept(self) -> None:
        one = run_of("fork", "a\n")
        assert one.outcome is not None
        other = Run("spawn", "3.12.1", judge(Report(0, 0.1, "a\n", "", digest="another")))
        verdict = Verdict((one, other))
        assert verdict.comparisons[other].result == DIFFERENT
        assert "no difference in the part of the output that was kept" in text(verdict)

    def test_warnings_are_no_failure(self) -> None:
        warned = run_of("spawn", stderr="/x/y.py:3: DeprecationWarning: old\n")
        assert warned.seen == "warns=DeprecationWarning"
        verdict = Verdict((run_of("fork"), warned))
        assert verdict.works
        assert verdict.comparisons[warned].result == SAME

    def test_where_outputs_part(self) -> None:
        fork = run_of("fork", "a\nb\nc\nd\ne\nf\n")
        spawn = run_of("spawn", "a\nb\n")
        assert parting(spawn, fork) == [
            "line 3:",
            "  fork  | c",
            "  fork  | d",
            "  fork  | e",
            "  spawn | (nothing more)",
        ]

    def test_what_fails_everywhere_is_not_explained_by_what_breaks_somewhere(self, write: Write) -> None:
        path = write(f"""\
            import multiprocessing as mp
            {GUARD}
                mp.Process(target=lambda: 1).start()
            """)
        stderr = "Traceback (most recent call last):\nValueError: some text of its own\n"
        runs = tuple(run_of(method, stderr=stderr, status=1) for method in ("fork", "spawn"))
        verdict = Verdict(runs, path)
        assert {finding.code for finding in verdict.findings} >= {"MP201"}
        (trouble,) = verdict.troubles
        assert trouble.methods == ("fork", "spawn")
        assert not trouble.certain
        assert "MP201" in {finding.code for finding in verdict.unseen}
        assert "reported, but not seen in this run:" in text(verdict)

    def test_rules_whose_programs_fail_alike(self) -> None:
        stderr = (
            "Traceback (most recent call last):\nAttributeError: Can't pickle local object 'main.<locals>.<lambda>'\n"
        )
        verdict = Verdict((run_of("fork"), run_of("spawn", stderr=stderr, status=1)))
        assert "  Rules whose programs fail with this error:\n    MP201 lambda-handoff: " in text(verdict)

    def test_a_program_that_chooses_for_itself(self, write: Write) -> None:
        path = write('import multiprocessing\nmultiprocessing.set_start_method("spawn")\n')
        verdict = Verdict((run_of("fork"), run_of("spawn")), path)
        assert verdict.pinned == ((2, "set_start_method('spawn')"),)
        assert f"{path}:2: set_start_method('spawn') sets the start method itself" in text(verdict)

    def test_several_pythons(self) -> None:
        one = run_of("spawn", "3.12\n")
        other = Run("spawn", "3.13.0", judge(Report(1, 0.1, "3.13\n", "")))
        shown = text(Verdict((one, other)))
        assert "under spawn on 3.13.0: exit=1" in shown
        assert "differs" not in shown

    def test_long_lines_are_cut(self) -> None:
        assert len(cut("x" * 1000)) == 160

    def test_a_file_that_cannot_be_read_has_no_findings(self, tmp_path: Path) -> None:
        (tmp_path / "bad.py").write_bytes(b"# coding: nothing\n")
        for path in (tmp_path / "bad.py", tmp_path / "none.py", None):
            verdict = Verdict((run_of("fork"),), path)
            assert (verdict.source, verdict.findings, verdict.pinned) == ("", (), ())
            assert verdicts.Verdict((run_of("fork"),), path).works
