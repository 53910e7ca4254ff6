"""The cache: answers are the same with it, found again when nothing has changed, and never trusted too long."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flake8_mp.frontends import cache as cache_module
from flake8_mp.frontends import checking
from flake8_mp.frontends import run as run_module
from flake8_mp.frontends.cache import Cache, default_folder
from flake8_mp.frontends.checking import Answer, Request
from tests.conftest import FUNCTION_TO_POOL, LAMBDA_TO_POOL, Command

LONG_AGO = time.time() - 1000


def age(*paths: Path) -> None:
    """Let files look as if they had not been touched for a while; their other time stamps are waited for."""
    for path in paths:
        os.utime(path, (LONG_AGO, LONG_AGO))


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were analysed since the list was cleared."""
    names: list[str] = []
    real = checking.read_and_check

    def noted(request: Request) -> Answer:
        names.append(Path(request.path).name)
        return real(request)

    monkeypatch.setattr(run_module, "read_and_check", noted)
    monkeypatch.setattr(cache_module, "_RECENT", -1_000_000_000_000)  # no file is too young here
    return names


def places(command: Command, *arguments: str) -> list[str]:
    result = command.concise(*(arguments or (".",)))
    assert result.err == ""
    return result.places


def test_a_second_run_does_no_work_and_says_the_same(command: Command, work: list[str]) -> None:
    for name in ("a.py", "b.py", "sub/c.py", "quiet.py"):
        command.write(name, FUNCTION_TO_POOL if name == "quiet.py" else LAMBDA_TO_POOL)
    command.write("broken.py", "import multiprocessing\nx = (\n")
    first = command(".", "--output-format", "full")
    assert sorted(work) == ["a.py", "b.py", "broken.py", "c.py", "quiet.py"]
    work.clear()
    second = command(".", "--output-format", "full")
    assert work == []
    assert second == first
    assert command(".", "--output-format", "full", "--no-cache") == first
    assert len(work) == 5


def test_a_file_that_has_changed_is_read_again(command: Command, work: list[str]) -> None:
    path = command.write("a.py")
    command.write("b.py")
    assert len(places(command)) == 2
    command.write("a.py", FUNCTION_TO_POOL)
    work.clear()
    assert places(command) == ["b.py:5:24 MP201"]
    assert work == ["a.py"]
    path.unlink()
    assert places(command) == ["b.py:5:24 MP201"]


def test_the_same_content_needs_no_work_whatever_its_time_stamps_are(command: Command, work: list[str]) -> None:
    path = command.write("a.py")
    places(command)
    work.clear()
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data)
    age(path)
    assert len(places(command)) == 1
    assert work == []


def test_a_change_that_keeps_size_and_time_is_seen(command: Command, work: list[str]) -> None:
    path = command.write("a.py")
    age(path)
    places(command)
    status = path.stat()
    text = LAMBDA_TO_POOL.replace("lambda n: n * n", "str or 1       ")
    assert len(text) == len(LAMBDA_TO_POOL)
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert places(command) == []


def test_a_file_that_changed_just_now_is_not_trusted_by_its_time_stamps(command: Command) -> None:
    path = command.write("a.py")
    assert cache_module.stamp(path.stat()) == ""
    assert len(places(command)) == 1
    command.write("a.py", LAMBDA_TO_POOL.replace("lambda n: n * n", "str or 1       "))
    assert places(command) == []


class TestOtherFiles:
    """An answer holds only while the modules that were looked at, or for, are what they were."""

    PROGRAM = "import starter\n\nstarter.go()\n"
    STARTER = "import multiprocessing\n\n\ndef go():\n    multiprocessing.Process(target=print).start()\n"

    def test_a_module_that_changes(self, command: Command, work: list[str]) -> None:
        command.write("a.py", self.PROGRAM)
        command.write("starter.py", self.STARTER)
        assert places(command, "a.py") == ["a.py:3:1 MP101"]
        command.write("starter.py", "def go():\n    pass\n")
        assert places(command, "a.py") == []
        command.write("starter.py", self.STARTER)
        assert places(command, "a.py") == ["a.py:3:1 MP101"]
        work.clear()
        assert places(command, "a.py") == ["a.py:3:1 MP101"]
        assert work == []

    def test_a_module_that_appears_and_goes(self, command: Command, work: list[str]) -> None:
        command.write("a.py", self.PROGRAM)
        assert places(command) == []
        path = command.write("starter.py", self.STARTER)
        assert places(command) == ["a.py:3:1 MP101"]
        path.unlink()
        assert places(command) == []

    def test_a_folder_that_becomes_a_package(self, command: Command, work: list[str]) -> None:
        command.write("a.py", self.PROGRAM)
        command.write("starter.py", self.STARTER)
        assert places(command) == ["a.py:3:1 MP101"]
        command.write("__init__.py", "")
        with_cache = places(command)
        assert with_cache == command.concise(".", "--no-cache").places

    def test_a_package_that_is_none_any_more(self, command: Command, work: list[str]) -> None:
        command.write("a.py", self.PROGRAM)
        command.write("starter.py", self.STARTER)
        path = command.write("__init__.py", "")
        assert places(command) == []
        path.unlink()
        assert places(command) == ["a.py:3:1 MP101"]

    def test_a_module_that_changes_while_the_run_goes_on(
        self, command: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        command.write("a.py", self.PROGRAM)
        command.write("b.py")
        path = command.write("starter.py", self.STARTER)
        real = checking.read_and_check

        def meanwhile(request: Request) -> Answer:
            answer = real(request)
            path.write_text("def go():\n    pass\n", encoding="utf-8")
            return answer

        with monkeypatch.context() as patched:
            patched.setattr(run_module, "read_and_check", meanwhile)
            command.concise(".")
        assert places(command, ".") == command.concise(".", "--no-cache").places == ["b.py:5:24 MP201"]

    def test_names_of_folders_are_those_below_the_current_one(
        self, command: Command, monkeypatch: pytest.MonkeyPatch, work: list[str]
    ) -> None:
        command.write("pyproject.toml", '[tool.flake8_mp]\nper-file-ignores = { "tests" = ["MP2"] }\n')
        command.write("tests/a.py")
        assert places(command) == []
        monkeypatch.chdir(command.folder / "tests")
        assert places(command) == command.concise(".", "--no-cache").places

    def test_configuration_counts(self, command: Command, work: list[str]) -> None:
        command.write("a.py")
        assert len(places(command)) == 1
        command.write("pyproject.toml", '[tool.flake8_mp]\nignore = ["MP201"]\n')
        assert places(command) == []
        assert len(places(command, ".", "--isolated")) == 1
        command.write("pyproject.toml", '[tool.flake8_mp]\nper-file-ignores = { "a.py" = ["MP2"] }\n')
        assert places(command) == []
        assert len(places(command, ".", "--isolated", "--disable-noqa")) == 1


class TestTrouble:
    def test_the_folder_is_the_usual_one_by_default(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.delenv("FLAKE8_MP_CACHE_DIR", raising=False)
        assert "flake8-mp" in default_folder()
        monkeypatch.setenv("FLAKE8_MP_CACHE_DIR", str(tmp_path))
        assert default_folder() == str(tmp_path)

    def test_a_user_without_a_home_gets_no_folder_here(self, command: Command) -> None:
        assert "not an absolute path" in Cache("~/.cache/flake8-mp").trouble
        assert [path.name for path in command.folder.iterdir()] == [".git"]

    def test_no_cache_leaves_nothing(self, command: Command) -> None:
        command.write("a.py")
        assert command.concise(".", "--no-cache").status == 1
        assert not (command.folder.parent / "cache").exists()

    @pytest.mark.parametrize("data", [b"", b"no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
    def test_a_damaged_database_is_made_anew(self, command: Command, data: bytes) -> None:
        command.write("a.py")
        command.concise(".")
        path = command.folder.parent / "cache" / "answers.db"
        path.write_bytes(data)
        result = command(".", "--output-format", "concise")
        assert (result.status, result.places) == (1, ["a.py:5:24 MP201"])
        result = command(".", "--output-format", "concise")
        assert (result.status, result.places) == (1, ["a.py:5:24 MP201"])
        assert result.err == "flake8-mp: 1 file checked; 1 error; 1 can be fixed with --fix\n"

    def test_a_row_that_makes_no_sense_is_not_believed(self, command: Command, work: list[str]) -> None:
        command.write("a.py")
        command.concise(".")
        with sqlite3.connect(command.folder.parent / "cache" / "answers.db") as database:
            assert database.execute("UPDATE files SET answer = '[1, [2]]'").rowcount == 1
        database.close()
        assert len(places(command)) == 1

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            *((name, None) for name in ("used", "status", "digest", "answer", "consulted")),
            *((name, 5) for name in ("status", "digest", "answer", "consulted")),
            *((name, b"\xff") for name in ("used", "status", "answer", "consulted")),
            ("used", 1e300),
            ("used", "yesterday"),
            ("used", -(2**62)),
            ("answer", "[" * 100_000),
            ("answer", '["", [["MP201", [1e999, 0, 1, 0], "m", [], []]]]'),
            ("answer", '["", [["MP201", [1, 0, 1, 0], "m", [], [[1, 2]]]]]'),
            ("answer", '["", {"a": 1}]'),
            ("answer", "null"),
            ("answer", "\ud800".encode("utf-8", "surrogatepass")),
            ("consulted", "[" * 100_000),
            ("consulted", '{"\\u0000": null}'),
            ("consulted", "[]"),
            ("consulted", '{"a": {}}'),
        ],
    )
    def test_a_row_of_somebody_elses_is_no_row(
        self, command: Command, work: list[str], column: str, value: object
    ) -> None:
        command.write("a.py")
        command.concise(".")
        with sqlite3.connect(command.folder.parent / "cache" / "answers.db") as database:
            assert database.execute(f"UPDATE files SET {column} = ?", (value,)).rowcount == 1
        database.close()
        for _ in range(2):
            result = command(".", "--output-format", "concise")
            assert (result.status, result.places) == (1, ["a.py:5:24 MP201"])
            assert result.err == "flake8-mp: 1 file checked; 1 error; 1 can be fixed with --fix\n"

    @pytest.mark.parametrize(
        "script",
        [
            "DROP TABLE files; CREATE TABLE files (status TEXT)",
            "DROP TABLE files; CREATE TABLE files (path, key, status, digest, answer, consulted, used)",
            "DROP TABLE files; CREATE VIEW files AS SELECT 1 AS status",
            "DROP TABLE files",
            "CREATE TABLE others (x)",
            "CREATE TRIGGER t AFTER INSERT ON files BEGIN DELETE FROM files; END",
            "PRAGMA user_version = 99; DROP TABLE files; CREATE VIEW files AS SELECT 1 AS status",
        ],
    )
    def test_a_database_with_other_tables_is_made_anew(self, command: Command, work: list[str], script: str) -> None:
        command.write("a.py")
        command.concise(".")
        with sqlite3.connect(command.folder.parent / "cache" / "answers.db") as database:
            database.executescript(script)
        database.close()
        for expected in (["a.py"], []):
            work.clear()
            result = command(".", "--output-format", "concise")
            assert (result.status, result.places) == (1, ["a.py:5:24 MP201"])
            assert result.err == "flake8-mp: 1 file checked; 1 error; 1 can be fixed with --fix\n"
            assert work == expected

    def test_a_folder_that_is_a_file_is_reported_and_the_run_goes_on(self, command: Command) -> None:
        command.write("a.py")
        (command.folder.parent / "cache").write_text("", encoding="utf-8")
        result = command(".", "--output-format", "concise")
        assert result.places == ["a.py:5:24 MP201"]
        assert result.err.startswith("flake8-mp: the cache is not used: ")
        assert result.err.count("\n") == 2

    def test_a_read_only_cache_is_still_used(self, command: Command, work: list[str]) -> None:
        command.write("a.py")
        command.concise(".")
        folder = command.folder.parent / "cache"
        (folder / "answers.db").chmod(0o400)
        folder.chmod(0o500)
        try:
            command.write("b.py")
            work.clear()
            assert len(places(command)) == 2
            assert "b.py" in work
        finally:
            folder.chmod(0o700)

    def test_another_run_that_writes_is_waited_for_and_not_for_ever(
        self, command: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        command.write("a.py")
        command.concise(".")
        monkeypatch.setattr(cache_module, "_PATIENCE", 0.05)
        other = sqlite3.connect(command.folder.parent / "cache" / "answers.db", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        try:
            command.write("b.py")
            result = command(".", "--output-format", "concise")
        finally:
            other.execute("ROLLBACK")
            other.close()
        assert len(result.places) == 2
        assert "database is locked" in result.err
        assert len(places(command)) == 2

    def test_many_runs_at_once(self, command: Command) -> None:
        for number in range(30):
            command.write(f"m{number}.py", LAMBDA_TO_POOL + f"x = {number}\n")
        runs = [
            subprocess.Popen(
                [sys.executable, "-m", "flake8_mp", ".", "--output-format", "concise", "-q"],
                cwd=command.folder,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            for _ in range(4)
        ]
        result = [run.communicate(timeout=120) for run in runs]
        assert {out.count(b"MP201") for out, _ in result} == {30}
        assert {err for _, err in result} == {b""}
        assert len(places(command)) == 30

    def test_a_run_that_is_killed_leaves_a_cache_that_works(self, command: Command) -> None:
        for number in range(200):
            command.write(f"m{number}.py", LAMBDA_TO_POOL + f"x = {number}\n")
        for wait in (0.1, 0.3, 0.6):
            run = subprocess.Popen([sys.executable, "-m", "flake8_mp", ".", "-qq", "--jobs", "1"], cwd=command.folder)
            time.sleep(wait)
            run.kill()
            run.wait()
        assert len(places(command)) == 200
        assert len(places(command)) == 200

    def test_what_is_old_goes(self, tmp_path: Path) -> None:
        first = Cache(str(tmp_path))
        first.keep("/a.py", b"key", None, Answer(digest=b"x"))
        first.close()
        with sqlite3.connect(tmp_path / "answers.db") as database:
            database.execute("UPDATE files SET used = 5")
        database.close()
        second = Cache(str(tmp_path))
        second.keep("/b.py", b"key", None, Answer(digest=b"x"))
        second.close()
        with sqlite3.connect(tmp_path / "answers.db") as database:
            assert database.execute("SELECT path FROM files").fetchall() == [("/b.py",)]
        database.close()
