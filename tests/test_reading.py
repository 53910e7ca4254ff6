"""Only regular files of a sensible size are read, whatever their names are and whatever they are read for."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_mp import reading
from flake8_mp.configuration import Configurations
from flake8_mp.frontends import checking
from tests.conftest import LAMBDA_TO_POOL, Command, Project, time_limit

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")

ODD: dict[str, Callable[[Path], None]] = {
    "pipe": lambda path: os.mkfifo(path),
    "endless": lambda path: path.symlink_to("/dev/zero"),
    "folder": lambda path: path.mkdir(),
}
PLACE = "a.py:5:24 MP201"


@pytest.fixture(params=ODD)
def odd(request: pytest.FixtureRequest) -> Callable[[Path], None]:
    return ODD[request.param]


@pytest.fixture(autouse=True)
def soon() -> object:
    with time_limit(60):
        yield


@pytest.mark.parametrize("name", ["pyproject.toml", "setup.cfg", "tox.ini", ".flake8", ".gitignore", "__init__.py"])
def test_what_has_the_name_of_a_file_and_is_none_is_passed_over(
    command: Command, name: str, odd: Callable[[Path], None]
) -> None:
    command.write("pkg/a.py")
    odd(command.folder / name)
    odd(command.folder / "pkg" / name)
    for _ in range(2):  # the second time from the cache
        result = command.concise("pkg/a.py")
        assert (result.status, result.err, result.places) == (1, "", [f"pkg/{PLACE}"])


def test_an_imported_module(command: Command, odd: Callable[[Path], None]) -> None:
    command.write("a.py", LAMBDA_TO_POOL + "\nimport b\nimport c.d\nfrom . import b\n")
    (command.folder / "c").mkdir()
    odd(command.folder / "b.py")
    odd(command.folder / "c" / "d.py")
    for _ in range(2):
        result = command.concise("a.py")
        assert (result.status, result.err, result.places) == (1, "", [PLACE])


def test_the_lists_of_git(command: Command, odd: Callable[[Path], None]) -> None:
    command.write("a.py")
    (command.folder / ".git" / "info").mkdir(parents=True)
    odd(command.folder / ".git" / "info" / "exclude")
    command.write("tree/.git", "gitdir: ../own\n")
    command.write("tree/a.py")
    (command.folder / "own").mkdir()
    odd(command.folder / "own" / "commondir")
    assert command.concise(".").places == [PLACE, f"tree/{PLACE}"]


@pytest.mark.parametrize("name", ["pipe.py", "pipe.ipynb", "pipe"])
def test_what_is_named_and_is_no_file(command: Command, name: str) -> None:
    os.mkfifo(command.folder / name)
    command.write("a.py")
    result = command.concise(name, "a.py")
    assert (result.status, result.places) == (2, [PLACE])
    assert result.err == f"{name}: cannot be read: not a regular file; use - for standard input\n"
    assert command.concise("--add-noqa", name).status == 2


@pytest.mark.parametrize("option", ["--config", "--baseline"])
def test_files_that_options_name(command: Command, option: str, odd: Callable[[Path], None]) -> None:
    command.write("a.py")
    odd(command.folder / "odd.toml")
    result = command.concise(option, "odd.toml", "a.py")
    assert (result.status, result.out, result.err.count("\n")) == (2, "", 1)
    assert "odd.toml: " in result.err
    assert "cannot be read: " in result.err


def test_flake8_is_not_kept_waiting_or_ended(project: Project, odd: Callable[[Path], None]) -> None:
    project.configure()
    project.write("pkg/a.py", LAMBDA_TO_POOL)
    odd(project.folder / "pyproject.toml")
    assert project.codes("pkg/a.py") == ["pkg/a.py:5:24 MP201"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_flake8_passes_over_what_it_may_not_read(project: Project) -> None:
    project.write("a.py", LAMBDA_TO_POOL)
    project.write("pyproject.toml", "[tool.flake8_mp]\nignore = ['MP201']\n").chmod(0)
    assert project.codes("a.py") == [PLACE]


def test_flake8_passes_over_what_is_no_text(project: Project) -> None:
    project.write("a.py", LAMBDA_TO_POOL)
    (project.folder / "pyproject.toml").write_bytes(b"# \xff\n")
    assert project.codes("a.py") == [PLACE]


class TestSize:
    def test_a_file_that_is_too_large_is_reported_and_the_rest_is_checked(
        self, command: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(checking, "LARGEST_SOURCE", 2 * reading.MIB)
        command.write("a.py")
        command.write("big.py", LAMBDA_TO_POOL + "#" * 2 * reading.MIB)
        result = command.concise(".")
        assert (result.status, result.places) == (2, [PLACE])
        assert result.err == "big.py: cannot be read: it is larger than 2 MiB\n"

    def test_a_file_without_an_end_is_read_so_far_and_no_further(self, tmp_path: Path) -> None:
        path = tmp_path / "sparse.py"
        with path.open("wb") as file:
            file.truncate(1 << 40)
        with pytest.raises(OSError, match="larger than 1 MiB"):
            reading.read_regular(str(path), reading.MIB)
        (tmp_path / "small.py").write_bytes(b"x" * reading.MIB)
        assert len(reading.read_regular(str(tmp_path / "small.py"), reading.MIB)) == reading.MIB

    def test_standard_input_without_an_end(self, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reading, "LARGEST_SOURCE", reading.MIB)
        with open("/dev/zero", encoding="utf-8") as endless:  # noqa: PTH123
            monkeypatch.setattr(sys, "stdin", endless)
            result = command("-")
        assert (result.status, result.out) == (2, "")
        assert result.err == "flake8-mp: <stdin>: it is larger than 1 MiB\n"

    def test_configuration(self, command: Command) -> None:
        command.write("a.py")
        command.write("pyproject.toml", "[tool.flake8_mp]\n" + "#" * reading.LARGEST_CONFIGURATION)
        result = command.concise("a.py")
        assert (result.status, result.out) == (2, "")
        assert result.err.endswith("pyproject.toml: it cannot be read: it is larger than 4 MiB\n")


def test_nineteen_hundred_folders_deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command) -> None:
    command.write("pyproject.toml", "[tool.flake8_mp]\nfail-on = 'error'\n")
    depth = (4000 - len(str(command.folder))) // 2
    folder = os.path.join(command.folder, *["d"] * depth)  # noqa: PTH118
    at = command.folder
    for _ in range(depth):
        monkeypatch.chdir(at)
        Path("d").mkdir()
        at = Path("d")
    monkeypatch.chdir("d")
    Path("a.py").write_text(LAMBDA_TO_POOL, encoding="utf-8")
    monkeypatch.chdir(command.folder)
    try:
        assert Configurations({}).of(folder).choices.fail_on == "error"
        assert [place[-len(PLACE) :] for place in command.concise(".").places] == [PLACE]
        assert [place[-len(PLACE) :] for place in command.concise(folder, "--force-exclude").places] == [PLACE]
    finally:
        subprocess.run(["rm", "-rf", "d"], cwd=command.folder, check=True, timeout=60)  # pytest could not
