"""Windows and macOS, as far as they can be simulated here: paths, consoles, and what these systems lack.

Nothing of this was ever run there; docs/evidence.md says so.
"""

from __future__ import annotations

import ctypes
import io
import json
import ntpath
import os
import re
import signal
import subprocess
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flake8_mp.frontends import discovery, output, run
from flake8_mp.frontends.baseline import Baseline
from flake8_mp.frontends.checking import Request
from flake8_mp.frontends.discovery import Discovery, Found, absolute, shown
from flake8_mp.frontends.explaining.pager import pager
from flake8_mp.frontends.formats import Run
from flake8_mp.frontends.formats._text import relative
from flake8_mp.frontends.lsp.documents import spelled
from flake8_mp.frontends.verify_fix import _link
from flake8_mp.paths import below, is_path, names_in
from flake8_mp.selfcheck.warden import run_on_windows
from flake8_mp.settings import matches
from tests.conftest import LAMBDA_TO_POOL, ROOT, Command


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Paths are those of Windows, in a current folder ``C:\\Project``."""
    with monkeypatch.context() as patch:
        patch.setattr(os, "path", ntpath)
        patch.setattr(os, "sep", "\\")
        patch.setattr(os, "altsep", "/")
        patch.setattr(os, "getcwd", lambda: "C:\\Project")
        yield


@pytest.mark.usefixtures("windows")
class TestPathsOfWindows:
    @pytest.mark.parametrize(
        ("path", "folder", "rest"),
        [
            (r"C:\Project\src\a.py", r"C:\Project", r"src\a.py"),
            (r"c:\project\src\a.py", r"C:\Project", r"src\a.py"),
            (r"C:\Projects\a.py", r"C:\Project", None),
            (r"D:\Project\a.py", r"C:\Project", None),
            (r"C:\Project", r"C:\Project", None),
            (r"C:\a.py", "C:\\", "a.py"),
            (r"\\server\share\p\a.py", r"\\server\share", r"p\a.py"),
        ],
    )
    def test_below(self, path: str, folder: str, rest: str | None) -> None:
        assert below(path, folder) == rest
        assert shown(path, folder) == (rest or path)

    @pytest.mark.parametrize(
        ("pattern", "names"), [(r"src\gen", 2), ("src/gen", 2), ("gen", 1), (r"C:\Project\gen", 3), ("*.py", 1)]
    )
    def test_both_slashes_separate(self, pattern: str, names: int) -> None:
        assert len(names_in(pattern)) == names
        assert is_path(pattern) == (names > 1)

    @pytest.mark.parametrize(
        ("pattern", "is_meant"),
        [
            (r"C:\Project\src\gen", True),
            (r"c:\project\SRC\gen", True),
            (r"C:\Project\src/gen", True),
            ("gen", True),
            ("GEN", True),
            ("*.PY", True),
            (r"C:\Project\lib", False),
            ("Project", False),
        ],
    )
    def test_patterns(self, pattern: str, is_meant: bool, monkeypatch: pytest.MonkeyPatch) -> None:
        path = r"C:\Project\src\gen\a.py"
        assert matches(path, [pattern]) == is_meant
        monkeypatch.setattr(discovery, "_FOLDS_CASE", True)
        patterns = discovery._Patterns((pattern,))
        walked = [r"C:\Project\src", r"C:\Project\src\gen", path]
        assert any(patterns.match(ntpath.basename(each), each) for each in walked) == is_meant

    def test_a_file_under_two_spellings_is_one(self) -> None:
        search = Discovery(lambda folder: pytest.fail(folder), r"C:\Project")
        assert [search._is_new(path) for path in (r"C:\Project\a.py", r"c:\project\A.py", r"C:\b.py")] == [
            True,
            False,
            True,
        ]

    def test_dots_are_found_behind_either_slash(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ntpath, "realpath", lambda path: f"<{path}>")
        assert absolute("src/../a.py") == r"<src/..>\a.py"
        assert absolute(r"src\..\a.py") == r"<src\..>\a.py"

    def test_formats_have_forward_slashes(self) -> None:
        here = Run(False, 0, r"C:\Project", "1")
        assert relative(here, r"c:\project\src\a.py") == "src/a.py"
        assert relative(here, r"D:\other\a.py") == "D:/other/a.py"

    def test_a_baseline_knows_files_by_any_spelling(self, monkeypatch: pytest.MonkeyPatch) -> None:
        entry = {"path": "src/A.py", "code": "MP201", "message": "", "mark": "m"}
        text = json.dumps({"flake8-mp-baseline": 1, "findings": [entry]}).encode()
        monkeypatch.setattr("flake8_mp.frontends.baseline.read_regular", lambda path, most: text)
        found = Baseline.read(Path("known.json"))
        assert found._known == {(r"c:\project\src\a.py", "m")}
        assert Baseline({(r"c:\project\src\a.py", "m")}, [r"C:\Project\SRC"]).gone == 1


class TestAddresses:
    @pytest.mark.parametrize(
        ("uri", "same"),
        [
            ("file:///home/a%2Bb/c%40d.py", "file:///home/a+b/c@d.py"),
            ("file:///home/%C3%A9.py", "file:///home/é.py"),
        ],
    )
    def test_clients_spell_them_differently(self, uri: str, same: str) -> None:
        assert spelled(uri) == spelled(same)

    @pytest.mark.parametrize("uri", ["untitled:Untitled-1", "vscode-notebook-cell:/a.ipynb#W0"])
    def test_what_is_no_file_stays_as_it_is(self, uri: str) -> None:
        assert spelled(uri) == uri


class TestConsole:
    """A console of Windows interprets control sequences only when asked to."""

    @pytest.fixture
    def console(self, monkeypatch: pytest.MonkeyPatch) -> types.SimpleNamespace:
        state = types.SimpleNamespace(mode=3, is_console=True, can=True)

        def get(_handle: int, mode: Any) -> int:
            mode._obj.value = state.mode
            return int(state.is_console)

        def change(_handle: int, mode: int) -> int:
            state.mode = mode
            return int(state.can)

        kernel = types.SimpleNamespace(GetConsoleMode=get, SetConsoleMode=change)
        monkeypatch.setattr(ctypes, "windll", types.SimpleNamespace(kernel32=kernel), raising=False)
        monkeypatch.setitem(sys.modules, "msvcrt", types.SimpleNamespace(get_osfhandle=lambda descriptor: descriptor))
        monkeypatch.setattr(sys, "platform", "win32")
        for name in ("NO_COLOR", "FORCE_COLOR", "TERM", "WT_SESSION", "FORCE_HYPERLINK"):
            monkeypatch.delenv(name, raising=False)
        return state

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

        def fileno(self) -> int:
            return 1

    def test_it_is_asked(self, console: types.SimpleNamespace) -> None:
        assert output.colored("auto", self.Terminal(), False)
        assert console.mode == 7

    def test_an_old_one_gets_no_colours(self, console: types.SimpleNamespace) -> None:
        console.can = False
        assert not output.colored("auto", self.Terminal(), False)

    def test_a_terminal_that_is_no_console(self, console: types.SimpleNamespace) -> None:
        console.is_console = False
        assert output.colored("auto", self.Terminal(), False)
        assert console.mode == 3

    def test_links(self, console: types.SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
        assert not output.shows_links(self.Terminal(), False)
        monkeypatch.setenv("WT_SESSION", "a-b-c")
        assert output.shows_links(self.Terminal(), False)


class TestOutput:
    @pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii"])
    @pytest.mark.parametrize(
        "arguments",
        [
            ("--help",),
            ("check", "--help"),
            ("check", "--output-format", "full", "."),
            ("check", "--output-format", "concise", "."),
            ("check", "--diff", "--unsafe-fixes", "."),
            ("rules",),
            ("rules", "--help"),
            ("explain", "MP201"),
            ("explain", "→ é"),
            ("migrate", "."),
            ("config",),
            ("config", "severity"),
        ],
        ids=" ".join,
    )
    def test_any_encoding_does(
        self, arguments: tuple[str, ...], encoding: str, command: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        command.write("é→.py", LAMBDA_TO_POOL)
        written = io.BytesIO()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding=encoding))
            result = command(*arguments)
            sys.stdout.flush()
            shown = written.getvalue().decode(encoding)
        assert "internal error" not in result.err
        assert result.status in (0, 1)
        assert shown or result.err

    def test_a_file_is_the_same_everywhere(self, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        command.write("a.py")
        monkeypatch.setattr(os, "linesep", "\r\n")
        command(".", "--output-format", "concise", "--output-file", "found.txt")
        assert b"\r" not in (command.folder / "found.txt").read_bytes()

    @pytest.mark.parametrize(("there", "shown_by"), [(True, "less -R"), (False, "")])
    def test_a_pager_that_the_shell_of_windows_does_not_know(
        self, there: bool, shown_by: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PAGER", "less -R")
        monkeypatch.delenv("FLAKE8_MP_PAGER", raising=False)
        monkeypatch.setattr("shutil.which", lambda name: name if there else None)
        assert pager() == "less -R"  # any other shell says by its exit status that it has not found it
        with monkeypatch.context() as patch:
            patch.setattr(os, "name", "nt")
            found = pager()
        assert found == shown_by


class TestProcesses:
    def test_a_pool_of_windows_has_at_most_61_workers(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        pool = (Path(sys.base_prefix) / f"lib/python{sys.version_info[0]}.{sys.version_info[1]}/concurrent").rglob(
            "process.py"
        )
        for file in pool:
            found = re.search(r"_MAX_WINDOWS_WORKERS = (\d+) - (\d+)", file.read_text(encoding="utf-8"))
            assert found is not None
            assert int(found[1]) - int(found[2]) == run.MOST_ON_WINDOWS
        jobs: list[int] = []

        def share(_tasks: object, number: int) -> Iterator[None]:
            jobs.append(number)
            yield

        monkeypatch.setattr(run, "_share", share)
        tasks = [
            run._Task(Found(f"{n}.py", f"{n}.py", None), Request(f"{n}.py", None), run.ALONE)  # type: ignore[arg-type]
            for n in range(100)
        ]
        for platform in ("linux", "win32"):
            monkeypatch.setattr(sys, "platform", platform)
            list(run.Run(jobs=96)._work(tasks))
        assert jobs == [96, 61]

    def test_links_that_need_rights(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "old" / "package").mkdir(parents=True)
        (tmp_path / "old" / "package" / "a.py").write_text("A")
        (tmp_path / "old" / "b.py").write_text("B")
        (tmp_path / "new").mkdir()

        def refused(*_: object) -> None:
            raise OSError(1314, "A required privilege is not held by the client")

        monkeypatch.setattr(Path, "symlink_to", refused)
        for entry in os.scandir(tmp_path / "old"):
            _link(tmp_path / "new" / entry.name, entry)
        assert (tmp_path / "new" / "package" / "a.py").read_text() == "A"
        assert (tmp_path / "new" / "b.py").read_text() == "B"

    def test_a_program_is_run_without_sessions(self, tmp_path: Path) -> None:
        job = {
            "command": [sys.executable, "-c", "print('é'); raise SystemExit(3)"],
            "directory": str(tmp_path),
            "environment": {**os.environ, "PYTHONIOENCODING": "utf-8"},
            "stdout": str(tmp_path / "out"),
            "stderr": str(tmp_path / "err"),
            "time_limit": 60,
        }
        report = run_on_windows(job)
        assert (report["status"], report["orphans"], report["left"]) == (3, False, [])
        assert (tmp_path / "out").read_text(encoding="utf-8") == "é\n"

    def test_a_program_that_is_ended_at_the_limit(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def taskkill(command: list[str], **_: object) -> None:
            assert command[:4] == ["taskkill", "/F", "/T", "/PID"]
            os.kill(int(command[4]), signal.SIGTERM)

        monkeypatch.setattr(subprocess, "run", taskkill)
        job = {
            "command": [sys.executable, "-c", "import time; time.sleep(600)"],
            "directory": str(tmp_path),
            "environment": dict(os.environ),
            "stdout": str(tmp_path / "out"),
            "stderr": str(tmp_path / "err"),
            "time_limit": 0.2,
        }
        assert run_on_windows(job)["status"] is None


# What Windows does not have, taken away before anything of ours is imported; workers are spawned.
_WITHOUT = """
import multiprocessing, os, signal, sys
if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    for name in ("fork", "forkpty", "getuid", "geteuid", "getgid", "chown", "killpg", "setsid", "getpgid",
                 "sched_getaffinity", "O_NONBLOCK", "O_NOCTTY", "waitid", "mkfifo", "nice", "uname"):
        if hasattr(os, name):
            delattr(os, name)
    for name in ("pthread_sigmask", "SIGALRM", "alarm", "setitimer", "SIGHUP", "SIGUSR1", "SIGPIPE", "SIGCHLD"):
        if hasattr(signal, name):
            delattr(signal, name)
    for name in ("fcntl", "resource", "termios", "pty", "tty", "pwd", "grp", "syslog", "readline"):
        sys.modules[name] = None
    from flake8_mp.frontends import run
    run.ALONE = 0
    from flake8_mp.frontends.cli import main
    sys.exit(main())
"""


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("check", "--jobs", "2", "--output-format", "concise", "."), 1, b"b.py:"),
        (("check", "--jobs", "2", "--fix", "."), 0, b""),
        (("check", "--write-baseline", "known.json", "."), 0, b""),
        (("check", "--add-noqa", "."), 0, b""),
        (("migrate", "."), 0, b"nothing that breaks"),
        (("explain", "MP201"), 0, b"lambda"),
        (("rules",), 0, b"MP101"),
        (("clean",), 0, b""),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_nothing_needs_what_windows_lacks(
    arguments: tuple[str, ...], status: int, words: bytes, command: Command
) -> None:
    for name in ("a.py", "b.py"):
        command.write(name)
    program = command.folder.parent / "without.py"
    program.write_text(_WITHOUT)
    done = subprocess.run(
        [sys.executable, str(program), *arguments],
        cwd=command.folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, b"Traceback" in done.stderr, b"internal" in done.stderr) == (status, False, False), done
    assert words in done.stdout
